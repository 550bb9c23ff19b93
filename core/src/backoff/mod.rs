//! Back-off: how long to wait before trying again, and what is worth trying again at all.
//!
//! Attempts are counted from 0, and the delay of an attempt is what to wait after it failed. There
//! is none after the last one. Delays are whole milliseconds and saturate at about 49 days.

mod retry;

use crate::words::word_set;

pub use retry::{Failure, FailureKind, is_worth_retrying};

/// How delays grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delays<'a> {
    /// Milliseconds by attempt; beyond the table its last entry, and none from an empty one.
    Table(&'a [u32]),
    /// By a factor from attempt to attempt.
    Exponential(Exponential),
}

/// Delays that grow by a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exponential {
    /// The first delay, in milliseconds.
    pub base_ms: u32,
    /// How many times as long the next one is.
    pub factor: u32,
    /// The longest delay, in milliseconds.
    pub cap_ms: u32,
}

/// When to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff<'a> {
    /// How delays grow.
    pub delays: Delays<'a>,
    /// How many attempts there are; none for as many as it takes.
    pub attempts: Option<u32>,
}

impl Backoff<'static> {
    /// Connecting to Redis at start. The third delay is for a fourth attempt, which is not made.
    pub const REDIS_START: Self = Self::table(&[1_000, 2_000, 4_000], 3);
    /// Connecting to the database at start.
    pub const DATABASE_START: Self = Self::table(&[2_000, 4_000, 8_000, 16_000], 5);
    /// A transaction that lost against another one.
    pub const SERIALIZATION: Self = Self::table(&[100, 200], 3);
    /// What is loaded at start.
    pub const START_LOAD: Self = Self::table(&[1_000, 2_000, 4_000], 4);
    /// A run of a scheduled job that went wrong in part or altogether.
    pub const JOB: Self = Self::table(&[60_000], 4);

    const fn table(delays: &'static [u32], attempts: u32) -> Self {
        Self { delays: Delays::Table(delays), attempts: Some(attempts) }
    }
}

word_set! {
    /// A schedule that has a name.
    BackoffSchedule {
        /// [`Backoff::REDIS_START`]
        RedisStart "redis_start",
        /// [`Backoff::DATABASE_START`]
        DatabaseStart "database_start",
        /// [`Backoff::SERIALIZATION`]
        Serialization "serialization",
        /// [`Backoff::START_LOAD`]
        StartLoad "start_load",
    }
}

impl BackoffSchedule {
    /// When to try again by it.
    #[must_use]
    pub const fn backoff(self) -> Backoff<'static> {
        match self {
            Self::RedisStart => Backoff::REDIS_START,
            Self::DatabaseStart => Backoff::DATABASE_START,
            Self::Serialization => Backoff::SERIALIZATION,
            Self::StartLoad => Backoff::START_LOAD,
        }
    }
}

impl Delays<'_> {
    /// Milliseconds after an attempt, were it not the last.
    #[must_use]
    pub fn after(self, attempt: u32) -> Option<u32> {
        match self {
            Self::Table(delays) => delays.get(attempt as usize).or(delays.last()).copied(),
            Self::Exponential(Exponential { base_ms, factor, cap_ms }) => {
                Some(base_ms.saturating_mul(factor.saturating_pow(attempt)).min(cap_ms))
            }
        }
    }
}

impl Backoff<'_> {
    /// Milliseconds to wait after an attempt has failed; none when it was the last.
    #[must_use]
    pub fn delay_ms(self, attempt: u32) -> Option<u32> {
        if self.attempts.is_some_and(|attempts| attempt >= attempts.saturating_sub(1)) {
            return None;
        }
        self.delays.after(attempt)
    }
}

/// A delay made shorter by chance: by nothing at `random` 0, and by all but the last thousandth of
/// a second of `percent` of it at the largest `random`. 100 is known as full jitter. Never longer,
/// and never nothing unless the delay was; more than 100 percent count as 100.
#[must_use]
pub const fn jitter(delay_ms: u32, percent: u32, random: u32) -> u32 {
    let percent = if percent > 100 { 100 } else { percent };
    // Below the delay, since the random number is below 2^32.
    let off = (delay_ms as u64 * random as u64) >> 32;
    delay_ms - (off * percent as u64 / 100) as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn waits(backoff: Backoff<'_>) -> alloc::vec::Vec<u32> {
        (0..10).map_while(|attempt| backoff.delay_ms(attempt)).collect()
    }

    #[test]
    fn each_schedule_waits_between_its_attempts_only() {
        assert_eq!(waits(Backoff::REDIS_START), [1_000, 2_000]);
        assert_eq!(waits(Backoff::DATABASE_START), [2_000, 4_000, 8_000, 16_000]);
        assert_eq!(waits(Backoff::SERIALIZATION), [100, 200]);
        assert_eq!(waits(Backoff::START_LOAD), [1_000, 2_000, 4_000]);
        assert_eq!(waits(Backoff::JOB), [60_000; 3]);
        for schedule in BackoffSchedule::ALL {
            let backoff = schedule.backoff();
            let count = waits(backoff).len() + 1;
            assert_eq!(backoff.attempts, u32::try_from(count).ok());
        }
    }

    #[test]
    fn one_attempt_or_none_waits_for_nothing() {
        for attempts in [0, 1] {
            assert!(waits(Backoff { attempts: Some(attempts), ..Backoff::REDIS_START }).is_empty());
        }
    }

    #[test]
    fn jitter_takes_its_share_and_leaves_a_millisecond() {
        assert_eq!(jitter(1_000, 100, 0), 1_000);
        assert_eq!(jitter(1_000, 100, 1 << 31), 500);
        assert_eq!(jitter(1_000, 100, u32::MAX), 1);
        assert_eq!(jitter(1_000, 10, u32::MAX), 901);
        assert_eq!(jitter(1_000, 0, u32::MAX), 1_000);
        assert_eq!(jitter(u32::MAX, 1_000, u32::MAX), 1);
    }

    proptest! {
        #[test]
        fn delays_never_shrink_and_never_pass_the_cap(
            base_ms: u32, factor in 1_u32.., cap_ms: u32, attempt: u32,
        ) {
            let delays = Delays::Exponential(Exponential { base_ms, factor, cap_ms });
            let (now, next) = (delays.after(attempt), delays.after(attempt.saturating_add(1)));
            prop_assert!(now <= next && next <= Some(cap_ms));
            prop_assert_eq!(delays.after(0), Some(base_ms.min(cap_ms)));
        }

        #[test]
        fn until_the_cap_each_delay_is_the_factor_times_the_one_before(
            base_ms in 0_u32..1_000, factor in 0_u32..6, attempt in 0_u32..6,
        ) {
            let delays = Delays::Exponential(Exponential { base_ms, factor, cap_ms: u32::MAX });
            let before = delays.after(attempt).unwrap();
            prop_assert_eq!(delays.after(attempt + 1), Some(before * factor));
        }

        #[test]
        fn jitter_stays_within_its_share(delay_ms: u32, percent in 0_u32..=100, random: u32) {
            let left = jitter(delay_ms, percent, random);
            prop_assert!(left <= delay_ms && (left > 0 || delay_ms == 0));
            let least = u64::from(delay_ms) * u64::from(100 - percent) / 100;
            prop_assert!(u64::from(left) >= least);
            prop_assert!(jitter(delay_ms, percent, random / 2) >= left);
        }
    }
}
