//! How a balance is shown.

use crate::time::Timestamp;

use super::cycle::next_refresh;
use super::tier::CreditTier;
use crate::words::word_set;

word_set! {
    /// How much attention a balance asks for.
    BadgeStyle {
        /// Nothing is left.
        Zero "zero",
        /// One credit is left.
        Low "low",
        /// All is well.
        Normal "normal",
    }
}

/// What a balance's badge shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    /// Its style.
    pub style: BadgeStyle,
    /// Where the balance stops growing from week to week: the tier's cap, not its weekly allowance.
    pub max_balance: u32,
    /// What a countdown runs to; only beside an empty balance.
    pub countdown_to: Option<Timestamp>,
    /// Whether it leads somewhere; only an empty balance does.
    pub is_clickable: bool,
}

/// The badge of a balance.
#[must_use]
pub fn badge(tier: CreditTier, credits_remaining: u32, cycle_start: Timestamp) -> Badge {
    let style = match credits_remaining {
        0 => BadgeStyle::Zero,
        1 => BadgeStyle::Low,
        _ => BadgeStyle::Normal,
    };
    let is_empty = style == BadgeStyle::Zero;
    Badge {
        style,
        max_balance: tier.allowance().max_balance,
        countdown_to: is_empty.then(|| next_refresh(cycle_start)),
        is_clickable: is_empty,
    }
}
