//! At which slots somebody holds a seat.

use crate::facts::Facts;
use crate::problem::Field;
use crate::time::Timestamp;

/// A seat of one person, at any session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldSeat {
    /// When the session starts.
    pub start_time: Timestamp,
    /// When the seat was left; none while it is held.
    pub left_at: Option<Timestamp>,
}

impl HeldSeat {
    /// Reads one of `seats`: `startTime` and `leftAt`.
    pub fn read(seat: &mut Facts<'_>) -> Self {
        let start_time = seat.instant(Field::StartTime);
        let left_at = seat.optional_instant(Field::LeftAt);
        Self { start_time, left_at }
    }
}

/// The place of the first seat that is held at a slot, whatever phase its session is in.
#[must_use]
pub fn held_seat(seats: &[HeldSeat], slot: Timestamp) -> Option<usize> {
    seats.iter().position(|seat| seat.start_time == slot && seat.left_at.is_none())
}
