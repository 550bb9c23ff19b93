//! Counting a session, and what that brings.

use alloc::vec::Vec;

use super::Bonus;
use crate::facts::Facts;
use crate::problem::Field;

/// Sessions that were counted, and the bonuses that they brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    /// Sessions.
    pub session_count: u32,
    /// The bonuses that were awarded, each by the sessions that it takes.
    pub awarded: Vec<u32>,
}

/// A session more, and at most one bonus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What is to be stored.
    pub streak: Streak,
    /// The bonus that was reached; none when none was.
    pub bonus: Option<Bonus>,
}

/// How far it is to the next bonus.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Sessions that the next bonus takes; once all were awarded, the last one's.
    pub target: u32,
    /// How much of that is done, 0 to 1.
    pub progress: f64,
    /// Whether every bonus was awarded.
    pub is_complete: bool,
    /// Essence that the bonuses brought.
    pub total_bonus: u32,
}

impl Streak {
    /// Reads `sessionCount` and `awarded`.
    pub fn read(facts: &mut Facts<'_>) -> Self {
        let session_count = facts.count(Field::SessionCount, u32::MAX);
        let awarded = facts.counts(Field::Awarded, u32::MAX);
        Self { session_count, awarded }
    }

    /// Somebody of whom nothing but the count of sessions is kept: what these sessions brought was
    /// awarded as each was reached.
    #[must_use]
    pub fn of_count(session_count: u32, bonuses: &[Bonus]) -> Self {
        let sessions = bonuses.iter().map(|bonus| bonus.sessions);
        Self { session_count, awarded: sessions.filter(|it| *it <= session_count).collect() }
    }

    /// Counts a session. The first bonus that was not awarded and is reached is awarded, at most
    /// one for a session: a second one comes with the next.
    #[must_use]
    pub fn record(mut self, bonuses: &[Bonus]) -> Recorded {
        self.session_count = self.session_count.saturating_add(1);
        let reached = |bonus: &&Bonus| bonus.sessions <= self.session_count;
        let bonus = bonuses.iter().filter(|bonus| !self.has(bonus)).find(reached).copied();
        self.awarded.extend(bonus.map(|bonus| bonus.sessions));
        Recorded { streak: self, bonus }
    }

    /// How far it is to the next bonus.
    #[must_use]
    pub fn bar(&self, bonuses: &[Bonus]) -> Bar {
        let next = bonuses.iter().find(|bonus| !self.has(bonus));
        let target = next.or(bonuses.last()).map_or(0, |bonus| bonus.sessions);
        let awarded = bonuses.iter().filter(|bonus| self.has(bonus));
        Bar {
            target,
            progress: f64::from(self.session_count.min(target)) / f64::from(target.max(1)),
            is_complete: next.is_none(),
            total_bonus: awarded.map(|bonus| bonus.essence).sum(),
        }
    }

    fn has(&self, bonus: &Bonus) -> bool {
        self.awarded.contains(&bonus.sessions)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::streak::{LIFETIME_MILESTONES, WEEKLY_BONUSES};

    #[test]
    fn a_week_of_sessions_brings_three_essence() {
        let (mut streak, mut brought) = (Streak::default(), Vec::new());
        for _ in 0..7 {
            let recorded = streak.record(WEEKLY_BONUSES);
            brought.push(recorded.bonus.map_or(0, |bonus| bonus.essence));
            streak = recorded.streak;
        }
        assert_eq!(brought, [0, 0, 1, 0, 2, 0, 0]);
        assert!(streak.bar(WEEKLY_BONUSES).is_complete);
    }

    #[test]
    fn a_lifetime_that_is_only_counted_brings_its_bonus_with_the_tenth_session() {
        let brings = |count| {
            let streak = Streak::of_count(count, LIFETIME_MILESTONES);
            streak.record(LIFETIME_MILESTONES).bonus.map(|bonus| bonus.sessions)
        };
        assert_eq!([8, 9, 10, 19].map(brings), [None, Some(10), None, None]);
    }

    proptest! {
        #[test]
        fn every_bonus_is_awarded_once(sessions in 0..40_u32, begun in 0..40_u32) {
            for bonuses in [WEEKLY_BONUSES, LIFETIME_MILESTONES] {
                let mut streak = Streak { session_count: begun, awarded: Vec::new() };
                let mut brought = 0;
                for _ in 0..sessions {
                    let recorded = streak.record(bonuses);
                    brought += recorded.bonus.map_or(0, |bonus| bonus.essence);
                    streak = recorded.streak;
                }
                let bar = streak.bar(bonuses);
                prop_assert_eq!(bar.total_bonus, brought);
                prop_assert!((0.0..=1.0).contains(&bar.progress));
                prop_assert!(streak.awarded.len() <= bonuses.len());
            }
        }
    }
}
