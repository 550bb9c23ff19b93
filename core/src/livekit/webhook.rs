//! Whether what a webhook says was said by the rooms.

use core::hint::black_box;

use alloc::vec::Vec;

use crate::code::Code;
use crate::json::{Shape, Value};
use crate::problem::{Field, Problem};
use crate::time::Timestamp;
use crate::token::{NumericDate, has_come};
use crate::words::word_set;

/// Seconds that a webhook's token is taken before its time and beyond it.
pub const WEBHOOK_LEEWAY_SECONDS: i64 = 60;

word_set! {
    /// Why a webhook is believed.
    WebhookAuth {
        /// It is signed, and for this body.
        Verified "verified",
        /// Nobody could have signed it: development, without a key.
        Skipped "skipped",
    }
}

/// What a webhook's token says, its signature verified.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WebhookClaims<'a> {
    /// Who issued it: the API key.
    pub issuer: &'a str,
    /// From when on it does not hold.
    pub expires_at: NumericDate,
    /// From when on it holds.
    pub not_before: Option<NumericDate>,
    /// The SHA-256 digest of the body in base64.
    pub sha256: &'a str,
}

impl<'a> WebhookClaims<'a> {
    /// Reads `iss`, `exp`, `nbf` and `sha256`; none when one is missing, but for `nbf`, or of the
    /// wrong type.
    #[must_use]
    pub fn read(claims: Value<'a>) -> Option<Self> {
        let text = |field| claims.member_of(field).and_then(Value::as_text);
        let date = |shape| match shape {
            Shape::Number(number) => NumericDate::new(number.value),
            _ => None,
        };
        let not_before = match claims.field(Field::Nbf) {
            Shape::Absent => None,
            shape => Some(date(shape)?),
        };
        Some(Self {
            issuer: text(Field::Iss)?,
            expires_at: date(claims.field(Field::Exp))?,
            not_before,
            sha256: text(Field::Sha256)?,
        })
    }
}

/// Whether a webhook is believed. `claims` are those of a token whose HS256 signature the host has
/// verified with the API secret, none when there was no such token; `digest` is the SHA-256 of the
/// body as it came. Nothing is verified in development with an API key that stands for none.
///
/// # Errors
/// `INVALID_WEBHOOK_SIGNATURE`, whatever is wrong.
pub fn check_webhook(
    is_development: bool,
    api_key: &str,
    claims: Option<&WebhookClaims<'_>>,
    digest: &[u8; 32],
    now: Timestamp,
) -> Result<WebhookAuth, Problem> {
    let is_placeholder = super::is_placeholder(api_key);
    if is_development && is_placeholder {
        return Ok(WebhookAuth::Skipped);
    }
    let holds = claims.filter(|_| !is_placeholder).is_some_and(|claims| {
        claims.issuer == api_key
            && !has_come(claims.expires_at, now, -WEBHOOK_LEEWAY_SECONDS)
            && claims.not_before.is_none_or(|date| has_come(date, now, WEBHOOK_LEEWAY_SECONDS))
            && is_digest(claims.sha256, digest)
    });
    if holds { Ok(WebhookAuth::Verified) } else { Err(Problem::new(Code::InvalidWebhookSignature)) }
}

/// Whether a text is the base64 of a digest (RFC 4648, section 4, padded). How long it takes does
/// not depend on where they differ.
#[must_use]
pub fn is_digest(text: &str, digest: &[u8; 32]) -> bool {
    let wanted = base64(digest);
    let pairs = wanted.iter().zip(text.bytes());
    let differs = pairs.fold(0, |differs, (one, other)| black_box(differs | (one ^ other)));
    text.len() == wanted.len() && differs == 0
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    for group in bytes.chunks(3) {
        let mut bits = 0_u32;
        for at in 0..3 {
            bits = bits << 8 | group.get(at).copied().map_or(0, u32::from);
        }
        for at in 0..4 {
            let is_padding = at > group.len();
            text.push(if is_padding { b'=' } else { letter(bits >> (18 - 6 * at) & 63) });
        }
    }
    text
}

const fn letter(sextet: u32) -> u8 {
    // Below 64, so no digit is cut.
    let sextet = sextet as u8;
    match sextet {
        0..26 => b'A' + sextet,
        26..52 => b'a' + (sextet - 26),
        52..62 => b'0' + (sextet - 52),
        62 => b'+',
        _ => b'/',
    }
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64, Encoding};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn base64_is_what_a_library_makes_of_it(bytes: Vec<u8>) {
            prop_assert_eq!(base64(&bytes), Base64::encode_string(&bytes).into_bytes());
        }

        #[test]
        fn one_bit_makes_another_digest(digest: [u8; 32], bit in 0..256_usize) {
            let text = Base64::encode_string(&digest);
            prop_assert!(is_digest(&text, &digest));
            let mut other = digest;
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!is_digest(&text, &other));
            prop_assert!(!is_digest(text.trim_end_matches('='), &digest) && !is_digest("", &digest));
            prop_assert!(!is_digest(&[text.as_str(), "="].concat(), &digest));
        }
    }
}
