//! The phase at an instant, and what a timer shows of it.
//!
//! Each instant is cut to whole milliseconds first, then subtracted, so that a browser and a
//! server with finer clocks agree.

use super::{Phase, SESSION_SECONDS};
use crate::time::Timestamp;
use crate::time::units::{MINUTE_MILLIS, SECOND_MILLIS};

/// What a timer shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhaseInfo {
    /// The phase.
    pub phase: Phase,
    /// Seconds left in the phase, rounded down; before the start, until it.
    pub time_remaining: i64,
    /// Seconds left in the session, rounded down; before the start, with the wait for it.
    pub total_time_remaining: i64,
    /// How much of the phase is over, 0 to 1.
    pub progress: f64,
    /// Minutes since the start, 0 to 55.
    pub elapsed_minutes: f64,
}

/// How the API tells a session's phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiView {
    /// The code; `setup` when the session has not begun.
    pub current_phase: &'static str,
    /// When the phase began; none before the start.
    pub phase_started_at: Option<Timestamp>,
    /// Whether the session has begun.
    pub has_started: bool,
}

/// The phase of a session that starts at `start`.
#[must_use]
pub fn at(start: Timestamp, now: Timestamp) -> Phase {
    at_elapsed(elapsed_ms(start, now))
}

/// Everything a timer shows.
#[must_use]
pub fn info(start: Timestamp, now: Timestamp) -> PhaseInfo {
    let elapsed = elapsed_ms(start, now);
    let phase = at_elapsed(elapsed);
    let left = |end: i64| (end * SECOND_MILLIS - elapsed).div_euclid(SECOND_MILLIS);
    let Some(end) = phase.end_seconds() else {
        return PhaseInfo {
            phase,
            time_remaining: 0,
            total_time_remaining: 0,
            progress: 1.0,
            elapsed_minutes: (SESSION_SECONDS / 60) as f64,
        };
    };
    let (progress, elapsed_minutes) = match phase.start_seconds() {
        None => (0.0, 0.0),
        Some(begin) => {
            let length = (phase.duration_seconds() * SECOND_MILLIS) as f64;
            (
                (elapsed - begin * SECOND_MILLIS) as f64 / length,
                elapsed as f64 / MINUTE_MILLIS as f64,
            )
        }
    };
    PhaseInfo {
        phase,
        time_remaining: left(end),
        total_time_remaining: left(SESSION_SECONDS),
        progress,
        elapsed_minutes,
    }
}

/// The instant at which the phase changes next; none once ended.
#[must_use]
pub fn next_change(start: Timestamp, now: Timestamp) -> Option<Timestamp> {
    at(start, now).end_seconds().map(|end| boundary(start, end))
}

/// The instant at which the phase began; none before the start.
#[must_use]
pub fn started_at(start: Timestamp, now: Timestamp) -> Option<Timestamp> {
    at(start, now).start_seconds().map(|begin| boundary(start, begin))
}

/// The instant at which a session ends.
#[must_use]
pub const fn session_end(start: Timestamp) -> Timestamp {
    start.plus_millis(SESSION_SECONDS * SECOND_MILLIS)
}

/// The phase as the API tells it.
#[must_use]
pub fn api_view(start: Timestamp, now: Timestamp) -> ApiView {
    let phase = at(start, now);
    ApiView {
        current_phase: phase.to_api(),
        phase_started_at: started_at(start, now),
        has_started: phase != Phase::NotStarted,
    }
}

/// The earliest start of a session that has not ended by `now`: a session is live, or still to
/// come, exactly when it starts at this instant or later. For queries over many sessions.
#[must_use]
pub const fn live_since(now: Timestamp) -> Timestamp {
    let cut = Timestamp::from_unix_millis(now.unix_millis());
    cut.plus_millis(1 - SESSION_SECONDS * SECOND_MILLIS)
}

/// The earliest start of a session that can still be joined at `now`: a seat of it may be taken
/// exactly when it starts at this instant or later. For queries over many sessions.
#[must_use]
pub fn joinable_since(now: Timestamp) -> Timestamp {
    let arriving = Phase::Setup.end_seconds().unwrap_or_default() * SECOND_MILLIS;
    Timestamp::from_unix_millis(now.unix_millis()).plus_millis(1 - arriving)
}

/// Timestamps hold ±9.3e15 ms, so the difference cannot overflow.
const fn elapsed_ms(start: Timestamp, now: Timestamp) -> i64 {
    now.unix_millis() - start.unix_millis()
}

fn at_elapsed(elapsed_ms: i64) -> Phase {
    let inside =
        |phase: &Phase| phase.end_seconds().is_none_or(|end| elapsed_ms < end * SECOND_MILLIS);
    Phase::ALL.into_iter().find(inside).unwrap_or(Phase::Ended)
}

const fn boundary(start: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(start.unix_millis()).plus_millis(seconds * SECOND_MILLIS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp::from_unix_millis(1_777_627_800_000);

    fn after(ms: i64) -> PhaseInfo {
        info(START, START.plus_millis(ms))
    }

    #[test]
    fn every_boundary_belongs_to_the_phase_that_begins_there() {
        for (seconds, before, then) in [
            (0, Phase::NotStarted, Phase::Setup),
            (180, Phase::Setup, Phase::Work1),
            (1_680, Phase::Work1, Phase::Break),
            (1_800, Phase::Break, Phase::Work2),
            (3_000, Phase::Work2, Phase::Social),
            (3_300, Phase::Social, Phase::Ended),
        ] {
            assert_eq!(after(seconds * 1_000 - 1).phase, before);
            assert_eq!(after(seconds * 1_000).phase, then);
        }
    }

    #[test]
    fn no_second_is_lost_after_56_seconds() {
        assert_eq!(after(56_000).time_remaining, 124);
        assert_eq!(after(56_000).total_time_remaining, 3_244);
    }

    #[test]
    fn whole_seconds_are_exact_over_the_whole_session() {
        for second in 0..SESSION_SECONDS {
            let info = after(second * 1_000);
            let end = info.phase.end_seconds().unwrap();
            assert_eq!(info.time_remaining, end - second);
            assert_eq!(info.total_time_remaining, SESSION_SECONDS - second);
        }
    }

    /// The phases that hold a millisecond of the session, by the table.
    fn holding(ms: i64) -> impl Iterator<Item = Phase> {
        Phase::ALL.into_iter().filter(move |phase| {
            let span = phase.start_seconds().zip(phase.end_seconds());
            span.is_some_and(|(start, end)| (start * 1_000..end * 1_000).contains(&ms))
        })
    }

    #[test]
    fn every_millisecond_near_a_boundary_belongs_to_exactly_one_phase() {
        let inside = 0..SESSION_SECONDS * 1_000;
        for boundary in Phase::ALL.into_iter().filter_map(Phase::end_seconds) {
            for ms in (boundary * 1_000 - 1_500..boundary * 1_000 + 1_500)
                .filter(|ms| inside.contains(ms))
            {
                assert!(holding(ms).eq([at_elapsed(ms)]), "{ms}");
            }
        }
    }

    #[test]
    fn before_the_start_the_timer_counts_down_to_it() {
        let info = after(-1_500);
        assert_eq!(info.phase, Phase::NotStarted);
        assert_eq!((info.time_remaining, info.total_time_remaining), (1, 3_301));
        assert_eq!((info.progress, info.elapsed_minutes), (0.0, 0.0));
    }

    #[test]
    fn an_ended_session_shows_zero_and_full_progress() {
        let info = after(9_999_999);
        assert_eq!(info.phase, Phase::Ended);
        assert_eq!((info.time_remaining, info.total_time_remaining), (0, 0));
        assert_eq!((info.progress, info.elapsed_minutes), (1.0, 55.0));
    }

    #[test]
    fn instants_are_cut_to_milliseconds_before_they_are_subtracted() {
        let start = Timestamp::from_unix_micros(999);
        assert_eq!(at(start, Timestamp::from_unix_micros(0)), Phase::Setup);
        assert_eq!(at(start, Timestamp::from_unix_micros(-1)), Phase::NotStarted);
    }

    #[test]
    fn the_api_tells_a_future_session_as_setup_that_has_not_started() {
        let view = api_view(START, START.plus_millis(-1));
        assert_eq!((view.current_phase, view.has_started), ("setup", false));
        assert_eq!(view.phase_started_at, None);
        let view = api_view(START, START.plus_millis(1_700_000));
        assert_eq!((view.current_phase, view.has_started), ("break", true));
        assert_eq!(view.phase_started_at, Some(START.plus_millis(1_680_000)));
    }

    proptest! {
        #[test]
        fn the_furthest_instants_give_an_answer(start: i64, now: i64) {
            let (start, now) = (Timestamp::from_unix_micros(start), Timestamp::from_unix_micros(now));
            let info = info(start, now);
            prop_assert!((0.0..=1.0).contains(&info.progress));
            prop_assert!(info.time_remaining >= 0);
            let _ = (next_change(start, now), started_at(start, now));
        }

        #[test]
        fn the_next_change_is_later_and_changes_the_phase(ms in -10_000_000_i64..3_300_000) {
            let now = START.plus_millis(ms);
            let change = next_change(START, now).unwrap();
            prop_assert!(change > now);
            prop_assert_eq!(at(START, change.plus_millis(-1)), at(START, now));
            prop_assert_eq!(Some(at(START, change)), at(START, now).next());
        }

        #[test]
        fn time_only_runs_down(a in -4_000_000_i64..4_000_000, step in 0_i64..4_000_000) {
            let (first, second) = (after(a), after(a + step));
            prop_assert!(second.phase >= first.phase);
            prop_assert!(second.total_time_remaining <= first.total_time_remaining);
            prop_assert!(second.elapsed_minutes >= first.elapsed_minutes);
        }

        #[test]
        fn every_millisecond_of_a_session_belongs_to_exactly_one_phase(ms in 0..SESSION_SECONDS * 1_000) {
            prop_assert!(holding(ms).eq([at_elapsed(ms)]));
        }

        #[test]
        fn within_a_phase_the_time_left_falls_and_the_progress_rises(
            a in -4_000_000_i64..4_000_000, step in 1_i64..600_000,
        ) {
            let (first, second) = (after(a), after(a + step));
            if first.phase == second.phase {
                prop_assert!(second.time_remaining <= first.time_remaining);
                prop_assert!(second.progress >= first.progress);
                let timed = first.phase.duration_seconds() > 0;
                prop_assert_eq!(second.progress > first.progress, timed);
                prop_assert_eq!(second.elapsed_minutes > first.elapsed_minutes, timed);
            }
        }

        #[test]
        fn the_time_left_is_the_way_to_the_next_change(ms in -9_000_000_i64..3_300_000) {
            let now = START.plus_millis(ms);
            let left = next_change(START, now).unwrap().unix_millis() - now.unix_millis();
            let info = info(START, now);
            prop_assert_eq!(info.time_remaining, left.div_euclid(1_000));
            let length = info.phase.duration_seconds() as f64 * 1_000.0;
            let done = if length > 0.0 { 1.0 - left as f64 / length } else { 0.0 };
            prop_assert!((info.progress - done).abs() < 1e-9);
        }

        #[test]
        fn the_cuts_of_queries_and_the_phase_agree(start in -5_000_000_i64..5_000_000, now in -5_000_000_i64..5_000_000) {
            let at_us = |us: i64| Timestamp::from_unix_micros(us * 997);
            let (start, now) = (at_us(start), at_us(now));
            prop_assert_eq!(start >= live_since(now), at(start, now) != Phase::Ended);
            prop_assert_eq!(start >= joinable_since(now), at(start, now).is_joinable());
        }
    }
}
