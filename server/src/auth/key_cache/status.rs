//! What is measured of a key set.

use std::sync::atomic::{AtomicU64, Ordering};

use focus_core::Timestamp;
use focus_core::key_set::KeySetAge;

use super::{KeyCache, Outcome};

/// How an issuer's keys stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySetStatus {
    /// The issuer.
    pub issuer: String,
    /// How old they are, in words.
    pub state: KeySetAge,
    /// How old they are, in milliseconds; none while there are none.
    pub age_ms: Option<i64>,
    /// Keys that can be used.
    pub usable_keys: usize,
    /// Keys that were left out.
    pub skipped_keys: usize,
    /// Fetches that failed since one did not.
    pub failures: u32,
    /// Fetches since the start, by what became of them.
    pub fetches: Vec<(Outcome, u64)>,
    /// Tokens that named a key which does not exist.
    pub unknown_kids: u64,
    /// Times that a key kept its name and was another one.
    pub new_material: u64,
}

#[derive(Default)]
pub(super) struct Counters {
    fetches: [AtomicU64; Outcome::ALL.len()],
    unknown_kids: AtomicU64,
    new_material: AtomicU64,
}

impl Counters {
    pub(super) fn fetched(&self, outcome: Outcome) {
        for (counter, known) in self.fetches.iter().zip(Outcome::ALL) {
            if known == outcome {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    pub(super) fn unknown_kid(&self) {
        self.unknown_kids.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn new_material(&self) {
        self.new_material.fetch_add(1, Ordering::Relaxed);
    }
}

impl KeyCache {
    /// How the keys stand.
    pub(in crate::auth) fn status(&self, issuer: &str, now: Timestamp) -> KeySetStatus {
        let snapshot = self.shared.snapshot.load();
        let counters = &self.shared.counters;
        let fetched_at = snapshot.freshness.fetched_at;
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        KeySetStatus {
            issuer: issuer.to_owned(),
            state: self.shared.age(&snapshot, now),
            age_ms: fetched_at.map(|at| now.unix_millis().saturating_sub(at.unix_millis())),
            usable_keys: snapshot.keys.as_ref().map_or(0, |keys| keys.usable()),
            skipped_keys: snapshot.keys.as_ref().map_or(0, |keys| keys.skipped().len()),
            failures: snapshot.freshness.failures,
            fetches: Outcome::ALL.into_iter().zip(counters.fetches.iter().map(count)).collect(),
            unknown_kids: count(&counters.unknown_kids),
            new_material: count(&counters.new_material),
        }
    }
}
