//! Caches of what the database is asked again and again. A cache that is away, slow or damaged is
//! none: the database is asked, and nobody is told.

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use focus_core::breaker::{Breaker, Permit, Policy, Ticket, Trip};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{CacheKey, Cached, Family, Result, Shared, Version};
use crate::causes;
use crate::clock::Clock;

/// How long a cache may take: a little longer than a command on a good connection to one server, so
/// that it is the connection that notices first, and is replaced. In a cluster, where a command may
/// take longer, silence is noticed by those who have more patience.
const PATIENCE: Duration = Duration::from_millis(300);
/// After one failure nobody looks into the cache for a second.
const POLICY: Policy =
    Policy { trip: Trip::Consecutive { failures: 1 }, open_ms: 1_000, probe_ms: 1_000 };

/// The caches, wherever they are kept.
pub(crate) struct Caches {
    shared: Arc<dyn Shared>,
    clock: Clock,
    breaker: Mutex<Breaker>,
    slot_counts: Debt,
    /// Whether the last thing that was asked was answered; a change is logged.
    is_well: AtomicBool,
}

/// What was written here, and for how much of it the cached values have been invalidated.
#[derive(Default)]
struct Debt {
    written: AtomicU64,
    invalidated: AtomicU64,
}

impl Debt {
    fn is_open(&self) -> bool {
        self.invalidated.load(Ordering::SeqCst) < self.written.load(Ordering::SeqCst)
    }
}

/// Values that a transaction is about to make stale. From the moment that this is dropped on, they
/// are not believed here until they have been invalidated for everybody, so that neither a request
/// that is given up nor a Redis that is away leaves its own server with old values.
pub(crate) struct Stale<'a> {
    caches: &'a Caches,
    families: &'a [Family],
}

impl Stale<'_> {
    /// Invalidates them, once what was written is true. If that cannot be done now, whoever reads
    /// them here next tries again.
    pub(crate) async fn invalidate(self) {
        let (caches, families) = (self.caches, self.families);
        drop(self);
        for family in families {
            caches.settle(*family).await;
        }
    }
}

impl Drop for Stale<'_> {
    fn drop(&mut self) {
        for family in self.families {
            self.caches.debt(*family).written.fetch_add(1, Ordering::SeqCst);
        }
    }
}

impl Caches {
    pub(crate) fn new(shared: Arc<dyn Shared>, clock: Clock) -> Self {
        Self {
            shared,
            clock,
            breaker: Mutex::default(),
            slot_counts: Debt::default(),
            is_well: AtomicBool::new(true),
        }
    }

    /// The cached value; else the one that `load` fetches, which is cached then.
    ///
    /// # Errors
    /// Those of `load`.
    pub(crate) async fn read<T, E, F>(
        &self,
        key: &CacheKey,
        load: impl FnOnce() -> F,
    ) -> std::result::Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        F: Future<Output = std::result::Result<T, E>>,
    {
        let Some(Cached { version, value }) = self.look(key).await else { return load().await };
        match value.map(serde_json::from_value).transpose() {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => {}
            Err(error) => {
                let (family, error) = (key.family.name(), error.to_string());
                tracing::warn!(family, error, "a cached value is not well-formed");
            }
        }
        // The version was read before this is, so what is written from now on is noticed.
        let value = load().await?;
        self.keep(key, version, &value).await;
        Ok(value)
    }

    /// Values of these families are going to be stale: made before the commit.
    pub(crate) const fn stale<'a>(&'a self, families: &'a [Family]) -> Stale<'a> {
        Stale { caches: self, families }
    }

    async fn look(&self, key: &CacheKey) -> Option<Cached> {
        let ticket = self.permit()?;
        if self.debt(key.family).is_open() && !self.settle(key.family).await {
            self.report(ticket, true);
            return None;
        }
        self.answered(ticket, self.shared.cached(key)).await
    }

    async fn keep<T: Serialize>(&self, key: &CacheKey, version: Version, value: &T) {
        let value = match serde_json::to_value(value) {
            Ok(value) => value,
            Err(error) => {
                let (family, error) = (key.family.name(), error.to_string());
                tracing::error!(family, error, "a value cannot be cached");
                return;
            }
        };
        let Some(ticket) = self.permit() else { return };
        let lifetime = key.family.lifetime();
        self.answered(ticket, self.shared.cache(key, version, &value, lifetime)).await;
    }

    /// Invalidates what was written so far; whether that is done. Somebody who writes tries in any
    /// case: others would be left with what was before.
    async fn settle(&self, family: Family) -> bool {
        if self.shared.generation() == 0 {
            return false;
        }
        let debt = self.debt(family);
        let written = debt.written.load(Ordering::SeqCst);
        let is_done = self.in_time(self.shared.invalidate(family)).await.is_some();
        if is_done {
            debt.invalidated.fetch_max(written, Ordering::SeqCst);
        }
        is_done
    }

    const fn debt(&self, family: Family) -> &Debt {
        match family {
            Family::SlotCounts => &self.slot_counts,
        }
    }

    /// Whether to look into the cache at all.
    fn permit(&self) -> Option<Ticket> {
        if self.shared.generation() == 0 {
            return None;
        }
        match self.breaker().ask(&POLICY, self.clock.real()) {
            Permit::Granted(ticket) => Some(ticket),
            Permit::Refused { .. } => None,
        }
    }

    async fn answered<T>(
        &self,
        ticket: Ticket,
        asked: impl Future<Output = Result<T>>,
    ) -> Option<T> {
        let answer = self.in_time(asked).await;
        self.report(ticket, answer.is_none());
        answer
    }

    fn report(&self, ticket: Ticket, failed: bool) {
        self.breaker().report(ticket.generation, failed, &POLICY, self.clock.real());
    }

    async fn in_time<T>(&self, asked: impl Future<Output = Result<T>>) -> Option<T> {
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => {
                if !self.is_well.swap(true, Ordering::Relaxed) {
                    tracing::info!("caches are used again");
                }
                Some(answer)
            }
            Ok(Err(error)) => {
                self.failed(&causes::told(&error));
                None
            }
            Err(_) => {
                self.failed(&"no answer in time");
                None
            }
        }
    }

    fn failed(&self, cause: &dyn Display) {
        if self.is_well.swap(false, Ordering::Relaxed) {
            tracing::warn!(%cause, "caches are not used: the database is asked instead");
        }
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        // Nothing panics while it is held.
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
