//! Which rulebook this is, and how another side's stands to it.
//!
//! A page that was loaded on Monday may talk to a server of Tuesday. Each side knows the
//! [`VERSION`] of its rules, servers tell theirs in the header [`HEADER`], and [`compare`] says
//! what that means.
//!
//! A version reads `2-9f86d081884c7d65.3-60303ae22b998861`: the second generation, which began with
//! that fingerprint, and three additions later this one. What a fingerprint covers (rules, codes
//! with their messages, words, limits, and the answers to a frozen list of probes) stands in
//! `tests/rulebook/register.json`. Whatever changes or goes begins a new generation; what is merely
//! added counts up the additions. A generation has a fingerprint beside its number for the sake of
//! branches: two of them may each begin one of the same number, with different rules.

mod generated;

pub use generated::VERSION;

/// The header in which a server tells its version, in every answer.
pub const HEADER: &str = "x-rules-version";

/// How two rulebooks stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Skew {
    /// One and the same.
    Same,
    /// One generation: what it began with, both answer alike; one of them may know more.
    Compatible,
    /// Other rules: the two may contradict each other.
    Different,
    /// The other side told no version.
    Unknown,
}

impl Skew {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Same, Self::Compatible, Self::Different, Self::Unknown];

    /// The words of the package, in order.
    pub const WORDS: &'static [&'static str] = &["same", "compatible", "different", "unknown"];

    /// The word of the package.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Compatible => "compatible",
            Self::Different => "different",
            Self::Unknown => "unknown",
        }
    }
}

/// How the rulebook whose version is `theirs` stands to that of `ours`, which for most is
/// [`VERSION`].
///
/// Text that is no version is [`Skew::Different`]: some other side wrote it. No text (absent or
/// empty) is [`Skew::Unknown`] and no cause for alarm: older servers, proxies and pages of another
/// origin lose headers, and a reload brings none back.
#[must_use]
pub fn compare(ours: &str, theirs: Option<&str>) -> Skew {
    let theirs = match theirs {
        None | Some("") => return Skew::Unknown,
        Some(theirs) => theirs,
    };
    if ours == theirs {
        return Skew::Same;
    }
    match (generation(ours), generation(theirs)) {
        (Some(ours), Some(theirs)) if ours == theirs => Skew::Compatible,
        _ => Skew::Different,
    }
}

/// The generation of a version: what stands before its point. None for a text that is no version.
///
/// One pass over the bytes, because the pieces of the standard library's that would read nicer take
/// twice as much of the small module.
fn generation(version: &str) -> Option<&[u8]> {
    let (mut end, mut is_print, mut digits) = (0, false, 0);
    for (at, byte) in version.bytes().enumerate() {
        digits = match byte {
            b'0'..=b'9' => digits + 1,
            b'a'..=b'f' if is_print => digits + 1,
            b'-' if !is_print && digits > 0 => {
                is_print = true;
                0
            }
            b'.' if is_print && digits == PRINT_DIGITS && end == 0 => {
                (end, is_print) = (at, false);
                0
            }
            _ => return None,
        };
    }
    let is_whole = end > 0 && is_print && digits == PRINT_DIGITS;
    version.as_bytes().get(..end).filter(|_| is_whole)
}

/// Digits of a fingerprint.
const PRINT_DIGITS: usize = 16;

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;

    const A: &str = "aaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbb";

    #[test]
    fn the_words_are_the_skews() {
        assert!(Skew::ALL.iter().map(|skew| skew.as_str()).eq(Skew::WORDS.iter().copied()));
        assert!(Skew::ALL.iter().map(|skew| *skew as usize).eq(0..4));
    }

    #[test]
    fn our_own_version_is_one() {
        assert!(generation(VERSION).is_some(), "{VERSION}");
        assert_eq!(compare(VERSION, Some(VERSION)), Skew::Same);
        assert_eq!(compare(VERSION, None), Skew::Unknown);
    }

    #[test]
    fn a_generation_is_its_number_and_its_beginning() {
        let ours = format!("2-{A}.0-{A}");
        let told = |theirs: String| compare(&ours, Some(&theirs));
        assert_eq!(told(format!("2-{A}.1-{B}")), Skew::Compatible);
        assert_eq!(told(format!("2-{B}.0-{B}")), Skew::Different);
        assert_eq!(told(format!("3-{A}.0-{A}")), Skew::Different);
        assert_eq!(told(format!("2-{A}.1-{B}.")), Skew::Different);
        assert_eq!(told(format!("2-{A}")), Skew::Different);
        assert_eq!(told(String::new()), Skew::Unknown);
    }

    fn version() -> impl Strategy<Value = String> {
        prop_oneof![
            "[12]-[ab]a{15}\\.[0-9]{1,2}-[ab]{16}",
            "[0-9]{0,2}-?[0-9a-g]{15,17}[.-]?[0-9]{0,2}-?[0-9a-g]{15,17}",
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn a_text_is_the_same_as_itself(text in version()) {
            let wanted = if text.is_empty() { Skew::Unknown } else { Skew::Same };
            prop_assert_eq!(compare(&text, Some(&text)), wanted);
        }

        #[test]
        fn it_does_not_matter_who_asks(one in version(), other in version()) {
            prop_assume!(!one.is_empty() && !other.is_empty());
            prop_assert_eq!(compare(&one, Some(&other)), compare(&other, Some(&one)));
        }

        #[test]
        fn what_is_compatible_with_a_third_is_with_each_other(
            one in version(), middle in version(), other in version(),
        ) {
            let fits = |one: &str, other: &str| {
                matches!(compare(one, Some(other)), Skew::Same | Skew::Compatible)
            };
            if fits(&one, &middle) && fits(&middle, &other) {
                prop_assert!(fits(&one, &other));
            }
        }
    }
}
