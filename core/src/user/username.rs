//! Usernames: 3 to 30 of `a` to `z`, `0` to `9` and `_`.

use alloc::string::String;

use crate::code::Code;
use crate::facts::Facts;
use crate::problem::{Field, Params};
use crate::text;

/// The shortest username, in code points.
pub const USERNAME_MIN_LENGTH: u32 = 3;
/// The longest username, in code points.
pub const USERNAME_MAX_LENGTH: u32 = 30;
/// How often a host draws another ending when a made-up username is taken.
pub const USERNAME_ATTEMPTS: u32 = 10;

/// Code points that a made-up username takes from an address; an ending fits behind them.
const BASE_MAX_LENGTH: usize = 25;
/// Characters of an ending.
const ENDING_LENGTH: u32 = 4;
const ENDING: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// Reads the `username` that somebody wants, in lower case. It is not trimmed: blanks at its ends,
/// a line break among them, are characters that it must not hold.
///
/// Notes, each at `username`: `MISSING` for an absent or blank one, `WRONG_TYPE`, `INVALID_TEXT`,
/// `TOO_LONG`, `TOO_SHORT`, `INVALID_USERNAME`.
pub fn read_username(facts: &mut Facts<'_>) -> String {
    let field = Field::Username;
    let Some(trimmed) = facts.right(|facts| facts.text(field, USERNAME_MAX_LENGTH)) else {
        return String::new();
    };
    let username = facts.word(field);
    if text::length(trimmed) < USERNAME_MIN_LENGTH as usize {
        facts.note_with(field, Code::TooShort, Params::Min(USERNAME_MIN_LENGTH));
    }
    if !username.bytes().all(may_hold) {
        facts.note(field, Code::InvalidUsername);
    }
    username.to_ascii_lowercase()
}

/// What is left of a text while it is typed: in lower case, without what a username cannot hold,
/// and no longer than one can be. The second is whether it is long enough.
#[must_use]
pub fn filter(typed: &str) -> (String, bool) {
    let username = kept(typed, USERNAME_MAX_LENGTH as usize);
    let is_long_enough = username.len() >= USERNAME_MIN_LENGTH as usize;
    (username, is_long_enough)
}

/// The username that is tried for a new account, made of the part of an address before the first
/// `@`: on attempt 0 that alone, on each of [`USERNAME_ATTEMPTS`] others with an ending of four
/// characters, drawn from `seed`, which is random and the host's. None once they are used up.
///
/// Letters outside ASCII are dropped, so that it is a username as any other.
#[must_use]
pub fn candidate(email: &str, attempt: u32, seed: u32) -> Option<String> {
    if attempt > USERNAME_ATTEMPTS {
        return None;
    }
    let local = email.split('@').next().unwrap_or_default();
    let mut username = kept(local, BASE_MAX_LENGTH);
    if username.len() < USERNAME_MIN_LENGTH as usize {
        username.push_str("user");
    }
    if attempt > 0 {
        username.push('_');
        let base = ENDING.len() as u32;
        for place in (0..ENDING_LENGTH).rev() {
            let digit = seed / base.pow(place) % base;
            username.extend(ENDING.get(digit as usize).map(|byte| char::from(*byte)));
        }
    }
    Some(username)
}

fn kept(text: &str, most: usize) -> String {
    let bytes = text.bytes().filter(|byte| may_hold(*byte)).take(most);
    bytes.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

const fn may_hold(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    fn is_username(text: &str) -> bool {
        (3..=30).contains(&text.len())
            && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    }

    #[test]
    fn an_address_makes_a_username() {
        let first = |email| candidate(email, 0, 0).unwrap();
        assert_eq!(first("john.doe@example.com"), "johndoe");
        assert_eq!(first("ab@example.com"), "abuser");
        assert_eq!(first("john+test@example.com"), "johntest");
        assert_eq!(first(""), "user");
        assert_eq!(candidate("abc@x", 1, 0), Some("abc_aaaa".to_string()));
        assert_eq!(candidate("abc@x", 10, 36 * 36 * 36 + 35), Some("abc_baa9".to_string()));
        assert_eq!(candidate("abc@x", 11, 0), None);
    }

    proptest! {
        #[test]
        fn what_is_made_up_is_a_username(email: String, attempt in 0..=10_u32, seed: u32) {
            let username = candidate(&email, attempt, seed).unwrap();
            prop_assert!(is_username(&username), "{username}");
        }

        #[test]
        fn filtering_leaves_what_a_username_can_be_and_nothing_else(typed: String) {
            let (username, is_long_enough) = filter(&typed);
            prop_assert_eq!(is_long_enough, is_username(&username));
            prop_assert_eq!(filter(&username).0, username);
        }

        #[test]
        fn endings_differ_as_long_as_seeds_do(one in 0..1_679_616_u32, other in 0..1_679_616_u32) {
            let same = candidate("a", 1, one) == candidate("a", 1, other);
            prop_assert_eq!(same, one == other);
        }
    }
}
