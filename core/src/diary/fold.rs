//! Looking for words whatever their case.

use alloc::string::String;

/// Whether a text holds another, no matter in which case. Case is known of Latin letters (accents
/// included, up to U+017F, and full-width ones), Greek and Cyrillic; the tables for all scripts
/// would weigh more than every rule of the diary.
pub(super) fn contains(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (folded(text), folded(wanted));
    wanted.is_empty()
        || text.as_bytes().windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

fn folded(text: &str) -> String {
    text.chars().map(lower).collect()
}

const fn lower(c: char) -> char {
    let ahead = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' | 'Ａ'..='Ｚ' => {
            32
        }
        'Ā'..='į' | 'Ĳ'..='ķ' | 'Ŋ'..='ŷ' if (c as u32).is_multiple_of(2) && c != 'İ' => 1,
        'Ĺ'..='ň' | 'Ź'..='ž' if !(c as u32).is_multiple_of(2) => 1,
        'Ѐ'..='Џ' => 80,
        'Ά' => 38,
        'Έ'..='Ί' => 37,
        'Ό' => 64,
        'Ύ' | 'Ώ' => 63,
        'Ÿ' => return 'ÿ',
        'ς' => return 'σ',
        _ => 0,
    };
    match char::from_u32(c as u32 + ahead) {
        Some(lower) => lower,
        None => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_is_what_the_standard_library_says_of_these_letters() {
        let known = ('\0'..='\u{17f}').chain('\u{386}'..='\u{3ce}').chain('\u{400}'..='\u{45f}');
        for c in known.chain('\u{ff21}'..='\u{ff5a}') {
            let mut full = c.to_lowercase();
            let one = full.next().filter(|_| full.next().is_none());
            let expected = if c == 'ς' { 'σ' } else { one.unwrap_or(c) };
            assert_eq!(lower(c), expected, "{c}");
        }
    }

    #[test]
    fn words_are_found_in_any_case() {
        assert!(contains("Über ΑΘΗΝΑΣ", "θηνας"));
        assert!(contains("ÜBER", "über") && contains("王小明", "小") && contains("x", ""));
        assert!(!contains("x", "xx") && !contains("", "x") && !contains("小", "王"));
    }

    proptest! {
        #[test]
        fn every_part_of_a_text_is_found(before: String, wanted: String, after: String) {
            let text = [before.as_str(), wanted.as_str(), after.as_str()].concat();
            prop_assert!(contains(&text, &wanted));
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
        }
    }
}
