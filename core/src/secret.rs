//! How strong a secret must be that this project signs with. Nothing here repeats a secret.

use alloc::vec::Vec;

use crate::code::Code;
use crate::problem::{Field, Params, Path, Problem};
use crate::text;
use crate::words::word_set;

/// The fewest characters of a secret, in code points.
pub const SECRET_MIN_LENGTH: u32 = 50;

/// What stands in secrets that nobody replaced, in lower case.
const PLACEHOLDERS: &[&str] = &[
    "django-insecure",
    "change-this",
    "your-secret-key",
    "example",
    "test-key",
    "secret-key-here",
    "replace-me",
    "changeme",
    "devpassword",
    "test_secret",
];
/// What is one only as the whole.
const WHOLE_PLACEHOLDER: &str = "secret";

word_set! {
    /// What is odd about a secret that is taken nevertheless.
    SecretWarning {
        /// It is one character again and again.
        RepeatedCharacter "repeated_character",
    }
}

/// Whether a text is, or holds, what nobody replaced. Letters are compared without case.
#[must_use]
pub fn is_placeholder(secret: &str) -> bool {
    let holds = |placeholder: &&str| text::contains_ignoring_case(secret, placeholder);
    PLACEHOLDERS.iter().any(holds) || secret.eq_ignore_ascii_case(WHOLE_PLACEHOLDER)
}

/// Judges a secret: everything that is wrong with it, or what is odd about it. Letters are compared
/// without case, lengths are counted in characters.
///
/// # Errors
/// `SECRET_PLACEHOLDER` and `TOO_SHORT` at `secret`.
pub fn judge(secret: &str) -> Result<Option<SecretWarning>, Vec<Problem>> {
    let mut problems = Vec::new();
    let path = Path::of(Field::Secret);
    if is_placeholder(secret) {
        problems.push(Problem::at(Code::SecretPlaceholder, path));
    }
    if text::length(secret) < SECRET_MIN_LENGTH as usize {
        problems.push(Problem::at(Code::TooShort, path).with(Params::Min(SECRET_MIN_LENGTH)));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut rest = secret.chars();
    let first = rest.next();
    let is_repeated = rest.all(|c| Some(c) == first);
    Ok(is_repeated.then_some(SecretWarning::RepeatedCharacter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = "k7Qz9vX2mN4pL8rT1wY6sB3dF5gH0jC_k7Qz9vX2mN4pL8rT1w";

    fn codes(secret: &str) -> Vec<Code> {
        judge(secret).map_or_else(|all| all.iter().map(Problem::code).collect(), |_| Vec::new())
    }

    #[test]
    fn fifty_characters_are_enough_and_forty_nine_are_not() {
        assert_eq!(text::length(GOOD), 50);
        assert_eq!(judge(GOOD), Ok(None));
        assert_eq!(codes(GOOD.get(1..).unwrap()), [Code::TooShort]);
        // Characters and not bytes.
        assert_eq!(codes(&"é".repeat(49)), [Code::TooShort]);
        assert_eq!(judge(&"é".repeat(50)), Ok(Some(SecretWarning::RepeatedCharacter)));
    }

    #[test]
    fn each_placeholder_is_found_in_any_case_at_any_place() {
        for placeholder in PLACEHOLDERS {
            let upper = placeholder.to_ascii_uppercase();
            for secret in [
                alloc::format!("{upper}{GOOD}"),
                alloc::format!("{GOOD}{placeholder}"),
                alloc::format!("{GOOD}{upper}{GOOD}"),
            ] {
                assert_eq!(codes(&secret), [Code::SecretPlaceholder], "{placeholder}");
            }
            assert_eq!(codes(placeholder), [Code::SecretPlaceholder, Code::TooShort]);
        }
        assert_eq!(codes("Secret"), [Code::SecretPlaceholder, Code::TooShort]);
        assert_eq!(judge(&alloc::format!("secret{GOOD}")), Ok(None));
    }

    proptest! {
        #[test]
        fn no_message_repeats_the_secret(secret in "[a-zA-Z0-9]{6,60}") {
            for problem in judge(&secret).err().unwrap_or_default() {
                prop_assert!(!problem.message().contains(&secret));
            }
        }

        #[test]
        fn one_more_character_never_makes_a_secret_too_short(secret in "\\PC{40,60}", more: char) {
            let longer = alloc::format!("{secret}{more}");
            let is_short = |secret: &str| codes(secret).contains(&Code::TooShort);
            prop_assert!(is_short(&secret) || !is_short(&longer));
        }
    }
}
