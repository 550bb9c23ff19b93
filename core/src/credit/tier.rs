//! The tiers, and what each allows.

/// What an account pays for, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CreditTier {
    /// Pays nothing.
    Free,
    /// The first paid tier.
    Pro,
    /// The second.
    Elite,
    /// As many sessions as anybody could sit through.
    Infinite,
    /// Who runs the product.
    Admin,
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
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Free, Self::Pro, Self::Elite, Self::Infinite, Self::Admin];

    /// The words on the wire, in order.
    pub const WORDS: &'static [&'static str] = &["free", "pro", "elite", "infinite", "admin"];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Pro => "pro",
            Self::Elite => "elite",
            Self::Infinite => "infinite",
            Self::Admin => "admin",
        }
    }

    /// The tier of a wire word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.as_str() == word)
    }

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
            assert_eq!(CreditTier::parse(tier.as_str()), Some(tier));
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
