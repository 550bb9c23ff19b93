//! Days in a row, one completed session each at least.

use crate::facts::Facts;
use crate::problem::Field;
use crate::time::Timestamp;
use crate::time::units::DAY_MILLIS;

/// Days in a row. A day is one of UTC, and a session belongs to the day on which it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DailyStreak {
    /// Days up to the last one with a session.
    pub current_streak: u32,
    /// The most that it ever was.
    pub longest_streak: u32,
    /// The last day with a session, as its first instant; none before the first session.
    pub last_session_date: Option<Timestamp>,
}

impl DailyStreak {
    /// Reads `currentStreak`, `longestStreak` and `lastSessionDate`, each of which may be absent or
    /// `null`.
    pub fn read(facts: &mut Facts<'_>) -> Self {
        let current_streak = facts.count_or(Field::CurrentStreak, u32::MAX, 0);
        let longest_streak = facts.count_or(Field::LongestStreak, u32::MAX, 0);
        let last_session_date = facts.optional_day(Field::LastSessionDate);
        Self { current_streak, longest_streak, last_session_date }
    }

    /// What it is after a completed session: a day longer on the day after the last one, new after a
    /// gap, and as it was for the same day or for an earlier session that was settled late.
    #[must_use]
    pub fn record(self, start_time: Timestamp) -> Self {
        let day = start_time.day_start();
        let current_streak = match self.last_session_date {
            Some(last) if day <= last => return self,
            Some(last) if day <= last.plus_millis(DAY_MILLIS) => {
                self.current_streak.saturating_add(1)
            }
            _ => 1,
        };
        Self {
            current_streak,
            longest_streak: self.longest_streak.max(current_streak),
            last_session_date: Some(day),
        }
    }

    /// Days in a row as they are shown: none once a whole day has passed without a session.
    #[must_use]
    pub fn shown(&self, now: Timestamp) -> u32 {
        let last = self.last_session_date;
        let is_alive = last.is_some_and(|last| now.day_start() <= last.plus_millis(DAY_MILLIS));
        if is_alive { self.current_streak } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_streak_is_the_run_of_days_up_to_the_last_one(
            steps in prop::collection::vec(0..3_i64, 0..20), second in 0..86_400_i64,
        ) {
            let at = |day: i64| Timestamp::from_unix_millis((day * 86_400 + second) * 1_000);
            let (mut day, mut days, mut streak) = (20_000, Vec::new(), DailyStreak::default());
            for step in &steps {
                day += step;
                days.push(day);
                streak = streak.record(at(day));
                prop_assert_eq!(streak.record(at(day)), streak);
                prop_assert_eq!(streak.record(at(day - 1)), streak);
            }
            let is_in = |day: &i64| days.contains(day);
            let run = (0..).map(|back| day - back).take_while(is_in).count();
            prop_assert_eq!(streak.current_streak as usize, run);
            prop_assert!(streak.longest_streak >= streak.current_streak);
            prop_assert_eq!(streak.shown(at(day + 1)) as usize, run);
            prop_assert_eq!(streak.shown(at(day + 2)), 0);
        }
    }
}
