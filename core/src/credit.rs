//! Credits: what an account begins with, and when its week turns.

use crate::time::Timestamp;

/// Credits of a new account.
pub const STARTING_CREDITS: u32 = 2;
/// The tier of a new account.
pub const STARTING_TIER: &str = "free";
/// Days from one refresh to the next.
pub const CYCLE_DAYS: i64 = 7;

const DAY_MICROS: i64 = 86_400 * 1_000_000;

/// The first instant of the UTC day that a cycle begins on.
#[must_use]
pub const fn cycle_start(now: Timestamp) -> Timestamp {
    let micros = now.unix_micros();
    Timestamp::from_unix_micros(micros.saturating_sub(micros.rem_euclid(DAY_MICROS)))
}

/// When the credits are refreshed next: seven days after the cycle's day, at midnight UTC.
#[must_use]
pub const fn next_refresh(cycle: Timestamp) -> Timestamp {
    cycle_start(cycle).plus_millis(CYCLE_DAYS * 86_400_000)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn credits_are_refreshed_a_week_later_at_midnight() {
        let next = |text| next_refresh(Timestamp::parse(text).unwrap()).to_string();
        assert_eq!(next("2026-05-01T23:59:59.999999Z"), "2026-05-08T00:00:00Z");
        assert_eq!(next("2026-12-28T00:00:00Z"), "2027-01-04T00:00:00Z");
        assert_eq!(next("1969-12-31T12:00:00Z"), "1970-01-07T00:00:00Z");
    }
}
