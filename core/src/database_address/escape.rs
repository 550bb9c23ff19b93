//! Percent-encoding.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::AddressError;

/// A text with everything percent-encoded but letters and digits of ASCII, `-._~`, and the
/// characters of the second text.
pub(super) struct Escaped<'a>(pub(super) &'a str, pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            let c = char::from(byte);
            let is_plain = byte.is_ascii_alphanumeric() || "-._~".contains(c);
            if is_plain || byte.is_ascii() && self.1.contains(c) {
                write!(f, "{c}")?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

/// The text that was percent-encoded.
pub(super) fn unescape(text: &str) -> Result<String, AddressError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                let encoded = high.zip(low).map(|(high, low)| high << 4 | low);
                encoded.ok_or(AddressError::BadEscape)?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| AddressError::BadEscape)
}

fn digit(byte: Option<u8>) -> Option<u8> {
    char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
