//! Strict base64url (RFC 4648, section 5; RFC 7515, section 2): no padding, no white space, no
//! unused bits in the last character.
//!
//! Written out because a library's decoder alone weighs as much as the phases and the session
//! guard together in the small WebAssembly build; the tests hold it against one.

use alloc::vec::Vec;

/// Decodes a text; none when it is not strict.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0_u32);
    for digit in text.iter().copied() {
        bits = bits << 6 | u32::from(value(digit)?);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    // Six bits left over are a character too many, others must be zero.
    (held < 6 && bits & ((1 << held) - 1) == 0).then_some(bytes)
}

const fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_a_library_encodes_is_decoded(bytes: Vec<u8>) {
            prop_assert_eq!(decode(Base64UrlUnpadded::encode_string(&bytes).as_bytes()), Some(bytes));
        }

        #[test]
        fn a_library_takes_and_refuses_the_same(text in "[A-Za-f0-3_+/= -]{0,9}") {
            prop_assert_eq!(decode(text.as_bytes()), Base64UrlUnpadded::decode_vec(&text).ok());
        }
    }
}
