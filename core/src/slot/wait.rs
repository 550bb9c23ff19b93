//! How long it is until a session starts, in whole minutes.

use super::MINUTE_MICROS;
use crate::time::Timestamp;

/// The wait for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Whole minutes until the start; 0 from the start on.
    pub minutes: i64,
    /// Whether it starts within the minute, or has started.
    pub is_immediate: bool,
}

/// The wait for a session that starts at `start`.
#[must_use]
pub const fn wait(start: Timestamp, now: Timestamp) -> Wait {
    let away = start.micros_since(now);
    // Two instants are no more minutes apart than an i64 holds.
    let minutes = if away > 0 { (away / MINUTE_MICROS as i128) as i64 } else { 0 };
    Wait { minutes, is_immediate: minutes < 1 }
}
