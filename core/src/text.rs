//! How text is trimmed and measured, on every side alike.

use alloc::string::String;

use crate::code::Code;
use crate::json::Shape;
use crate::problem::{Expected, Path, Problem};

/// A text that must be there. One that is too long to be looked at reads as empty, since every
/// rule that asks for such a text refuses an empty one as it would refuse the long one.
///
/// # Errors
/// `MISSING`, `WRONG_TYPE` or `INVALID_TEXT` at `path`.
pub fn expect<'a>(shape: Shape<'a>, path: Path) -> Result<&'a str, Problem> {
    match shape {
        Shape::Text(text) => Ok(text),
        Shape::Oversize => Ok(""),
        Shape::Absent => Err(Problem::at(Code::Missing, path)),
        Shape::IllFormed => Err(Problem::at(Code::InvalidText, path)),
        _ => Err(Problem::wrong_type(path, Expected::Text)),
    }
}

/// Text without white space at its ends: Unicode `White_Space` and U+FEFF.
#[must_use]
pub fn trim(text: &str) -> &str {
    let mut kept = None;
    for (at, c) in text.char_indices() {
        if !is_blank(c) {
            let (start, _) = kept.unwrap_or((at, at));
            kept = Some((start, at + c.len_utf8()));
        }
    }
    kept.and_then(|(start, end)| text.get(start..end)).unwrap_or_default()
}

/// Writes a number of one or two digits at least, and an ASCII character behind it unless that is
/// NUL. Written out because `write!` would bring the formatting machinery into the small build, and
/// once, because it is asked in many places.
#[inline(never)]
pub(crate) fn push_number(text: &mut String, number: u64, digits: u32, behind: char) {
    let mut unit = if digits == 2 { 10 } else { 1 };
    while number / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        push_ascii(text, b'0' + (number / unit % 10) as u8);
        unit /= 10;
    }
    if behind != '\0' {
        push_ascii(text, behind as u8);
    }
}

fn push_ascii(text: &mut String, byte: u8) {
    text.push(char::from(byte));
}

/// Whether a character counts as blank at the ends of a text. Spelled out because the standard
/// library's tables would double the size of trimming.
#[must_use]
pub const fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t'..='\r'
            | ' '
            | '\u{85}'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
            | '\u{feff}'
    )
}

/// The length that limits speak of: Unicode code points.
#[must_use]
pub fn length(text: &str) -> usize {
    // Every code point has one byte that does not continue another. Plain on purpose: the
    // standard library's count is a kilobyte of vectorised code.
    text.bytes().fold(0, |count, byte| count + usize::from(!is_continuation(byte)))
}

/// The length JavaScript speaks of: UTF-16 code units. Only caps on raw input use it.
#[must_use]
pub fn utf16_length(text: &str) -> usize {
    // Code points of four bytes take two units.
    text.bytes().fold(0, |count, byte| {
        count + usize::from(!is_continuation(byte)) + usize::from(byte >= 0xf0)
    })
}

const fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn trimming_and_measuring_is_what_the_standard_library_does(text: String) {
            prop_assert_eq!(length(&text), text.chars().count());
            let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
            prop_assert_eq!(trim(&text), text.trim_matches(blank));
            prop_assert_eq!(utf16_length(&text), text.encode_utf16().count());
        }
    }

    #[test]
    fn a_text_that_is_not_looked_at_reads_as_an_empty_one() {
        assert_eq!(expect(Shape::Oversize, Path::ROOT), Ok(""));
        let refused = |shape| expect(shape, Path::ROOT).map_err(|problem| problem.code());
        assert_eq!(refused(Shape::Absent), Err(Code::Missing));
        assert_eq!(refused(Shape::IllFormed), Err(Code::InvalidText));
        assert_eq!(refused(Shape::Null), Err(Code::WrongType));
    }

    #[test]
    fn blank_is_white_space_and_the_byte_order_mark_and_nothing_else() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_blank(c), c.is_whitespace() || c == '\u{feff}', "{c:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_and_an_ideographic_space_are_blank() {
        assert_eq!(trim("\u{feff}\u{3000} late \u{2003}\n"), "late");
        assert_eq!(trim("\u{feff} "), "");
    }

    #[test]
    fn a_zero_width_space_is_not_blank() {
        assert_eq!(trim("\u{200b}"), "\u{200b}");
    }

    #[test]
    fn length_counts_code_points_and_not_code_units() {
        assert_eq!(length("🦊é"), 2);
        assert_eq!(utf16_length("🦊é"), 3);
    }
}
