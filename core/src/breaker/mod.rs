//! Circuit breaker: whether something that may be away is called at all.
//!
//! A breaker is plain data. Its host asks for a permit before each call, and reports with the
//! permit's ticket how the call ended. Everything is judged in whole milliseconds. `now` may come
//! from a clock that is set back; that makes a breaker wait no longer than it would have.
//!
//! Closed, every call is let through, and outcomes decide whether it opens. Open, calls are refused
//! until its time is over. Then it is half open: one call, the probe, is let through, and its
//! outcome closes or opens the breaker. A ticket is good for the stretch it was given in, so a call
//! that began before the breaker opened cannot pass for a probe, nor spoil a fresh start.

mod policy;
mod window;

use crate::time::Timestamp;
use crate::words::word_set;

pub use policy::{BreakerPolicy, PROBE_DEADLINE_MS, Policy, Trip};
pub use window::{Tally, WINDOW_MS, Window};

word_set! {
    /// What a breaker is, on the wire.
    BreakerState {
        /// Calls are let through.
        Closed "closed",
        /// Calls are refused.
        Open "open",
        /// One call finds out.
        HalfOpen "half_open",
    }
}

word_set! {
    /// What happens to a breaker.
    BreakerEvent {
        /// Somebody wants to call.
        Asked "asked",
        /// A call went well.
        Succeeded "succeeded",
        /// A call failed.
        Failed "failed",
    }
}

/// A breaker; closed at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Breaker {
    /// What it is.
    pub condition: Condition,
    /// Counts its stretches: opened, each probe, closed. Wraps around.
    pub generation: u32,
}

/// What a breaker is, with what it knows there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", tag = "state"))]
pub enum Condition {
    /// Calls are let through.
    Closed {
        /// Failures since the last success, for a policy that counts them.
        failures: u32,
        /// Outcomes, for a policy that goes by their rate.
        window: Window,
    },
    /// Calls are refused.
    Open {
        /// When it opened.
        since: Timestamp,
    },
    /// A probe was let through.
    HalfOpen {
        /// When.
        since: Timestamp,
    },
}

impl Default for Condition {
    fn default() -> Self {
        Self::Closed { failures: 0, window: Window::default() }
    }
}

/// Whether somebody may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// Yes; the outcome is reported with the ticket.
    Granted(Ticket),
    /// No.
    Refused {
        /// Milliseconds until asking may lead to another answer, at least 1.
        retry_after_ms: u32,
    },
}

/// What an outcome is reported with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The stretch in which it was given.
    pub generation: u32,
    /// Whether the call decides what becomes of the breaker.
    pub is_probe: bool,
}

impl Breaker {
    /// What it is, as a word.
    #[must_use]
    pub const fn state(&self) -> BreakerState {
        match self.condition {
            Condition::Closed { .. } => BreakerState::Closed,
            Condition::Open { .. } => BreakerState::Open,
            Condition::HalfOpen { .. } => BreakerState::HalfOpen,
        }
    }

    /// Asks whether to call. A probe that was given up leaves its place to who asks next.
    pub fn ask(&mut self, policy: &Policy, now: Timestamp) -> Permit {
        let (since, wait) = match &mut self.condition {
            Condition::Closed { .. } => return self.granted(false),
            Condition::Open { since } => (since, policy.open_ms),
            Condition::HalfOpen { since } => (since, policy.probe_ms),
        };
        let now = whole(now);
        *since = now.min(*since);
        match left(*since, wait, now) {
            Some(retry_after_ms) => Permit::Refused { retry_after_ms },
            None => {
                self.begin(Condition::HalfOpen { since: now });
                self.granted(true)
            }
        }
    }

    /// Takes in how a call ended. Not if its ticket is of an earlier stretch, nor if it was a probe
    /// that has been given up.
    pub fn report(&mut self, generation: u32, failed: bool, policy: &Policy, now: Timestamp) {
        if generation != self.generation {
            return;
        }
        let now = whole(now);
        match &mut self.condition {
            Condition::Closed { failures, window } => {
                let opens = match policy.trip {
                    Trip::Rate { threshold_percent, minimum_calls } => {
                        window.add(failed, now);
                        is_above(window, threshold_percent, minimum_calls)
                    }
                    Trip::Consecutive { failures: most } => {
                        *failures = if failed { failures.saturating_add(1) } else { 0 };
                        failed && *failures >= most
                    }
                };
                if opens {
                    self.begin(Condition::Open { since: now });
                }
            }
            Condition::HalfOpen { since } => {
                if left(*since, policy.probe_ms, now).is_some() {
                    let open = Condition::Open { since: now };
                    self.begin(if failed { open } else { Condition::default() });
                }
            }
            // No ticket is given while it is open.
            Condition::Open { .. } => {}
        }
    }

    /// Begins its next stretch.
    fn begin(&mut self, condition: Condition) {
        *self = Self { condition, generation: self.generation.wrapping_add(1) };
    }

    const fn granted(&self, is_probe: bool) -> Permit {
        Permit::Granted(Ticket { generation: self.generation, is_probe })
    }
}

fn is_above(window: &Window, threshold_percent: u32, minimum_calls: u32) -> bool {
    let calls = window.calls();
    let share = window.failures().saturating_mul(100);
    calls >= u64::from(minimum_calls) && share > calls.saturating_mul(u64::from(threshold_percent))
}

/// Milliseconds that are left of a wait.
fn left(since: Timestamp, wait_ms: u32, now: Timestamp) -> Option<u32> {
    let gone = now.unix_millis().saturating_sub(since.unix_millis()).max(0);
    let gone = u32::try_from(gone).unwrap_or(u32::MAX);
    wait_ms.checked_sub(gone).filter(|left| *left > 0)
}

fn whole(now: Timestamp) -> Timestamp {
    Timestamp::from_unix_millis(now.unix_millis())
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
