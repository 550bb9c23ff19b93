//! The outcomes of the last 60 seconds.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::order;
use crate::time::Timestamp;
use crate::time::units::MINUTE_MILLIS;

/// Milliseconds after which an outcome counts no more: one as old as this still does.
pub const WINDOW_MS: i64 = MINUTE_MILLIS;

/// The outcomes of one millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Tally {
    /// When, a whole millisecond.
    pub at: Timestamp,
    /// How many calls ended.
    pub calls: u32,
    /// How many of them failed.
    pub failures: u32,
}

/// The outcomes of the last 60 seconds, the oldest first: at most one tally a millisecond, so 60,001
/// however many calls there are. On the wire a list of tallies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Vec<Tally>", into = "Vec<Tally>"))]
pub struct Window {
    tallies: VecDeque<Tally>,
    calls: u64,
    failures: u64,
}

impl Window {
    /// Calls that ended, as of the last outcome.
    #[must_use]
    pub const fn calls(&self) -> u64 {
        self.calls
    }

    /// How many of them failed.
    #[must_use]
    pub const fn failures(&self) -> u64 {
        self.failures
    }

    /// The tallies, the oldest first.
    pub fn tallies(&self) -> impl Iterator<Item = Tally> {
        self.tallies.iter().copied()
    }

    /// Adds an outcome, and forgets what is too old by then.
    pub(super) fn add(&mut self, failed: bool, now: Timestamp) {
        self.age(now);
        let failures = u32::from(failed);
        self.push(Tally { at: now, calls: 1, failures });
        let oldest = now.plus_millis(-WINDOW_MS);
        while let Some(tally) = self.tallies.pop_front_if(|tally| tally.at < oldest) {
            self.calls = self.calls.saturating_sub(u64::from(tally.calls));
            self.failures = self.failures.saturating_sub(u64::from(tally.failures));
        }
    }

    /// What seems to be of later than now is of now: the clock went back.
    fn age(&mut self, now: Timestamp) {
        if self.tallies.back().is_some_and(|last| last.at > now) {
            for tally in &mut self.tallies {
                tally.at = tally.at.min(now);
            }
        }
    }

    fn push(&mut self, tally: Tally) {
        self.calls = self.calls.saturating_add(u64::from(tally.calls));
        self.failures = self.failures.saturating_add(u64::from(tally.failures));
        match self.tallies.back_mut() {
            Some(last) if last.at == tally.at && last.calls < u32::MAX => {
                last.calls = last.calls.saturating_add(tally.calls);
                last.failures = last.failures.saturating_add(tally.failures);
            }
            _ => self.tallies.push_back(tally),
        }
    }
}

/// Takes tallies in any order. Of the calls of one no more than all have failed.
impl From<Vec<Tally>> for Window {
    fn from(mut tallies: Vec<Tally>) -> Self {
        order::sort_by_key(&mut tallies, |tally| tally.at);
        let mut window = Self::default();
        for tally in tallies {
            window.push(Tally { failures: tally.failures.min(tally.calls), ..tally });
        }
        window
    }
}

impl From<Window> for Vec<Tally> {
    fn from(window: Window) -> Self {
        window.tallies.into()
    }
}
