//! How text is trimmed and measured, on every side alike.

/// Text without white space at its ends: Unicode `White_Space` and U+FEFF.
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Whether a character counts as blank at the ends of a text.
#[must_use]
pub const fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// The length that limits speak of: Unicode code points.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// The length JavaScript speaks of: UTF-16 code units. Only caps on raw input use it.
#[must_use]
pub fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

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
