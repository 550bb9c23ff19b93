//! What becomes of a token that names a key.

use crate::time::Timestamp;
use crate::time::units::SECOND_MILLIS;
use crate::words::word_set;

use super::{Freshness, KeySetAge, UNKNOWN_KEY_COOL_DOWN_SECONDS, within};

word_set! {
    /// What to do for a token.
    LookupAction {
        /// Verify it with the key that is held.
        Serve "serve",
        /// Fetch, then look again.
        Fetch "fetch",
        /// Wait for the fetch that is under way, then look again.
        Wait "wait",
        /// Refuse it: there is no such key.
        Refuse "refuse",
        /// Tell that it cannot be judged right now.
        Unavailable "unavailable",
    }
}

/// What to do for a token, and when to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// What to do.
    pub action: LookupAction,
    /// Milliseconds, rounded up, until asking may lead to a fetch; none unless nobody can judge the
    /// token right now.
    pub retry_after_ms: Option<u32>,
}

impl Freshness {
    /// What to do for a token whose key is held (`is_known`) or is not.
    ///
    /// A held key serves while keys are fresh or stale. Else, unless a fetch is under way already,
    /// one is made if it may be: when the timer is up, and for a key that is not among usable ones
    /// ten seconds after the last attempt if that one worked. Where none may be made, the token is
    /// refused if the last attempt worked, and cannot be judged if it failed.
    #[must_use]
    pub fn lookup(&self, is_known: bool, max_stale_seconds: u32, now: Timestamp) -> Lookup {
        let age = self.age(max_stale_seconds, now);
        let is_usable = matches!(age, KeySetAge::Fresh | KeySetAge::Stale);
        if is_usable && is_known {
            return LookupAction::Serve.into();
        }
        if self.is_fetching(now) {
            return LookupAction::Wait.into();
        }
        let cool_until = self
            .attempted_at
            .filter(|at| is_usable && within(*at, UNKNOWN_KEY_COOL_DOWN_SECONDS, now))
            .map(|at| at.plus_millis(UNKNOWN_KEY_COOL_DOWN_SECONDS * SECOND_MILLIS));
        let has_failed = self.failures > 0;
        // While nothing fails, a key that is not known need not wait for the timer.
        let back_off = self.due_at.filter(|_| (has_failed || !is_usable) && !self.is_time(now));
        // A fetch that was given up did not work either.
        let did_work = is_usable && !has_failed && self.started_at.is_none();
        match (cool_until.max(back_off), !did_work) {
            (None, _) => LookupAction::Fetch.into(),
            (Some(_), false) => LookupAction::Refuse.into(),
            (Some(until), true) => {
                let micros = until.unix_micros().saturating_sub(now.unix_micros());
                let wait = u32::try_from(micros.saturating_add(999) / 1_000).unwrap_or(u32::MAX);
                Lookup { action: LookupAction::Unavailable, retry_after_ms: Some(wait) }
            }
        }
    }
}

impl From<LookupAction> for Lookup {
    fn from(action: LookupAction) -> Self {
        Self { action, retry_after_ms: None }
    }
}
