//! The `Authorization` header.

use crate::code::Code;
use crate::problem::Problem;

/// The token of the request's `Authorization` headers. No header, an empty one or another scheme
/// is anonymous: `None`.
///
/// # Errors
/// `TOKEN_MALFORMED` for two headers, and for the scheme `Bearer` (in any case) without exactly
/// one token behind it.
pub fn parse_bearer<'a>(
    headers: impl IntoIterator<Item = &'a str>,
) -> Result<Option<&'a str>, Problem> {
    let mut headers = headers.into_iter();
    let malformed = Err(Problem::new(Code::TokenMalformed));
    let Some(header) = headers.next() else { return Ok(None) };
    if headers.next().is_some() {
        return malformed;
    }
    let mut rest = header;
    if !next_word(&mut rest).eq_ignore_ascii_case("bearer") {
        return Ok(None);
    }
    let token = next_word(&mut rest);
    let behind = next_word(&mut rest);
    if token.is_empty() || !behind.is_empty() { malformed } else { Ok(Some(token)) }
}

/// The next word of a text, which is cut off; empty at the end.
fn next_word<'a>(rest: &mut &'a str) -> &'a str {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = rest.bytes().take_while(is_blank).count();
    let length = rest.bytes().skip(start).take_while(|byte| !is_blank(byte)).count();
    // Both cuts are beside ASCII.
    let word = rest.get(start..start + length).unwrap_or_default();
    *rest = rest.get(start + length..).unwrap_or_default();
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_and_other_schemes_are_anonymous() {
        assert_eq!(parse_bearer([]), Ok(None));
        for header in ["", "  ", "Basic abc", "Bearerabc", "Token Bearer x"] {
            assert_eq!(parse_bearer([header]), Ok(None), "{header:?}");
        }
    }

    #[test]
    fn the_scheme_is_read_in_any_case() {
        for header in ["Bearer abc", "bearer abc", "BEARER   abc ", "bEaReR\tabc"] {
            assert_eq!(parse_bearer([header]), Ok(Some("abc")), "{header:?}");
        }
    }

    #[test]
    fn bearer_without_exactly_one_token_is_malformed() {
        for header in ["Bearer", "Bearer ", "bearer a b", "Bearer a, Basic b"] {
            assert!(parse_bearer([header]).is_err(), "{header:?}");
        }
        assert!(parse_bearer(["Bearer a", "Bearer a"]).is_err());
        assert!(parse_bearer(["Basic a", "Basic a"]).is_err());
    }
}
