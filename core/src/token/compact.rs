//! The compact form of a token (RFC 7515, section 7.1), taken apart without verifying it.

use alloc::borrow::Cow;
use alloc::string::String;

use super::base64url;
use crate::code::Code;
use crate::problem::Problem;

/// The longest token that is looked at, in bytes.
pub const MAX_TOKEN_LENGTH: usize = 8_192;

/// The claims of a compact token as JSON text. **Nothing is verified**: anybody can write such a
/// token, so use this to show something, never to decide something.
///
/// # Errors
/// `TOKEN_MALFORMED` for a token longer than 8 KiB, without exactly three non-empty parts of
/// strict base64url, or whose claims are not UTF-8.
pub fn unverified_claims_text(token: &str) -> Result<String, Problem> {
    let malformed = Problem::new(Code::TokenMalformed);
    if token.len() > MAX_TOKEN_LENGTH {
        return Err(malformed);
    }
    let mut claims = Err(malformed);
    let mut count = 0;
    for part in token.as_bytes().split(|byte| *byte == b'.') {
        let bytes = base64url::decode(part).filter(|bytes| !bytes.is_empty()).ok_or(malformed)?;
        count += 1;
        if count == 2 {
            claims = String::from_utf8(bytes).map_err(|_| malformed);
        }
    }
    if count == 3 { claims } else { Err(malformed) }
}

/// The claims text of a compact token, or the text itself when it is a JSON object already.
///
/// # Errors
/// As [`unverified_claims_text`]; `TOKEN_MALFORMED` for a claims text longer than 8 KiB.
pub fn claims_text(token_or_claims: &str) -> Result<Cow<'_, str>, Problem> {
    if token_or_claims.len() > MAX_TOKEN_LENGTH {
        return Err(Problem::new(Code::TokenMalformed));
    }
    if token_or_claims.trim_ascii_start().starts_with('{') {
        return Ok(Cow::Borrowed(token_or_claims));
    }
    unverified_claims_text(token_or_claims).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_parts_of_strict_base64url_are_taken_apart() {
        assert_eq!(unverified_claims_text("e30.eyJhIjoxfQ.AA").unwrap(), "{\"a\":1}");
    }

    #[test]
    fn anything_looser_is_malformed() {
        for token in [
            "",
            "e30",
            "e30.e30",
            "e30.e30.",
            ".e30.AA",
            "e30..AA",
            "e30.e30.AA.AA",
            "e30=.e30.AA",
            "e30.e3 0.AA",
            "e30.e30.AA\n",
            "e30.e30.A+",
            "e30.e30.A/A",
            "e30.e30.AB",
            "e30.e30.A",
            "e30._w.AA",
        ] {
            assert!(unverified_claims_text(token).is_err(), "{token:?}");
        }
    }

    #[test]
    fn a_token_of_8_kib_is_read_and_one_byte_more_is_not() {
        let token = |length: usize| format!("e30.e30.{}", "A".repeat(length - 8));
        assert!(unverified_claims_text(&token(MAX_TOKEN_LENGTH)).is_ok());
        assert!(unverified_claims_text(&token(MAX_TOKEN_LENGTH + 2)).is_err());
    }

    #[test]
    fn a_claims_text_of_8_kib_is_read_and_one_byte_more_is_not() {
        let text = |length: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(length - 8));
        assert_eq!(text(MAX_TOKEN_LENGTH).len(), MAX_TOKEN_LENGTH);
        assert!(claims_text(&text(MAX_TOKEN_LENGTH)).is_ok());
        assert!(claims_text(&text(MAX_TOKEN_LENGTH + 1)).is_err());
    }

    proptest! {
        #[test]
        fn no_token_makes_it_panic(token: String, parts in "[A-Za-z0-9_.-]{0,99}") {
            let _ = (unverified_claims_text(&token), unverified_claims_text(&parts));
        }
    }
}
