//! The waiting room, and who is sent there.

use super::{before, left_ms};
use crate::time::Timestamp;
use crate::time::units::SECOND_MILLIS;
use crate::words::word_set;

/// Seconds before the start from which on the room says to get ready.
pub const GET_READY_SECONDS: i64 = 10;

word_set! {
    /// A page that somebody is sent to.
    Destination {
        /// The session itself.
        Session "session",
        /// Where people wait for the start.
        WaitingRoom "waiting_room",
        /// Where sessions are looked for.
        Dashboard "dashboard",
    }
}

/// What the waiting room shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingRoom {
    /// Seconds until the start, rounded up, so that nobody enters early.
    pub remaining: u64,
    /// Whether the start is near.
    pub get_ready: bool,
    /// Where to go now: to the session from its start on, to the dashboard without one.
    pub redirect: Option<Destination>,
    /// When the answer is another one; none once it stays.
    pub next_change: Option<Timestamp>,
}

/// The waiting room of a session.
#[must_use]
pub const fn waiting_room(start: Option<Timestamp>, now: Timestamp) -> WaitingRoom {
    let Some(start) = start else {
        let redirect = Some(Destination::Dashboard);
        return WaitingRoom { remaining: 0, get_ready: false, redirect, next_change: None };
    };
    let left = left_ms(start, now);
    if left <= 0 {
        let redirect = Some(Destination::Session);
        return WaitingRoom { remaining: 0, get_ready: true, redirect, next_change: None };
    }
    // Of the seconds that have begun, all but the last are whole when the next one begins.
    let whole = (left - 1) / SECOND_MILLIS;
    WaitingRoom {
        remaining: whole.unsigned_abs() + 1,
        get_ready: whole < GET_READY_SECONDS,
        redirect: None,
        next_change: Some(before(start, whole * SECOND_MILLIS)),
    }
}

/// Where the dashboard sends somebody who may have a session: to its waiting room before the start,
/// into it from then on. Nowhere without a session, without a start, or when nobody waits.
#[must_use]
pub const fn dashboard(
    is_waiting: bool,
    has_session: bool,
    start: Option<Timestamp>,
    now: Timestamp,
) -> Option<Destination> {
    match start {
        Some(start) if is_waiting && has_session => Some(if left_ms(start, now) > 0 {
            Destination::WaitingRoom
        } else {
            Destination::Session
        }),
        _ => None,
    }
}
