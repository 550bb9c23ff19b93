//! The keys of one issuer, ready to be read. One task owns them and fetches ([`owner`]); readers
//! look at a snapshot that is swapped in whole, and wait only for a key that nobody knows yet.

mod fetch;
mod owner;
mod status;

use std::sync::Arc;
use std::time::Duration;

use arc_swap::{ArcSwap, Guard};
use focus_core::Timestamp;
use focus_core::key_set::{Freshness, KeySetAge, LookupAction};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use url::Url;

use super::algorithm::Algorithm;
use super::key_set::KeySet;
use super::refusal::Refusal;
use crate::clock::Clock;
use fetch::Fetcher;
use owner::{Order, Owner};
use status::Counters;

pub use fetch::Outcome;
pub use status::KeySetStatus;

/// How long a request waits at most for a key that is not known.
const PATIENCE: Duration = Duration::from_secs(1);
/// Orders that may wait for the owner.
const ORDERS: usize = 16;

/// Where keys come from and how long they serve.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) url: Url,
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) max_stale_seconds: u32,
}

/// The keys of one issuer. Dropping it ends its task.
pub(super) struct KeyCache {
    shared: Arc<Shared>,
    orders: mpsc::Sender<Order>,
    owner: JoinHandle<()>,
}

struct Shared {
    snapshot: ArcSwap<Snapshot>,
    /// Told whenever the snapshot is another one.
    changes: watch::Sender<()>,
    /// Tells the owner that a token names a key which is not known.
    wanted: Notify,
    counters: Counters,
    max_stale_seconds: u32,
    clock: Clock,
}

/// What is known at some time. Never changed, only replaced.
#[derive(Clone)]
pub(super) struct Snapshot {
    freshness: Freshness,
    pub(super) keys: Option<Arc<KeySet>>,
    /// Counts the sets that were not the same as the one before.
    pub(super) generation: u64,
    /// Whether the fetch under way takes longer than anybody should wait.
    is_slow: bool,
}

impl Snapshot {
    const EMPTY: Self =
        Self { freshness: Freshness::EMPTY, keys: None, generation: 0, is_slow: false };
}

impl KeyCache {
    /// Begins to fetch.
    ///
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub(super) fn start(source: Source, clock: Clock) -> Result<Self, reqwest::Error> {
        let max_stale_seconds = source.max_stale_seconds;
        let fetcher = Fetcher::new(source.url, source.algorithms)?;
        let shared = Arc::new(Shared {
            snapshot: ArcSwap::from_pointee(Snapshot::EMPTY),
            changes: watch::Sender::new(()),
            wanted: Notify::new(),
            counters: Counters::default(),
            max_stale_seconds,
            clock,
        });
        let (orders, received) = mpsc::channel(ORDERS);
        let owner = Owner::new(Arc::clone(&shared), fetcher, received);
        Ok(Self { shared, orders, owner: tokio::spawn(owner.run()) })
    }

    /// The keys to look for a token's key in. At once if it is among them; a `kid` that is not
    /// waits for one fetch that all share, for a second at most.
    ///
    /// # Errors
    /// [`Refusal::Unavailable`] when there are no keys that serve, or when nobody can tell whether
    /// this one exists.
    pub(super) async fn keys_for(
        &self,
        kid: Option<&str>,
    ) -> Result<Guard<Arc<Snapshot>>, Refusal> {
        if let Some(answer) = self.look(kid) {
            return answer;
        }
        let looked = async {
            let mut changes = self.shared.changes.subscribe();
            loop {
                // Subscribed before looking, so that no change is missed.
                if let Some(answer) = self.look(kid) {
                    return answer;
                }
                self.shared.wanted.notify_one();
                if changes.changed().await.is_err() {
                    return Err(Refusal::Unavailable);
                }
            }
        };
        let looked = tokio::time::timeout(PATIENCE, looked).await;
        looked.unwrap_or(Err(Refusal::Unavailable))
    }

    /// What can be said right now; none while it is worth waiting.
    fn look(&self, kid: Option<&str>) -> Option<Result<Guard<Arc<Snapshot>>, Refusal>> {
        let snapshot = self.shared.snapshot.load();
        let keys = snapshot.keys.as_deref();
        let is_known = keys.is_some_and(|keys| kid.is_none_or(|kid| keys.knows(kid)));
        let (max_stale, now) = (self.shared.max_stale_seconds, self.shared.clock.real());
        match snapshot.freshness.lookup(is_known, max_stale, now).action {
            LookupAction::Serve | LookupAction::Refuse => Some(Ok(snapshot)),
            LookupAction::Unavailable => Some(Err(Refusal::Unavailable)),
            LookupAction::Fetch | LookupAction::Wait if snapshot.is_slow => {
                Some(Err(Refusal::Unavailable))
            }
            LookupAction::Fetch | LookupAction::Wait => None,
        }
    }

    /// Notes that a token named a key that does not exist.
    pub(super) fn note_unknown_kid(&self) {
        self.shared.counters.unknown_kid();
    }

    /// Whether keys of this generation still serve.
    pub(super) fn serves(&self, generation: u64, now: Timestamp) -> bool {
        let snapshot = self.shared.snapshot.load();
        snapshot.generation == generation && self.shared.is_usable(&snapshot, now)
    }

    /// Whether there are keys that serve.
    pub(super) fn is_ready(&self, now: Timestamp) -> bool {
        self.shared.is_usable(&self.shared.snapshot.load(), now)
    }

    /// Waits until the first fetch has ended, however it did.
    pub(super) async fn attempted(&self) {
        let mut changes = self.shared.changes.subscribe();
        let has_ended = |snapshot: &Snapshot| {
            let Freshness { attempted_at, started_at, .. } = snapshot.freshness;
            attempted_at.is_some() && started_at.is_none()
        };
        while !has_ended(&self.shared.snapshot.load()) && changes.changed().await.is_ok() {}
    }

    /// Fetches now; the keys that are held serve until then.
    pub(super) async fn reload(&self) {
        self.order(Order::Reload).await;
    }

    /// Forgets the keys and fetches now. Once this returns, no old key serves.
    pub(super) async fn invalidate(&self) {
        self.order(Order::Invalidate).await;
    }

    async fn order(&self, order: fn(oneshot::Sender<()>) -> Order) {
        let (taken, is_taken) = oneshot::channel();
        if self.orders.send(order(taken)).await.is_ok() {
            // An owner that is gone serves nobody.
            let _ = is_taken.await;
        }
    }
}

impl Shared {
    fn age(&self, snapshot: &Snapshot, now: Timestamp) -> KeySetAge {
        snapshot.freshness.age(self.max_stale_seconds, now)
    }

    fn is_usable(&self, snapshot: &Snapshot, now: Timestamp) -> bool {
        matches!(self.age(snapshot, now), KeySetAge::Fresh | KeySetAge::Stale)
    }
}

impl Drop for KeyCache {
    fn drop(&mut self) {
        self.owner.abort();
    }
}
