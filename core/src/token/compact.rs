//! The compact form of a token (RFC 7515, section 7.1), taken apart without verifying it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::base64url;
use crate::code::Code;
use crate::problem::Problem;

/// The longest token that is looked at, in bytes.
pub const MAX_TOKEN_LENGTH: usize = 8_192;

/// A compact token taken apart. **Nothing is verified**, and no part is judged: each may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compact<'a> {
    /// Header and claims as they were signed.
    pub signed: &'a str,
    /// The header, decoded.
    pub header: Vec<u8>,
    /// The claims, decoded; any bytes.
    pub claims: Vec<u8>,
    /// The signature, decoded.
    pub signature: Vec<u8>,
}

/// Why a text is no compact token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompactError {
    /// Longer than is looked at.
    #[error("longer than {MAX_TOKEN_LENGTH} bytes")]
    TooLong,
    /// Not exactly three parts.
    #[error("not three parts")]
    Parts,
    /// A part is not strict base64url.
    #[error("not strict base64url")]
    Encoding,
}

impl<'a> Compact<'a> {
    /// Takes a token of at most [`MAX_TOKEN_LENGTH`] bytes apart.
    ///
    /// # Errors
    /// The first of: too long, not three parts, a part that is not strict base64url.
    pub fn read(token: &'a str) -> Result<Self, CompactError> {
        if token.len() > MAX_TOKEN_LENGTH {
            return Err(CompactError::TooLong);
        }
        let (header, rest) = cut(token).ok_or(CompactError::Parts)?;
        let (claims, signature) = cut(rest).ok_or(CompactError::Parts)?;
        if cut(signature).is_some() {
            return Err(CompactError::Parts);
        }
        let signed = token.get(..header.len() + 1 + claims.len()).unwrap_or_default();
        let decoded = |part: &str| base64url::decode(part.as_bytes()).ok_or(CompactError::Encoding);
        let (header, claims) = (decoded(header)?, decoded(claims)?);
        Ok(Self { signed, header, claims, signature: decoded(signature)? })
    }
}

/// What stands before the first dot, and behind it. By bytes, which is less code than searching for a
/// character.
fn cut(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == b'.')?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The claims of a compact token as JSON text. **Nothing is verified**: anybody can write such a
/// token, so use this to show something, never to decide something.
///
/// # Errors
/// `TOKEN_MALFORMED` for a token longer than 8 KiB, without exactly three non-empty parts of
/// strict base64url, or whose claims are not UTF-8.
pub fn unverified_claims_text(token: &str) -> Result<String, Problem> {
    let malformed = Problem::new(Code::TokenMalformed);
    let Compact { header, claims, signature, .. } = Compact::read(token).map_err(|_| malformed)?;
    if header.is_empty() || claims.is_empty() || signature.is_empty() {
        return Err(malformed);
    }
    String::from_utf8(claims).map_err(|_| malformed)
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
    fn what_is_no_token_is_told_why() {
        let told = |token: &str| Compact::read(token).err();
        let token = Compact::read("e30..AA").unwrap();
        assert_eq!((token.signed, token.header.as_slice()), ("e30.", b"{}".as_slice()));
        assert_eq!((token.claims.as_slice(), token.signature.as_slice()), (&[][..], &[0][..]));
        for token in ["", "e30", "e30.e30", "e30.e30.AA.AA", "...."] {
            assert_eq!(told(token), Some(CompactError::Parts), "{token}");
        }
        for token in ["e30=.e30.AA", "e30.e3 0.AA", "e30.e30.AB"] {
            assert_eq!(told(token), Some(CompactError::Encoding), "{token}");
        }
        assert_eq!(told(&".".repeat(MAX_TOKEN_LENGTH + 1)), Some(CompactError::TooLong));
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
