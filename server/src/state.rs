//! What every request can reach.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::{KeySetStatus, Verifier};
use crate::clock::Clock;
use crate::config::{CorsOrigins, Deadlines};
use crate::dev::Dev;
use crate::health::{Checkup, Glances};
use crate::jobs::Progress;
use crate::lifecycle::Lifecycle;
use crate::livekit::LiveKit;
use crate::middleware::Permits;
use crate::shared::Shared;
use crate::store::Store;

/// How long the database may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

/// The server's state; clones share it.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// The parts of the state; only the crate looks inside.
pub struct Parts {
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    /// What instances share beside the database.
    pub(crate) shared: Arc<dyn Shared>,
    /// Whether nobody is to be sent here while Redis is away.
    pub(crate) needs_redis: bool,
    pub(crate) verifier: Verifier,
    pub(crate) cors: CorsOrigins,
    pub(crate) deadlines: Deadlines,
    /// What links to the page begin with.
    pub(crate) public_base_url: String,
    /// Where it is in its life.
    pub(crate) life: Lifecycle,
    /// How much is worked on at once.
    pub(crate) permits: Permits,
    /// How its parts are.
    pub(crate) checkup: Checkup,
    pub(crate) glances: Glances,
    /// How far the jobs of this server are.
    pub(crate) jobs: Progress,
    /// None where there are no rooms.
    pub(crate) livekit: Option<LiveKit>,
    /// Only in laptop mode; without it there are no development routes.
    pub(crate) dev: Option<Dev>,
}

impl AppState {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// How every issuer's key set stands.
    #[must_use]
    pub fn key_sets(&self) -> Vec<KeySetStatus> {
        self.verifier.key_sets()
    }

    /// Lets go of the database and of what instances share: nothing is asked afterwards.
    pub(crate) async fn close(&self) {
        self.shared.close();
        if tokio::time::timeout(GOODBYE, self.store.close()).await.is_err() {
            tracing::warn!("the database does not let go");
        }
    }

    /// Fetches every key set now; the keys that are held serve until the new ones are there.
    pub async fn reload_keys(&self) {
        self.verifier.reload_keys().await;
    }

    /// Forgets an issuer's keys and fetches them now: once this returns, no old key serves. False
    /// when there is no such issuer.
    pub async fn invalidate_keys(&self, issuer: &str) -> bool {
        self.verifier.invalidate_keys(issuer).await
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
