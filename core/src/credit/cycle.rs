//! The week of an account: when it turns, and what that brings.

use crate::time::Timestamp;
use crate::time::units::DAY_MILLIS;

use super::balance::Change;
use super::tier::CreditTier;

/// Days from one refresh to the next.
pub const CYCLE_DAYS: i64 = 7;

/// The first instant of the UTC day that a cycle begins on.
#[must_use]
pub const fn cycle_start(now: Timestamp) -> Timestamp {
    now.day_start()
}

/// When the credits are refreshed next: seven days after the cycle's day, at midnight UTC.
#[must_use]
pub const fn next_refresh(cycle: Timestamp) -> Timestamp {
    cycle_start(cycle).plus_millis(CYCLE_DAYS * DAY_MILLIS)
}

/// The first cycle start whose refresh is not due yet. For queries over many accounts.
#[must_use]
pub const fn first_not_due(now: Timestamp) -> Timestamp {
    cycle_start(now).plus_millis(-(CYCLE_DAYS - 1) * 86_400_000)
}

/// What a refresh does to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refresh {
    /// The balance, and what the ledger logs; 0 for a balance that stood at the cap.
    pub change: Change,
    /// The day on which the next cycle begins: the day of the refresh.
    pub cycle_start: Timestamp,
    /// Credits given away in the new cycle: none.
    pub gifts_sent_this_week: u32,
}

/// Refreshes an account whose week is over: none before [`next_refresh`].
///
/// The week's allowance comes on top of what is left, no further than to the tier's cap; a balance
/// that gifts or refunds lifted above the cap stays as it is. The new cycle begins today, so after
/// a late refresh the weeks count from that day on, and weeks that were missed bring nothing.
#[must_use]
pub fn refresh(
    tier: CreditTier,
    credits_remaining: u32,
    cycle: Timestamp,
    now: Timestamp,
) -> Option<Refresh> {
    if now < next_refresh(cycle) {
        return None;
    }
    let weekly = tier.allowance().weekly_allowance;
    Some(Refresh {
        change: super::balance::add(credits_remaining, weekly, Some(tier)),
        cycle_start: cycle_start(now),
        gifts_sent_this_week: 0,
    })
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn credits_are_refreshed_a_week_later_at_midnight() {
        let next = |text| next_refresh(Timestamp::parse(text).unwrap()).to_string();
        assert_eq!(next("2026-05-01T23:59:59.999999Z"), "2026-05-08T00:00:00Z");
        assert_eq!(next("2026-12-28T00:00:00Z"), "2027-01-04T00:00:00Z");
        assert_eq!(next("1969-12-31T12:00:00Z"), "1970-01-07T00:00:00Z");
    }

    proptest! {
        #[test]
        fn a_query_finds_exactly_the_accounts_that_are_due(
            cycle in -1_i64 << 60..1 << 60, later in -1_i64 << 42..1 << 42,
        ) {
            let now = Timestamp::from_unix_micros(cycle + later);
            let cycle = Timestamp::from_unix_micros(cycle);
            let is_due = refresh(CreditTier::Free, 0, cycle, now).is_some();
            prop_assert_eq!(is_due, cycle < first_not_due(now));
        }

        #[test]
        fn a_refresh_never_lowers_a_balance_and_is_due_once(
            tier in 0_usize..5, balance: u32, cycle: i64, now: i64,
        ) {
            let tier = CreditTier::ALL[tier];
            let (cycle, now) = (Timestamp::from_unix_micros(cycle), Timestamp::from_unix_micros(now));
            let allowance = tier.allowance();
            match refresh(tier, balance, cycle, now) {
                None => prop_assert!(now < next_refresh(cycle)),
                Some(refreshed) => {
                    let change = refreshed.change;
                    prop_assert!(change.balance >= balance);
                    prop_assert!(change.balance <= allowance.max_balance.max(balance));
                    prop_assert!(change.amount <= i64::from(allowance.weekly_allowance));
                    prop_assert_eq!(refreshed.cycle_start, cycle_start(now));
                    // The end of all time, where a week later is the same instant, aside.
                    if next_refresh(now) > now {
                        let again = refresh(tier, change.balance, refreshed.cycle_start, now);
                        prop_assert_eq!(again, None);
                    }
                }
            }
        }
    }
}
