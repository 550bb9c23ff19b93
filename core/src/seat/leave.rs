//! Going: any time, and without anything given back.

use alloc::vec::Vec;

use crate::facts::Facts;
use crate::id::UserId;
use crate::json::Value;
use crate::problem::{Expected, Field, Path, Problem};
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

/// Reads the body that somebody may leave with: `reason`, at most 500 code points after trimming,
/// which may be absent, `null` or blank.
///
/// # Errors
/// `WRONG_TYPE` for a body that is no object; `WRONG_TYPE`, `INVALID_TEXT` or `TOO_LONG` at
/// `reason`.
pub fn read_reason(body: Value<'_>) -> Result<Option<&str>, Vec<Problem>> {
    if body.as_object().is_none() {
        return Err(Problem::wrong_type(Path::ROOT, Expected::Object).into());
    }
    let mut facts = Facts::of(body);
    let reason = facts.optional_text(Field::Reason, LEAVE_REASON_MAX_LENGTH);
    facts.done()?;
    Ok(reason)
}
