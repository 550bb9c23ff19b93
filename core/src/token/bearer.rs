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
    let mut words = header.split(|c| matches!(c, ' ' | '\t')).filter(|word| !word.is_empty());
    match words.next() {
        Some(scheme) if scheme.eq_ignore_ascii_case("bearer") => match (words.next(), words.next())
        {
            (Some(token), None) => Ok(Some(token)),
            _ => malformed,
        },
        _ => Ok(None),
    }
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
