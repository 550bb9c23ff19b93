//! Going: any time, and without anything given back.

use crate::id::UserId;
use crate::problem::Problem;
use crate::rating::pending::Seat;
use crate::session::check_access;
use crate::time::Timestamp;
use crate::words::word_set;

/// The longest reason for leaving, in code points after trimming.
pub const LEAVE_REASON_MAX_LENGTH: u32 = 500;

word_set! {
    /// What to do for somebody who wants to go.
    WayOut {
        /// Cancel the seat, which may give the credit back.
        Cancel "cancel",
        /// Leave the table.
        Leave "leave",
    }
}

/// Before the start a seat is cancelled, from the start on the table is left.
#[must_use]
pub fn way_out(start: Timestamp, now: Timestamp) -> WayOut {
    if now < start { WayOut::Cancel } else { WayOut::Leave }
}

/// When somebody who holds a seat has left: now.
///
/// # Errors
/// `NOT_PARTICIPANT`.
pub fn leave(user_id: UserId, seats: &[Seat], now: Timestamp) -> Result<Timestamp, Problem> {
    let active = seats.iter().filter(|seat| seat.left_at.is_none());
    check_access(active.filter_map(|seat| seat.user_id), user_id)?;
    Ok(now)
}
