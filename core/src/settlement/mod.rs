//! What a session leaves behind: when it is settled, how long people worked, who completed it.

mod activity;
mod completion;
mod focus;

pub use activity::{Connection, ConnectionEvent};
pub use completion::{
    ESSENCE_PER_SESSION, MIN_ACTIVE_MINUTES_FOR_COMPLETION, earns_essence, is_completed,
};
pub use focus::{FOCUS_MINUTES_CAP, Presence, focus_minutes};

use crate::phase::{self, Phase};
use crate::time::Timestamp;
use crate::time::units::{MINUTE_MILLIS, SECOND_MILLIS};
use crate::words::word_set;

/// Minutes after a session's end at which the job settles it.
pub const ROOM_CLEANUP_DELAY_MINUTES: i64 = 5;

word_set! {
    /// What asks whether a session is to be settled.
    SettlementTrigger {
        /// The job, which looks again and again.
        Job "job",
        /// The room says that it has finished.
        RoomFinished "room_finished",
    }
}

/// Whether a session that starts at `start` is to be settled now: once (`settled_at`), by the job
/// five minutes after the end, or as soon as the room has finished from the end on. A room that
/// finishes earlier ends nothing.
#[must_use]
pub fn is_due(
    start: Timestamp,
    settled_at: Option<Timestamp>,
    trigger: SettlementTrigger,
    now: Timestamp,
) -> bool {
    let is_time = match trigger {
        SettlementTrigger::Job => job_due_at(start) <= now,
        SettlementTrigger::RoomFinished => phase::at(start, now) == Phase::Ended,
    };
    settled_at.is_none() && is_time
}

/// When the job settles a session.
#[must_use]
pub const fn job_due_at(start: Timestamp) -> Timestamp {
    phase::session_end(start).plus_millis(ROOM_CLEANUP_DELAY_MINUTES * MINUTE_MILLIS)
}

/// The latest start of a session that the job settles now. For queries over many sessions.
#[must_use]
pub const fn latest_due_start(now: Timestamp) -> Timestamp {
    now.plus_millis(
        -(phase::SESSION_SECONDS * SECOND_MILLIS + ROOM_CLEANUP_DELAY_MINUTES * MINUTE_MILLIS),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_query_finds_exactly_the_sessions_that_are_due(
            start in -8_000_000_000_i64..8_000_000_000,
        ) {
            let now = Timestamp::from_unix_micros(0);
            let start = Timestamp::from_unix_micros(start);
            let is_found = start <= latest_due_start(now);
            prop_assert_eq!(is_due(start, None, SettlementTrigger::Job, now), is_found);
            prop_assert!(!is_due(start, Some(start), SettlementTrigger::Job, now));
        }
    }
}
