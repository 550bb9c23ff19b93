//! The score: the share of green among received ratings, newer ones and those of reliable raters
//! weighing more.
//!
//! A rating's age halves its weight every thirty days. That power comes from `libm`, not from the
//! platform, whose last bit differs from one to the next, and is made a whole number at once: 10^15
//! for a rating of this instant. All that follows is exact, so every side gets the same two digits.

use crate::decimal::{Hundredths, divide_half_up_wide};
use crate::rating::RatingValue;
use crate::time::Timestamp;
use crate::time::units::{DAY_MICROS, DAY_MILLIS};

/// Days in which the weight of a rating halves.
pub const RELIABILITY_HALF_LIFE_DAYS: i64 = 30;
/// Days after which a rating counts no more.
pub const RELIABILITY_HORIZON_DAYS: i64 = 180;
/// Ratings from which on a score speaks for itself.
pub const NEW_USER_THRESHOLD: u32 = 5;

/// A rating that somebody received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedRating {
    /// What it says; a skip says nothing.
    pub value: RatingValue,
    /// When it was given.
    pub created_at: Timestamp,
    /// The rater's own score at that time, 100.00 at most; none counts as 100.00, and 0.00 as 0.00.
    pub rater_reliability: Option<Hundredths>,
}

/// What ratings come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// 0.00 to 100.00.
    pub score: Hundredths,
    /// Green and red ratings that are no older than the horizon; those of a rater whom nothing is
    /// believed are among them.
    pub count: u32,
}

/// The first instant at which a rating was given that still counts: a host need not fetch any
/// from before.
#[must_use]
pub const fn horizon(now: Timestamp) -> Timestamp {
    now.plus_millis(-RELIABILITY_HORIZON_DAYS * DAY_MILLIS)
}

/// The score of these ratings: 100.00 without any, or when none of them weighs anything.
///
/// Below [`NEW_USER_THRESHOLD`] ratings the ones that are missing count as 100.00. A rating that
/// is exactly [`RELIABILITY_HORIZON_DAYS`] old counts, and one of the future weighs as one of now.
#[must_use]
pub fn score(ratings: &[ReceivedRating], now: Timestamp) -> Score {
    let since = horizon(now);
    let (mut count, mut green, mut all) = (0_u32, 0_u128, 0_u128);
    for rating in ratings {
        if rating.value == RatingValue::Skip || rating.created_at < since {
            continue;
        }
        count = count.saturating_add(1);
        let weight = weight(rating, now);
        all = all.saturating_add(weight);
        if rating.value == RatingValue::Green {
            green = green.saturating_add(weight);
        }
    }
    Score { score: share(count, green, all), count }
}

/// The share of green, in one division, with what is missing of five ratings counted as full.
fn share(count: u32, green: u128, all: u128) -> Hundredths {
    const FULL: u128 = Hundredths::ONE_HUNDRED.0 as u128;
    if all == 0 {
        return Hundredths::ONE_HUNDRED;
    }
    let five = u128::from(NEW_USER_THRESHOLD);
    let count = u128::from(count).min(five);
    let sum = green.saturating_mul(count).saturating_add(all.saturating_mul(five - count));
    let hundredths = divide_half_up_wide(sum.saturating_mul(FULL), all.saturating_mul(five));
    Hundredths(u32::try_from(hundredths).unwrap_or(Hundredths::ONE_HUNDRED.0))
}

/// At most 10^19.
fn weight(rating: &ReceivedRating, now: Timestamp) -> u128 {
    let full = Hundredths::ONE_HUNDRED;
    let reliability = rating.rater_reliability.unwrap_or(full).min(full);
    u128::from(decay(rating.created_at, now)) * u128::from(reliability.0)
}

/// What age leaves of a rating, in parts of 10^15.
fn decay(created_at: Timestamp, now: Timestamp) -> u64 {
    const HALF_LIFE_MICROS: i64 = RELIABILITY_HALF_LIFE_DAYS * DAY_MICROS;
    let age = now.unix_micros().saturating_sub(created_at.unix_micros()).max(0);
    let half_lives = age as f64 / HALF_LIFE_MICROS as f64;
    libm::round(libm::pow(0.5, half_lives) * 1e15) as u64
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
