//! How somebody is shown who has no picture.

use alloc::string::String;

use crate::text;

/// The first letters of the first two words of a name; of one word its first letter. Case is kept,
/// and words are what white space separates.
#[must_use]
pub fn initials(name: &str) -> String {
    let words = name.split(text::is_blank).filter(|word| !word.is_empty());
    words.take(2).filter_map(|word| word.chars().next()).collect()
}

/// The hue of a name's colour in degrees, 0 to 359: the same for the same name. Taken of its UTF-16
/// code units, as pages do.
#[must_use]
pub fn hue(name: &str) -> u32 {
    let hash = name
        .encode_utf16()
        .fold(0_i32, |hash, unit| i32::from(unit).wrapping_add((hash << 5).wrapping_sub(hash)));
    hash.unsigned_abs() % 360
}

/// What somebody is called: the display name, or without one the username.
#[must_use]
pub fn shown_name<'a>(display_name: Option<&'a str>, username: &'a str) -> &'a str {
    display_name.filter(|name| !text::trim(name).is_empty()).unwrap_or(username)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_word_gives_one_letter_and_three_give_two() {
        assert_eq!(initials("Ann"), "A");
        assert_eq!(initials(" ann  lee\tray "), "al");
        assert_eq!(initials("🦊fox 王小明"), "🦊王");
        assert_eq!(initials(" "), "");
    }

    #[test]
    fn without_a_display_name_somebody_goes_by_the_username() {
        assert_eq!(shown_name(Some("Ann"), "ann_1"), "Ann");
        assert_eq!(shown_name(Some(" "), "ann_1"), "ann_1");
        assert_eq!(shown_name(None, "ann_1"), "ann_1");
    }

    proptest! {
        #[test]
        fn a_name_has_at_most_two_initials_and_a_hue(name: String) {
            prop_assert!(initials(&name).chars().count() <= 2);
            prop_assert!(hue(&name) < 360);
        }
    }
}
