//! Requests that may arrive twice: what a key, and what is known of it, make of one.
//!
//! A client sends a key of its own making with whatever moves something. A replay (the same key
//! with the same body) gets the first answer; it moves nothing, counts nothing and is judged by no
//! further rule, so it succeeds even where a second request would be refused. Keys are kept for a
//! user and a route, and live for a day.

use crate::code::Code;
use crate::id::Uuid;
use crate::problem::{Field, Path, Problem};
use crate::time::Timestamp;
use crate::time::units::HOUR_MILLIS;
use crate::words::word_set;

/// Hours that a key lives for.
pub const IDEMPOTENCY_HOURS: i64 = 24;
/// The longest hash of a body, in code points.
pub const BODY_HASH_MAX_LENGTH: u32 = 128;

/// What is known of a key from an earlier request of the same user to the same route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored<'a> {
    /// The key.
    pub key: Uuid,
    /// A hash of the body that came with it, in whatever form the host keeps.
    pub body_hash: &'a str,
    /// When that was.
    pub stored_at: Timestamp,
}

word_set! {
    /// What a request is.
    Attempt {
        /// To be done, and its answer to be kept with the key if it has one.
        First "first",
        /// Done already: answered with what was kept, and nothing else.
        Replay "replay",
    }
}

/// Reads a key: a UUID in the 8-4-4-4-12 form, any case, not nil.
///
/// # Errors
/// `IDEMPOTENCY_KEY_INVALID` at `key`.
pub fn parse_key(text: &str) -> Result<Uuid, Problem> {
    Uuid::parse(text).ok_or(Problem::at(Code::IdempotencyKeyInvalid, Path::of(Field::Key)))
}

/// Whether a key that was stored then is still known now. At 24 hours it is forgotten.
#[must_use]
pub fn is_alive(stored_at: Timestamp, now: Timestamp) -> bool {
    now < stored_at.plus_millis(IDEMPOTENCY_HOURS * HOUR_MILLIS)
}

/// The latest instant of storing a key that is forgotten by now. For queries over many keys.
#[must_use]
pub const fn latest_forgotten(now: Timestamp) -> Timestamp {
    now.plus_millis(-IDEMPOTENCY_HOURS * 3_600_000)
}

/// What a request is. One without a key is always the first.
///
/// # Errors
/// `IDEMPOTENCY_KEY_REUSED` at `key` when it came with another body before.
pub fn judge(
    key: Option<Uuid>,
    body_hash: &str,
    stored: Option<Stored<'_>>,
    now: Timestamp,
) -> Result<Attempt, Problem> {
    let known = stored.filter(|stored| Some(stored.key) == key && is_alive(stored.stored_at, now));
    match known {
        None => Ok(Attempt::First),
        Some(stored) if stored.body_hash == body_hash => Ok(Attempt::Replay),
        Some(_) => Err(Problem::at(Code::IdempotencyKeyReused, Path::of(Field::Key))),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_query_finds_exactly_the_keys_that_are_forgotten(
            stored in -1_i64 << 60..1 << 60, later in 0..1_i64 << 40,
        ) {
            let now = Timestamp::from_unix_micros(stored + later);
            let stored = Timestamp::from_unix_micros(stored);
            prop_assert_eq!(!is_alive(stored, now), stored <= latest_forgotten(now));
        }

        #[test]
        fn of_equal_requests_within_a_day_exactly_one_is_done(
            ages in proptest::collection::vec(0_i64..24 * HOUR_MILLIS, 1..9),
        ) {
            let key = Uuid::from_bytes([7; 16]);
            let mut times: Vec<_> = ages.into_iter().map(Timestamp::from_unix_millis).collect();
            times.sort_unstable();
            let (mut stored, mut done) = (None, 0);
            for now in times {
                if judge(key, "a", stored, now) == Ok(Attempt::First) {
                    stored = key.map(|key| Stored { key, body_hash: "a", stored_at: now });
                    done += 1;
                }
                prop_assert!(judge(key, "b", stored, now).is_err());
            }
            prop_assert_eq!(done, 1);
        }
    }
}
