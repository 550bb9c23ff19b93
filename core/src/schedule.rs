//! When something that is done again and again is due.
//!
//! A schedule is a row of instants, the same for everybody: no server has to remember when it was
//! started. Runs that were missed are caught up with one.

use core::fmt;

use crate::time::Timestamp;

const SECOND_MICROS: i64 = 1_000_000;
const DAY_SECONDS: u32 = 86_400;

/// Instants at which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    period_seconds: u32,
    offset_seconds: u32,
}

impl Schedule {
    /// Every so many seconds, counted from the epoch; 0 counts as 1.
    #[must_use]
    pub const fn every_seconds(seconds: u32) -> Self {
        let period_seconds = if seconds == 0 { 1 } else { seconds };
        Self { period_seconds, offset_seconds: 0 }
    }

    /// Every day at this hour and minute of UTC. What is more than a day has counts from its end
    /// on: 24:05 is 00:05.
    #[must_use]
    pub const fn daily(hour: u8, minute: u8) -> Self {
        let seconds = (hour as u32 * 60 + minute as u32) * 60;
        Self { period_seconds: DAY_SECONDS, offset_seconds: seconds % DAY_SECONDS }
    }

    /// The latest instant of the schedule that is not after this one.
    #[must_use]
    pub const fn latest(self, now: Timestamp) -> Timestamp {
        let micros = now.unix_micros();
        let since = micros.saturating_sub(self.offset_seconds as i64 * SECOND_MICROS);
        Timestamp::from_unix_micros(micros.saturating_sub(since.rem_euclid(self.period())))
    }

    /// The first instant of the schedule after this one.
    #[must_use]
    pub const fn next(self, now: Timestamp) -> Timestamp {
        Timestamp::from_unix_micros(self.latest(now).unix_micros().saturating_add(self.period()))
    }

    /// The instant for which a run is due now: the latest one, unless the last run was for it; none
    /// when nothing is due. However many were missed, one run catches up; what never ran is due.
    ///
    /// Servers' clocks differ a little: a last run that was for the instant to come is not done
    /// again. One for a later instant was a clock's mistake, and does not count.
    #[must_use]
    pub fn due(self, last: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        let (latest, next) = (self.latest(now), self.next(now));
        let is_done = last.is_some_and(|last| (latest..=next).contains(&last));
        (!is_done).then_some(latest)
    }

    const fn period(self) -> i64 {
        self.period_seconds as i64 * SECOND_MICROS
    }
}

/// `every 30 s`, `daily at 00:05 UTC`.
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.period_seconds == DAY_SECONDS {
            let minutes = self.offset_seconds / 60;
            write!(f, "daily at {:02}:{:02} UTC", minutes / 60, minutes % 60)
        } else {
            write!(f, "every {} s", self.period_seconds)
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    fn schedules() -> impl Strategy<Value = Schedule> {
        prop_oneof![
            (1_u32..100_000).prop_map(Schedule::every_seconds),
            (0_u8..24, 0_u8..60).prop_map(|(hour, minute)| Schedule::daily(hour, minute)),
        ]
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn daily_is_at_this_minute_of_utc() {
        let schedule = Schedule::daily(0, 5);
        let around = |text| (schedule.latest(at(text)), schedule.next(at(text)));
        let (first, second) = (at("2026-05-01T00:05:00Z"), at("2026-05-02T00:05:00Z"));
        assert_eq!(around("2026-05-01T00:05:00Z"), (first, second));
        assert_eq!(around("2026-05-02T00:04:59.999999Z"), (first, second));
        assert_eq!(around("2026-05-02T02:05:00+02:00").0, second);
        assert_eq!(Schedule::daily(24, 5), schedule);
        assert_eq!(schedule.to_string(), "daily at 00:05 UTC");
    }

    #[test]
    fn every_thirty_seconds_is_at_the_half_and_the_whole_minute() {
        let schedule = Schedule::every_seconds(30);
        let next = |text| schedule.next(at(text)).to_string();
        assert_eq!(next("2026-05-01T09:30:00Z"), "2026-05-01T09:30:30Z");
        assert_eq!(next("2026-05-01T09:30:59.999999Z"), "2026-05-01T09:31:00Z");
        assert_eq!(next("1969-12-31T23:59:59Z"), "1970-01-01T00:00:00Z");
        assert_eq!(schedule.to_string(), "every 30 s");
        assert_eq!(Schedule::every_seconds(0), Schedule::every_seconds(1));
    }

    #[test]
    fn a_clock_that_was_wrong_by_years_holds_nothing_up() {
        let schedule = Schedule::daily(1, 0);
        let now = at("2026-05-01T09:30:00Z");
        assert_eq!(schedule.due(Some(at("2036-01-01T01:00:00Z")), now), Some(schedule.latest(now)));
        // Another server is a second ahead of this one.
        let now = at("2026-05-02T00:59:59.5Z");
        assert_eq!(schedule.due(Some(at("2026-05-02T01:00:00Z")), now), None);
    }

    proptest! {
        #[test]
        fn now_lies_between_two_instants_of_the_schedule(
            schedule in schedules(), now in -1_i64 << 60..1 << 60,
        ) {
            let now = Timestamp::from_unix_micros(now);
            let (latest, next) = (schedule.latest(now), schedule.next(now));
            prop_assert!(latest <= now && now < next);
            prop_assert_eq!(schedule.latest(latest), latest);
            prop_assert_eq!(schedule.next(latest), next);
            prop_assert_eq!(schedule.latest(next), next);
        }

        #[test]
        fn every_instant_gets_one_run_and_missed_ones_share_one(
            schedule in schedules(), steps in prop::collection::vec(0..200_000_000_000_i64, 1..30),
        ) {
            let (mut now, mut last) = (Timestamp::from_unix_micros(0), None);
            for step in steps {
                now = Timestamp::from_unix_micros(now.unix_micros() + step);
                let due = schedule.due(last, now);
                // Due exactly when an instant has come since the last run.
                prop_assert_eq!(due.is_some(), last.is_none_or(|last| schedule.next(last) <= now));
                last = due.or(last);
                prop_assert_eq!(last, Some(schedule.latest(now)));
                prop_assert_eq!(schedule.due(last, now), None);
            }
        }

        #[test]
        fn no_instant_makes_it_panic(schedule in schedules(), now: i64, last: i64) {
            let now = Timestamp::from_unix_micros(now);
            let _ = schedule.due(Some(Timestamp::from_unix_micros(last)), now);
        }
    }
}
