//! Numbers as text, written out, and digits read: the formatting machinery of the standard library
//! would cost the modules that browsers load more than many rules together.

use alloc::string::String;

/// Adds a number in decimal digits, with zeros in front of one that has fewer than `least`.
pub(crate) fn push(text: &mut String, number: u64, least: u32) {
    if number >= 10 || least > 1 {
        push(text, number / 10, least.saturating_sub(1));
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// A number in decimal digits.
pub(crate) fn text(number: u64) -> String {
    let mut text = String::new();
    push(&mut text, number, 1);
    text
}

/// What a hexadecimal digit stands for, in either case.
pub(crate) const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Adds a byte as two hexadecimal digits, `A` to `F` in the upper case.
pub(crate) fn push_hex(text: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        text.push(char::from(if digit < 10 { b'0' + digit } else { b'A' - 10 + digit }));
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_are_those_that_formatting_writes(number: u64, least in 0_usize..24, byte: u8) {
            let (mut decimal, mut hex) = (String::new(), String::new());
            push(&mut decimal, number, least as u32);
            push_hex(&mut hex, byte);
            prop_assert_eq!(decimal, format!("{number:0least$}"));
            prop_assert_eq!(text(number), format!("{number}"));
            prop_assert_eq!(hex, format!("{byte:02X}"));
        }
    }

    #[test]
    fn a_hexadecimal_digit_is_what_the_standard_library_reads() {
        for byte in 0..=u8::MAX {
            assert_eq!(hex(byte).map(u32::from), char::from(byte).to_digit(16), "{byte}");
        }
    }
}
