//! Percent-encoding, as addresses have it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::digits;

/// Adds a text with everything percent-encoded but letters and digits of ASCII, `-._~`, and the
/// characters of ASCII in `plain`.
pub(crate) fn push_encoded(encoded: &mut String, text: &str, plain: &str) {
    for byte in text.bytes() {
        let c = char::from(byte);
        let is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if is_plain || byte.is_ascii() && plain.contains(c) {
            encoded.push(c);
        } else {
            encoded.push('%');
            digits::push_hex(encoded, byte);
        }
    }
}

/// The text that was percent-encoded: decoded once. None of what is not well-formed, or no UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => digits::hex(rest.next()?)? << 4 | digits::hex(rest.next()?)?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded_and_of_plain_characters_alone(text: String) {
            let mut encoded = String::new();
            push_encoded(&mut encoded, &text, "/");
            let is_known = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
            prop_assert!(encoded.chars().all(is_known), "{}", encoded);
            prop_assert_eq!(decode(&encoded), Some(text));
        }

        #[test]
        fn no_text_stops_the_decoder(text: String) {
            let _ = decode(&text);
        }
    }

    #[test]
    fn half_an_encoded_byte_and_bytes_that_are_no_text_are_refused() {
        for text in ["%", "%4", "%g0", "%0g", "%ff", "a%c3"] {
            assert_eq!(decode(text), None, "{text}");
        }
        assert_eq!(decode("%c3%A9%2525").as_deref(), Some("\u{e9}%25"));
    }
}
