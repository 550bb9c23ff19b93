//! What a score is called, and how it is shown.

use alloc::string::String;

use crate::decimal::Hundredths;
use crate::digits;

use super::score::NEW_USER_THRESHOLD;
use crate::words::word_set;

/// From this score on somebody is trusted.
pub const TRUSTED_FROM: Hundredths = Hundredths(9_500);
/// From this score on somebody is good company.
pub const GOOD_FROM: Hundredths = Hundredths(8_000);

word_set! {
    /// What a score is called.
    ReliabilityTier {
        /// 95.00 or more.
        Trusted "trusted",
        /// 80.00 or more.
        Good "good",
        /// Less.
        Fair "fair",
        /// Too few ratings to tell.
        New "new",
    }
}

/// The tier of a score that so many ratings gave (see [`Score`](super::score::Score)). Below
/// [`NEW_USER_THRESHOLD`] of them the score decides nothing.
#[must_use]
pub fn tier(score: Hundredths, count: u32) -> ReliabilityTier {
    if count < NEW_USER_THRESHOLD {
        ReliabilityTier::New
    } else if score >= TRUSTED_FROM {
        ReliabilityTier::Trusted
    } else if score >= GOOD_FROM {
        ReliabilityTier::Good
    } else {
        ReliabilityTier::Fair
    }
}

/// How a score is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReliabilityBadge {
    /// What it is called.
    pub tier: ReliabilityTier,
    /// The score with one decimal, rounded down so that it never looks like a higher tier's;
    /// none for who is new.
    pub percentage: Option<String>,
}

/// The badge of a score that so many ratings gave.
#[must_use]
pub fn badge(score: Hundredths, count: u32) -> ReliabilityBadge {
    let tier = tier(score, count);
    let tenths = score.0 / 10;
    let percentage = || {
        let mut text = String::new();
        digits::push(&mut text, u64::from(tenths / 10), 1);
        text.push('.');
        digits::push(&mut text, u64::from(tenths % 10), 1);
        text
    };
    ReliabilityBadge { tier, percentage: (tier != ReliabilityTier::New).then(percentage) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_words_are_the_tiers() {
        let words = ReliabilityTier::ALL.iter().map(|tier| tier.as_str());
        assert!(words.eq(ReliabilityTier::WORDS.iter().copied()));
    }

    proptest! {
        #[test]
        fn the_number_shown_is_no_higher_and_has_the_same_tier(score in 0_u32..=10_000, count: u32) {
            let badge = badge(Hundredths(score), count);
            let shown = badge.percentage.as_deref().map(|text| Hundredths::parse(text).unwrap());
            prop_assert_eq!(shown.is_none(), count < NEW_USER_THRESHOLD);
            if let Some(shown) = shown {
                prop_assert!(shown.0 <= score && score - shown.0 < 10);
                prop_assert_eq!(tier(shown, count), badge.tier);
            }
        }

        #[test]
        fn a_higher_score_is_never_a_lower_tier(a in 0_u32..=10_000, b in 0_u32..=10_000, count in 5_u32..) {
            let place = |score: u32| tier(Hundredths(score), count) as u8;
            prop_assert!(place(a.max(b)) <= place(a.min(b)));
        }
    }
}
