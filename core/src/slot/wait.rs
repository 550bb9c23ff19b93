//! How long it is until a session starts, in whole minutes.

use crate::time::Timestamp;
use crate::time::units::MINUTE_MICROS;

/// The wait for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Whole minutes until the start; 0 from the start on.
    pub minutes: u64,
    /// Whether it starts within the minute, or has started.
    pub is_immediate: bool,
}

/// The wait for a session that starts at `start`.
#[must_use]
pub const fn wait(start: Timestamp, now: Timestamp) -> Wait {
    let away = start.micros_since(now);
    let minutes = away / MINUTE_MICROS.unsigned_abs();
    Wait { minutes, is_immediate: minutes < 1 }
}
