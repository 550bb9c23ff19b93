//! The tiers, and what each allows.

use crate::words::word_set;

word_set! {
    /// What an account pays for, as it is stored.
    CreditTier {
        /// Pays nothing.
        Free "free",
        /// The first paid tier.
        Pro "pro",
        /// The second.
        Elite "elite",
        /// As many sessions as anybody could sit through.
        Infinite "infinite",
        /// Who runs the product.
        Admin "admin",
    }
}

/// What a tier allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Credits that a week brings.
    pub weekly_allowance: u32,
    /// Where a week's refresh stops.
    pub max_balance: u32,
    /// Whether credits may be given away.
    pub can_gift: bool,
    /// Credits that may be given away in a week.
    pub max_gifts_per_week: u32,
}

impl CreditTier {
    /// Whether the account pays, or need not: all but the free tier.
    #[must_use]
    pub const fn is_paid(self) -> bool {
        !matches!(self, Self::Free)
    }

    /// What the tier allows. The upper two have balances like everybody's, large ones.
    #[must_use]
    pub const fn allowance(self) -> Allowance {
        let (weekly_allowance, max_balance, can_gift, max_gifts_per_week) = match self {
            Self::Free => (2, 4, false, 0),
            Self::Pro => (8, 16, true, 4),
            Self::Elite => (12, 24, true, 4),
            Self::Infinite => (999_999, 999_999, false, 0),
            Self::Admin => (999_999, 999_999, true, 999),
        };
        Allowance { weekly_allowance, max_balance, can_gift, max_gifts_per_week }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_the_tiers() {
        assert!(CreditTier::ALL.iter().map(|tier| tier.as_str()).eq(CreditTier::WORDS.to_vec()));
        for tier in CreditTier::ALL {
            assert_eq!(CreditTier::parse(tier.as_str()), Some(*tier));
        }
        assert_eq!(CreditTier::parse("Free"), None);
    }

    #[test]
    fn who_may_give_has_a_limit_above_nothing_and_a_week_fits_into_the_cap() {
        for tier in CreditTier::ALL {
            let allowance = tier.allowance();
            assert_eq!(allowance.can_gift, allowance.max_gifts_per_week > 0);
            assert!(allowance.weekly_allowance <= allowance.max_balance);
        }
    }
}
