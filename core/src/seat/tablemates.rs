//! Who else sits at the table.

use crate::id::UserId;
use crate::rating::pending::Seat;
use crate::session::ParticipantType;

/// How many other humans hold a seat now.
#[must_use]
pub fn tablemates(seats: &[Seat], user_id: UserId) -> usize {
    let is_other = |seat: &&Seat| {
        seat.participant_type == ParticipantType::Human
            && seat.left_at.is_none()
            && seat.user_id != Some(user_id)
    };
    seats.iter().filter(is_other).count()
}
