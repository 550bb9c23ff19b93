//! Rate limits: how much of a quota is left in a rolling window, for whom, and how it is told.
//!
//! A limit never lets through more than its quota in any window of its length, wherever that
//! window begins. What was let through is kept by sub-window, so that a limit's state stays a short
//! list of plain numbers ([`Taken`]); who holds it, a server's memory or a store that all its
//! instances share, is the host's affair.

pub mod headers;
mod http_date;
pub mod read;
mod structured;
pub mod tier;
mod window;

pub use headers::LIMIT_HEADERS;
pub use tier::RateTier;
pub use window::{Limit, Standing, Taken, Verdict, take};

/// Parts that a window is kept by.
pub const LIMIT_PARTS: u32 = 60;
/// A minute, as a limit's window.
pub const MINUTE_SECONDS: u32 = 60;
/// An hour, as a limit's window.
pub const HOUR_SECONDS: u32 = 3_600;
/// A day, as a limit's window.
pub const DAY_SECONDS: u32 = 86_400;
/// The longest window: 366 days.
pub const LIMIT_WINDOW_MAX_SECONDS: u32 = 366 * DAY_SECONDS;
/// The longest name of a limit.
pub const LIMIT_NAME_MAX_LENGTH: u32 = 64;

/// What may be taken in a window of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quota {
    /// How much; 0 is as much as anybody likes.
    pub amount: u32,
    /// The window's length in seconds, 1 or more.
    pub window_seconds: u32,
}

impl Quota {
    /// So much in any minute.
    #[must_use]
    pub const fn per_minute(amount: u32) -> Self {
        Self { amount, window_seconds: MINUTE_SECONDS }
    }

    /// Whether it limits nobody.
    #[must_use]
    pub const fn is_unlimited(self) -> bool {
        self.amount == 0
    }

    /// What one of several instances may let through while they cannot agree: an equal share,
    /// rounded down, so that together they keep the quota. It is never less than 1, since nothing
    /// at all would lock everybody out: more instances than the quota may let through one each.
    /// Unlimited stays so. No instances count as one.
    #[must_use]
    pub const fn share(self, instances: u32) -> Self {
        if self.is_unlimited() || instances == 0 {
            return self;
        }
        let share = self.amount / instances;
        Self { amount: if share == 0 { 1 } else { share }, ..self }
    }
}

/// Whether a text may name a limit in a header: printable ASCII, and not blank.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn shares_never_come_to_more_than_the_quota_unless_each_is_one(
            amount in 1_u32..20_000,
            instances in 1_u32..300,
        ) {
            let share = Quota::per_minute(amount).share(instances).amount;
            prop_assert!(share >= 1);
            prop_assert!(share == 1 || share * instances <= amount);
            prop_assert!((share + 1) * instances > amount);
        }
    }

    #[test]
    fn an_unlimited_quota_is_not_shared() {
        assert_eq!(Quota::per_minute(0).share(4), Quota::per_minute(0));
        assert_eq!(Quota::per_minute(7).share(0).amount, 7);
        let day = Quota { amount: 9, window_seconds: DAY_SECONDS };
        assert_eq!(day.share(2), Quota { amount: 4, ..day });
    }

    #[test]
    fn a_name_is_printable_ascii() {
        assert!(is_name("user") && is_name(" ~"));
        for text in ["", "\u{7f}", "\u{1f}", "é"] {
            assert!(!is_name(text), "{text:?}");
        }
    }
}
