//! The ban that red ratings bring.

use crate::credit::CreditTier;
use crate::decimal::Hundredths;
use crate::rating::RatingValue;
use crate::time::Timestamp;
use crate::time::units::{DAY_MILLIS, HOUR_MILLIS};

/// Days in which red ratings add up.
pub const FLAG_WINDOW_DAYS: i64 = 7;
/// Hours that a ban lasts.
pub const BAN_DURATION_HOURS: i64 = 48;
/// Credits that a ban costs, as far as there are any.
pub const PENALTY_CREDIT_DEDUCTION: u32 = 1;
/// The weight of red ratings that bans who pays.
pub const PAID_USER_BAN_THRESHOLD: Hundredths = Hundredths(300);
/// The weight of red ratings that bans who does not.
pub const FREE_USER_BAN_THRESHOLD: Hundredths = Hundredths(150);

/// A rating with what it counts towards a ban.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightedRating {
    /// What it says; only red counts.
    pub value: RatingValue,
    /// When it was given.
    pub created_at: Timestamp,
    /// The rater's reporting power at that time.
    pub weight: Hundredths,
}

/// What a ban is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penalty {
    /// When it ends. It takes the place of an earlier ban.
    pub banned_until: Timestamp,
    /// Credits that are taken: 1, or 0 from an empty balance.
    pub deducted: u32,
}

/// The penalty of somebody who has just received a red rating, `ratings` being all they received;
/// none while red ratings of the last seven days weigh less than the threshold. The window's first
/// instant and the threshold itself are inside. Red ratings that brought a ban keep counting
/// until they leave the window.
#[must_use]
pub fn penalty(
    tier: CreditTier,
    credits_remaining: u32,
    ratings: &[WeightedRating],
    now: Timestamp,
) -> Option<Penalty> {
    let since = now.plus_millis(-FLAG_WINDOW_DAYS * DAY_MILLIS);
    let reds = ratings
        .iter()
        .filter(|rating| rating.value == RatingValue::Red && rating.created_at >= since);
    let weight = reds.fold(0_u32, |sum, rating| sum.saturating_add(rating.weight.0));
    let threshold = if tier.is_paid() { PAID_USER_BAN_THRESHOLD } else { FREE_USER_BAN_THRESHOLD };
    (weight >= threshold.0).then(|| Penalty {
        banned_until: now.plus_millis(BAN_DURATION_HOURS * HOUR_MILLIS),
        deducted: credits_remaining.min(PENALTY_CREDIT_DEDUCTION),
    })
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_further_red_rating_never_lifts_a_ban(
            reds in proptest::collection::vec((0_i64..9, 0_u32..3), 0..9), balance: u32, paid: bool,
        ) {
            let now = Timestamp::from_unix_millis(1_777_627_800_000);
            let tier = if paid { CreditTier::Pro } else { CreditTier::Free };
            let red = |(days, half): (i64, u32)| WeightedRating {
                value: RatingValue::Red,
                created_at: now.plus_millis(-days * DAY_MILLIS),
                weight: Hundredths(half * 50),
            };
            let reds: Vec<_> = reds.into_iter().map(red).collect();
            let mut was_banned = false;
            for end in 0..=reds.len() {
                let penalty = penalty(tier, balance, &reds[..end], now);
                prop_assert!(penalty.is_some() || !was_banned);
                was_banned = penalty.is_some();
                if let Some(penalty) = penalty {
                    prop_assert!(penalty.deducted <= balance && penalty.deducted <= 1);
                    prop_assert!(penalty.banned_until > now);
                }
            }
        }
    }
}
