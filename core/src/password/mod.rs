//! What a password must be like. Nothing here repeats a password.
//!
//! The classes are those of ASCII: a letter with an accent, a space or an emoji is special, as is
//! whatever else is no letter and no digit of ASCII. A password is judged as it stands, untrimmed.

mod common;

use alloc::vec::Vec;

use crate::code::Code;
use crate::problem::{Field, Params, Path, Problem};
use crate::text;

pub use common::COMMON_PASSWORDS;

/// The fewest characters of a password, in code points.
pub const PASSWORD_MIN_LENGTH: u32 = 8;
/// The most bytes of a password: more only keep the server busy.
pub const PASSWORD_MAX_BYTES: u32 = 1_024;

/// The refusal of a password that has too many bytes.
#[must_use]
pub const fn too_long() -> Problem {
    let path = Path::of(Field::Password);
    Problem::at(Code::PasswordTooLong, path).with(Params::Max(PASSWORD_MAX_BYTES))
}

/// Whether a password may be chosen.
///
/// # Errors
/// Everything that is wrong with it, at `password`: `TOO_SHORT`, `PASSWORD_NEEDS_UPPER`,
/// `PASSWORD_NEEDS_LOWER`, `PASSWORD_NEEDS_DIGIT`, `PASSWORD_NEEDS_SPECIAL`, `PASSWORD_COMMON`; or
/// `PASSWORD_TOO_LONG` alone, since such a one is not looked at.
pub fn check(password: &str) -> Result<(), Vec<Problem>> {
    if password.len() > PASSWORD_MAX_BYTES as usize {
        return Err([too_long()].into());
    }
    let has = |class: fn(&u8) -> bool| password.as_bytes().iter().any(class);
    let is_common = COMMON_PASSWORDS.iter().any(|common| password.eq_ignore_ascii_case(common));
    let wrong = [
        (text::length(password) < PASSWORD_MIN_LENGTH as usize, Code::TooShort),
        (!has(u8::is_ascii_uppercase), Code::PasswordNeedsUpper),
        (!has(u8::is_ascii_lowercase), Code::PasswordNeedsLower),
        (!has(u8::is_ascii_digit), Code::PasswordNeedsDigit),
        (!has(|byte| !byte.is_ascii_alphanumeric()), Code::PasswordNeedsSpecial),
        (is_common, Code::PasswordCommon),
    ];
    let told = |code| match code {
        Code::TooShort => {
            Problem::at(code, Path::of(Field::Password)).with(Params::Min(PASSWORD_MIN_LENGTH))
        }
        _ => Problem::at(code, Path::of(Field::Password)),
    };
    let problems: Vec<_> =
        wrong.into_iter().filter(|(is_so, _)| *is_so).map(|(_, code)| told(code)).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(password: &str) -> Vec<Code> {
        check(password).err().unwrap_or_default().iter().map(Problem::code).collect()
    }

    #[test]
    fn the_common_ones_are_a_short_list_that_the_classes_would_let_pass_or_nearly() {
        assert!(COMMON_PASSWORDS.len() <= 100);
        for (at, common) in COMMON_PASSWORDS.iter().enumerate() {
            assert_eq!(*common, common.to_ascii_lowercase());
            assert!(!COMMON_PASSWORDS.iter().take(at).any(|known| known == common), "{common}");
            let (first, rest) = common.split_at(1);
            let given = format!("{first}{}", rest.to_ascii_uppercase());
            let codes = codes(&given);
            assert!(codes.contains(&Code::PasswordCommon), "{common}");
            assert!(codes.len() <= 3, "{common} {codes:?}");
        }
    }

    #[test]
    fn a_password_of_1024_bytes_is_looked_at() {
        let long = |bytes: usize| alloc::format!("Aa1{}", "!".repeat(bytes - 3));
        assert_eq!(codes(&long(1_024)), []);
        assert_eq!(codes(&long(1_025)), [Code::PasswordTooLong]);
        assert_eq!(too_long().params(), Params::Max(1_024));
    }

    proptest! {
        #[test]
        fn every_missing_class_is_told_and_nothing_else(
            upper: bool, lower: bool, digit: bool, special: bool,
        ) {
            let parts = [(upper, "QX"), (lower, "zw"), (digit, "47"), (special, "~é")];
            let kept: alloc::string::String =
                parts.iter().filter(|(is_in, _)| *is_in).map(|(_, part)| *part).collect();
            prop_assume!(!kept.is_empty());
            let codes = codes(&kept.repeat(8));
            let wanted = [
                (upper, Code::PasswordNeedsUpper),
                (lower, Code::PasswordNeedsLower),
                (digit, Code::PasswordNeedsDigit),
                (special, Code::PasswordNeedsSpecial),
            ];
            let wanted: Vec<_> =
                wanted.into_iter().filter(|(is_in, _)| !is_in).map(|(_, code)| code).collect();
            prop_assert_eq!(codes, wanted);
        }

        #[test]
        fn no_message_repeats_the_password(password in "[a-z0-9]{12,20}") {
            for problem in check(&password).err().unwrap_or_default() {
                prop_assert!(!problem.message().contains(&password));
            }
        }
    }
}
