//! Who completed a session, and what that earns.

use crate::phase;
use crate::session::ParticipantType;
use crate::time::Timestamp;

/// Active minutes that a session takes to be completed.
pub const MIN_ACTIVE_MINUTES_FOR_COMPLETION: u32 = 20;
/// Essence that a completed session earns.
pub const ESSENCE_PER_SESSION: u32 = 1;

/// Whether somebody completed a session that starts at `start`: twenty active minutes, and there
/// until the social phase began.
#[must_use]
pub fn is_completed(
    start: Timestamp,
    left_at: Option<Timestamp>,
    total_active_minutes: u32,
) -> bool {
    total_active_minutes >= MIN_ACTIVE_MINUTES_FOR_COMPLETION
        && left_at.is_none_or(|left_at| phase::at(start, left_at).is_ratable())
}

/// Whether somebody gets the essence of a session: humans who completed it and did not get it yet.
#[must_use]
pub fn earns_essence(
    participant_type: ParticipantType,
    essence_earned: bool,
    is_completed: bool,
) -> bool {
    participant_type == ParticipantType::Human && !essence_earned && is_completed
}
