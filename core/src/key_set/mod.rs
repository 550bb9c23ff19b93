//! How long an issuer's published keys serve, and when they are fetched.
//!
//! The state of a cache is small and plain: when keys came, when somebody last tried, when the next
//! attempt is due. One owner fetches; readers ask [`Freshness::lookup`], which is a comparison of
//! instants. How often keys are fetched does not depend on how many ask: beside the timer
//! ([`Freshness::is_due`]) only a key that is not known leads to a fetch, once in ten seconds, and
//! while fetching fails the back-off alone decides. What an answer's caching headers say is nothing.

mod lookup;

use crate::backoff::{Backoff, Delays, Exponential, jitter};
use crate::time::Timestamp;
use crate::time::units::SECOND_MILLIS;
use crate::words::word_set;

pub use lookup::{Lookup, LookupAction};

/// Seconds that keys are fresh for.
pub const KEYS_FRESH_SECONDS: i64 = 3_600;
/// Seconds after which keys are fetched anew, less up to [`REFRESH_JITTER_PERCENT`].
pub const KEYS_REFRESH_SECONDS: i64 = 3_300;
/// Age in seconds up to which keys serve while no fresh ones can be had, where nothing else is set.
pub const KEYS_MAX_STALE_SECONDS: u32 = 86_400;
/// Seconds from one attempt to the next that a key which is not known may lead to.
pub const UNKNOWN_KEY_COOL_DOWN_SECONDS: i64 = 10;
/// Seconds after which a fetch is given up.
pub const KEYS_FETCH_TIMEOUT_SECONDS: i64 = 5;
/// Percent by which the refresh may be earlier.
pub const REFRESH_JITTER_PERCENT: u32 = 10;
/// The largest answer that is read, in bytes.
pub const KEYS_BYTES_MAX: usize = 65_536;
/// The most keys that a set may hold.
pub const KEYS_MAX: usize = 64;
/// How long to wait after a fetch that failed: with full jitter, and as often as it takes.
const FETCH_BACKOFF: Backoff<'_> = Backoff {
    delays: Delays::Exponential(Exponential { base_ms: 1_000, factor: 2, cap_ms: 60_000 }),
    attempts: None,
};

word_set! {
    /// How old the keys are.
    KeySetAge {
        /// There are none.
        Empty "empty",
        /// Good.
        Fresh "fresh",
        /// Good for want of better ones.
        Stale "stale",
        /// No longer good.
        Expired "expired",
    }
}

word_set! {
    /// What happens to a cache of keys.
    KeySetEvent {
        /// A fetch began.
        Started "started",
        /// It brought a set that may replace the old one.
        Fetched "fetched",
        /// It did not.
        Failed "failed",
        /// Somebody wants keys to be fetched now; the old ones serve until then.
        Reload "reload",
        /// Somebody wants the old ones to serve no more.
        Invalidate "invalidate",
    }
}

/// What is known of an issuer's keys, beside the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Freshness {
    /// When the keys came that are held; none while none are.
    pub fetched_at: Option<Timestamp>,
    /// When the last attempt ended, or began if it has not.
    pub attempted_at: Option<Timestamp>,
    /// When the fetch began that is under way.
    pub started_at: Option<Timestamp>,
    /// When to fetch next; none for at once.
    pub due_at: Option<Timestamp>,
    /// How many attempts failed since one did not.
    pub failures: u32,
}

/// Whether an answer's keys may replace those that are held: status 200, a body that is not too
/// large, not too many keys, and at least one that can be used.
#[must_use]
pub const fn is_replacement(status: u16, bytes: usize, keys: usize, usable: usize) -> bool {
    status == 200 && bytes <= KEYS_BYTES_MAX && keys <= KEYS_MAX && usable > 0
}

impl Freshness {
    /// Nothing is held, and a fetch is due.
    pub const EMPTY: Self =
        Self { fetched_at: None, attempted_at: None, started_at: None, due_at: None, failures: 0 };

    /// How old the keys are: fresh for an hour, then stale while they are not older than
    /// `max_stale_seconds`, counted from when they came. 0 lets no stale keys serve.
    #[must_use]
    pub fn age(&self, max_stale_seconds: u32, now: Timestamp) -> KeySetAge {
        let Some(fetched_at) = self.fetched_at else { return KeySetAge::Empty };
        let stale_until = fetched_at.plus_millis(i64::from(max_stale_seconds) * SECOND_MILLIS);
        if now < fetched_at.plus_millis(KEYS_FRESH_SECONDS * SECOND_MILLIS) {
            KeySetAge::Fresh
        } else if now <= stale_until {
            KeySetAge::Stale
        } else {
            KeySetAge::Expired
        }
    }

    /// Whether a fetch is under way. One that has not ended in time is given up.
    #[must_use]
    pub fn is_fetching(&self, now: Timestamp) -> bool {
        self.started_at.is_some_and(|since| within(since, KEYS_FETCH_TIMEOUT_SECONDS, now))
    }

    /// Whether the owner is to fetch now: the timer is up and no fetch is under way. It is up too
    /// when the clock stands before the last attempt, since then it was set back.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        !self.is_fetching(now) && self.is_time(now)
    }

    /// What is known after an event. `random` is drawn anew for each and decides how long to wait.
    #[must_use]
    pub fn after(self, event: KeySetEvent, random: u32, now: Timestamp) -> Self {
        let ended = Self { attempted_at: Some(now), started_at: None, ..self };
        match event {
            KeySetEvent::Started => Self { attempted_at: Some(now), started_at: Some(now), ..self },
            KeySetEvent::Fetched => {
                const WAIT_MS: u32 = KEYS_REFRESH_SECONDS as u32 * 1_000;
                let wait = jitter(WAIT_MS, REFRESH_JITTER_PERCENT, random);
                let due_at = Some(now.plus_millis(i64::from(wait)));
                Self { fetched_at: Some(now), due_at, failures: 0, ..ended }
            }
            KeySetEvent::Failed => {
                const FULL: u32 = 100;
                let wait = FETCH_BACKOFF.delay_ms(self.failures).unwrap_or_default();
                let due_at = Some(now.plus_millis(i64::from(jitter(wait, FULL, random))));
                Self { due_at, failures: self.failures.saturating_add(1), ..ended }
            }
            KeySetEvent::Reload => Self { due_at: None, ..self },
            KeySetEvent::Invalidate => Self { fetched_at: None, due_at: None, ..self },
        }
    }

    fn is_time(&self, now: Timestamp) -> bool {
        self.due_at.is_none_or(|due| now >= due) || self.attempted_at.is_some_and(|at| now < at)
    }
}

/// Whether less than so many seconds have passed. What lies ahead was told by another clock.
fn within(since: Timestamp, seconds: i64, now: Timestamp) -> bool {
    since <= now && now < since.plus_millis(seconds * SECOND_MILLIS)
}

#[cfg(test)]
mod tests;
