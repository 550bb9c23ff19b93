//! The rolling window: what is left of a quota, and when a request may come again.

use alloc::vec::Vec;

use super::{LIMIT_PARTS, Quota};
use crate::order;
use crate::time::Timestamp;
use crate::time::units::{MILLI_MICROS, SECOND_MICROS};

/// What was let through in one part of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Taken {
    /// When the last of it was.
    pub at: Timestamp,
    /// How much it was.
    pub count: u32,
}

/// A limit and its state: at most [`LIMIT_PARTS`] + 1 entries, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    quota: Quota,
    taken: Vec<Taken>,
}

/// How a limit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What may be taken right now.
    pub remaining: u32,
    /// When that grows, unless more is taken: the oldest part leaves the window. This very instant
    /// for a limit of which nothing is taken.
    pub reset_at: Timestamp,
}

/// What several limits say of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of them let it through, and it was taken from each.
    Admitted,
    /// One of them does not, and it was taken from none.
    Refused {
        /// The first instant at which all of them would, unless more is taken before; none when
        /// it costs more than a whole quota.
        retry_at: Option<Timestamp>,
    },
}

/// Takes a request's cost from all limits, or from none.
///
/// Time may step back: what was let through later than now counts as let through now. So a clock
/// that is set back makes a limit stricter, for one window at most, and never looser. The states
/// are worth keeping after a refusal too, since that is noted in them.
///
/// A cost of 0 is let through always and takes nothing: it looks how the limits stand.
pub fn take(limits: &mut [Limit], cost: u32, now: Timestamp) -> Verdict {
    let mut retry_at = Some(now);
    for limit in &mut *limits {
        limit.settle(now);
        let free_at = limit.free_at(cost, now);
        retry_at = retry_at.zip(free_at).map(|(one, other)| one.max(other));
    }
    if retry_at != Some(now) {
        return Verdict::Refused { retry_at };
    }
    for limit in limits {
        limit.add(cost, now);
    }
    Verdict::Admitted
}

impl Limit {
    /// A limit of which nothing was taken.
    #[must_use]
    pub const fn new(quota: Quota) -> Self {
        Self { quota, taken: Vec::new() }
    }

    /// A limit with a state that was kept, in any order.
    #[must_use]
    pub fn with(quota: Quota, mut taken: Vec<Taken>) -> Self {
        taken.retain(|taken| taken.count > 0);
        order::sort_by_key(&mut taken, |taken| taken.at);
        Self { quota, taken }
    }

    /// What it limits to.
    #[must_use]
    pub const fn quota(&self) -> Quota {
        self.quota
    }

    /// Its state.
    #[must_use]
    pub fn taken(&self) -> &[Taken] {
        &self.taken
    }

    /// How it stands, as [`take`] left it at this instant; none for one that limits nobody.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Option<Standing> {
        if self.quota.is_unlimited() {
            return None;
        }
        let left = i64::from(self.quota.amount) - self.used();
        let remaining = u32::try_from(left).unwrap_or(0);
        // A whole quota cannot grow.
        let reset_at = self.free_at(remaining.saturating_add(1), now).unwrap_or(now);
        Some(Standing { remaining, reset_at })
    }

    /// When a cost is free: now, or when enough has left the window; never beyond the quota.
    fn free_at(&self, cost: u32, now: Timestamp) -> Option<Timestamp> {
        if self.quota.is_unlimited() || cost == 0 {
            return Some(now);
        }
        let mut room = i64::from(self.quota.amount) - self.used() - i64::from(cost);
        let mut free_at = now;
        for taken in &self.taken {
            if room >= 0 {
                break;
            }
            room += i64::from(taken.count);
            free_at = taken.at.plus_millis(self.window_micros() / MILLI_MICROS);
        }
        (room >= 0).then_some(free_at)
    }

    /// Forgets what has left the window, and dates what seems to come from the future.
    fn settle(&mut self, now: Timestamp) {
        let window = self.window_micros().unsigned_abs();
        let gone =
            self.taken.iter().take_while(|taken| now.micros_since(taken.at) >= window).count();
        if gone > 0 {
            self.taken.drain(..gone);
        }
        let mut ahead = 0_u32;
        while let Some(last) = self.taken.pop_if(|last| last.at > now) {
            ahead = ahead.saturating_add(last.count);
        }
        self.add(ahead, now);
    }

    fn add(&mut self, count: u32, now: Timestamp) {
        if count == 0 || self.quota.is_unlimited() {
            return;
        }
        let width = self.window_micros().unsigned_abs().div_ceil(u64::from(LIMIT_PARTS));
        let width = i64::try_from(width).unwrap_or(i64::MAX).max(1);
        let part = |at: Timestamp| at.unix_micros().div_euclid(width);
        match self.taken.last_mut() {
            Some(last) if part(last.at) == part(now) => {
                last.at = now;
                last.count = last.count.saturating_add(count);
            }
            _ => self.taken.push(Taken { at: now, count }),
        }
    }

    fn used(&self) -> i64 {
        self.taken.iter().map(|taken| i64::from(taken.count)).sum()
    }

    const fn window_micros(&self) -> i64 {
        self.quota.window_seconds as i64 * SECOND_MICROS
    }
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
