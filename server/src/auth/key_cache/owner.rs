//! The one task that fetches an issuer's keys and replaces the snapshot that everybody reads.

use std::pin::pin;
use std::sync::Arc;

use focus_core::key_set::{Freshness, KeySetEvent, LookupAction};
use tokio::sync::{mpsc, oneshot};

use super::fetch::{FetchError, Fetcher, Outcome};
use super::{KeySet, PATIENCE, Shared, Snapshot};
use crate::ids;

/// What an operator may want. The sender is told once it is so.
pub(super) enum Order {
    Reload(oneshot::Sender<()>),
    Invalidate(oneshot::Sender<()>),
}

pub(super) struct Owner {
    shared: Arc<Shared>,
    fetcher: Fetcher,
    orders: mpsc::Receiver<Order>,
    current: Snapshot,
}

/// Nobody is left who could ask for keys.
struct Gone;

impl Owner {
    pub(super) fn new(
        shared: Arc<Shared>,
        fetcher: Fetcher,
        orders: mpsc::Receiver<Order>,
    ) -> Self {
        Self { shared, fetcher, orders, current: Snapshot::EMPTY }
    }

    /// Fetches whenever it is due, until the cache is dropped.
    pub(super) async fn run(mut self) {
        while self.wait().await.is_ok() && self.fetch().await.is_ok() {}
    }

    /// Waits until a fetch is due: by the timer, an order, or a token whose key is not known.
    async fn wait(&mut self) -> Result<(), Gone> {
        loop {
            let (freshness, now) = (self.current.freshness, self.shared.clock.real());
            let Some(due_at) = freshness.due_at.filter(|_| !freshness.is_due(now)) else {
                return Ok(());
            };
            tokio::select! {
                () = self.shared.clock.wait_until(due_at) => {}
                () = self.shared.wanted.notified() => {
                    let (max_stale, now) =
                        (self.shared.max_stale_seconds, self.shared.clock.real());
                    let lookup = self.current.freshness.lookup(false, max_stale, now);
                    if lookup.action == LookupAction::Fetch {
                        return Ok(());
                    }
                }
                order = self.orders.recv() => self.obey(order.ok_or(Gone)?),
            }
        }
    }

    /// One fetch, until it brought keys or did not.
    async fn fetch(&mut self) -> Result<(), Gone> {
        self.note(KeySetEvent::Started);
        let fetcher = self.fetcher.clone();
        let mut fetched = pin!(fetcher.fetch());
        let mut patience = pin!(tokio::time::sleep(PATIENCE));
        let outcome = loop {
            tokio::select! {
                outcome = &mut fetched => break outcome,
                () = &mut patience, if !self.current.is_slow => {
                    self.current.is_slow = true;
                    self.publish();
                }
                order = self.orders.recv() => {
                    self.obey(order.ok_or(Gone)?);
                    // What is under way may bring what was there before the order.
                    fetched.set(fetcher.fetch());
                    patience.set(tokio::time::sleep(PATIENCE));
                    self.note(KeySetEvent::Started);
                }
            }
        };
        match outcome {
            Ok(keys) => self.take(keys),
            Err(error) => self.do_without(&error),
        }
        Ok(())
    }

    fn take(&mut self, keys: KeySet) {
        let origin = self.fetcher.origin();
        let old = self.current.keys.as_deref();
        let outcome = match old {
            Some(old) if old.is_same(&keys) => Outcome::Unchanged,
            _ => Outcome::Replaced,
        };
        if old.is_some_and(|old| keys.has_new_material(old)) {
            self.shared.counters.new_material();
            tracing::warn!(origin, "a key of the key set has its old name and new material");
        }
        let skipped: Vec<_> = keys.skipped().map(|problem| problem.code()).collect();
        if !skipped.is_empty() {
            let reasons = skipped.join(" ");
            tracing::warn!(origin, skipped = skipped.len(), reasons, "unusable keys are left out");
        }
        if outcome == Outcome::Replaced {
            self.current.generation += 1;
        }
        self.current.keys = Some(Arc::new(keys));
        self.shared.counters.fetched(outcome);
        self.note(KeySetEvent::Fetched);
    }

    fn do_without(&mut self, error: &FetchError) {
        self.shared.counters.fetched(error.outcome());
        self.note(KeySetEvent::Failed);
        let Freshness { failures, fetched_at, .. } = self.current.freshness;
        let now = self.shared.clock.real();
        let state = self.shared.age(&self.current, now).as_str();
        let age_ms = fetched_at.map(|at| now.unix_millis().saturating_sub(at.unix_millis()));
        let (origin, reason) = (self.fetcher.origin(), error.to_string());
        tracing::warn!(origin, reason, failures, state, age_ms, "the key set could not be fetched");
    }

    fn obey(&mut self, order: Order) {
        let taken = match order {
            Order::Reload(taken) => {
                self.note(KeySetEvent::Reload);
                taken
            }
            Order::Invalidate(taken) => {
                self.current.keys = None;
                self.current.generation += 1;
                self.note(KeySetEvent::Invalidate);
                taken
            }
        };
        // Whoever ordered it may have gone.
        let _ = taken.send(());
    }

    fn note(&mut self, event: KeySetEvent) {
        let now = self.shared.clock.real();
        self.current.freshness = self.current.freshness.after(event, ids::any(), now);
        self.current.is_slow = false;
        self.publish();
    }

    fn publish(&self) {
        self.shared.snapshot.store(Arc::new(self.current.clone()));
        self.shared.changes.send_replace(());
    }
}
