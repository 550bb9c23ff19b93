//! Whether the button that finds a table can be pressed.

use crate::words::word_set;

word_set! {
    /// Why a table cannot be looked for.
    GateReason {
        /// Nothing to pay with.
        NoCredits "no_credits",
        /// Ratings are owed.
        PendingRatings "pending_ratings",
    }
}

/// Whether the button rests, and what to say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Whether it cannot be pressed.
    pub is_disabled: bool,
    /// Why; none while another slot is being joined, which needs no words.
    pub reason: Option<GateReason>,
}

/// Judges the button of one slot. Having no credits is told before owing ratings; `is_joining`
/// says that a table is being looked for at another slot.
#[must_use]
pub fn find_table_gate(credits: u32, has_pending: bool, is_joining: bool) -> Gate {
    let reason = if credits == 0 {
        Some(GateReason::NoCredits)
    } else {
        has_pending.then_some(GateReason::PendingRatings)
    };
    Gate { is_disabled: is_joining || reason.is_some(), reason }
}
