//! Focus minutes: one number, the same everywhere.

use crate::facts::Facts;
use crate::phase::{self, Phase};
use crate::problem::Field;
use crate::time::Timestamp;
use crate::time::units::{MINUTE_MILLIS, SECOND_MILLIS};

/// The most focus minutes of a session: both work blocks.
pub const FOCUS_MINUTES_CAP: u32 = 45;

/// What is known of somebody's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// When the session starts.
    pub start_time: Timestamp,
    /// Whole minutes of the stretches that are over.
    pub total_active_minutes: u32,
    /// When the last stretch began.
    pub connected_at: Option<Timestamp>,
    /// When it was over.
    pub disconnected_at: Option<Timestamp>,
}

impl Presence {
    /// Reads `startTime`, and `totalActiveMinutes`, `connectedAt` and `disconnectedAt`, each of
    /// which may be absent or `null`.
    pub fn read(facts: &mut Facts<'_>) -> Self {
        let start_time = facts.instant(Field::StartTime);
        let total_active_minutes = facts.count_or(Field::TotalActiveMinutes, u32::MAX, 0);
        let connected_at = facts.optional_instant(Field::ConnectedAt);
        let disconnected_at = facts.optional_instant(Field::DisconnectedAt);
        Self { start_time, total_active_minutes, connected_at, disconnected_at }
    }
}

/// Whole minutes of focus: what was added up, or, when that is nothing, how much of the last
/// stretch (until the end, if nobody saw it end) lies in the work blocks. At most 45.
#[must_use]
pub fn focus_minutes(presence: &Presence) -> u32 {
    if presence.total_active_minutes > 0 {
        return presence.total_active_minutes.min(FOCUS_MINUTES_CAP);
    }
    let Some(since) = presence.connected_at else { return 0 };
    let start = presence.start_time;
    let until = presence.disconnected_at.unwrap_or_else(|| phase::session_end(start));
    let (since, until) = (since.unix_millis(), until.unix_millis());
    let in_block = |block: Phase| {
        let edge = |seconds: Option<i64>| {
            start.unix_millis().saturating_add(seconds.unwrap_or_default() * SECOND_MILLIS)
        };
        let begin = edge(block.start_seconds()).max(since);
        (edge(block.end_seconds()).min(until) - begin).max(0)
    };
    let minutes = (in_block(Phase::Work1) + in_block(Phase::Work2)) / MINUTE_MILLIS;
    u32::try_from(minutes).unwrap_or_default().min(FOCUS_MINUTES_CAP)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp::from_unix_millis(0);

    fn worked(since: i64, until: Option<i64>) -> u32 {
        focus_minutes(&Presence {
            start_time: START,
            total_active_minutes: 0,
            connected_at: Some(START.plus_millis(since * 1_000)),
            disconnected_at: until.map(|until| START.plus_millis(until * 1_000)),
        })
    }

    #[test]
    fn the_cap_is_what_both_work_blocks_hold() {
        let work = Phase::Work1.duration_seconds() + Phase::Work2.duration_seconds();
        assert_eq!(work, i64::from(FOCUS_MINUTES_CAP) * 60);
        assert_eq!(worked(-600, None), FOCUS_MINUTES_CAP);
    }

    proptest! {
        #[test]
        fn minutes_are_the_work_seconds_of_a_stretch(
            since in -400..3_600_i64,
            length in 0..4_000_i64,
        ) {
            let until = since + length;
            let works = |second: &i64| phase::at(START, START.plus_millis(second * 1_000)).is_work();
            let seconds = (since..until).filter(works).count();
            prop_assert_eq!(worked(since, Some(until)) as usize, seconds / 60);
        }

        #[test]
        fn no_instants_make_it_panic(start: i64, since: i64, until: i64) {
            let _ = focus_minutes(&Presence {
                start_time: Timestamp::from_unix_micros(start),
                total_active_minutes: 0,
                connected_at: Some(Timestamp::from_unix_micros(since)),
                disconnected_at: Some(Timestamp::from_unix_micros(until)),
            });
        }
    }
}
