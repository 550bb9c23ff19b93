//! What every request can reach.

use std::ops::Deref;
use std::sync::Arc;

use crate::auth::Verifier;
use crate::clock::Clock;
use crate::config::{CorsOrigins, Deadlines};
use crate::dev::Dev;
use crate::store::Store;

/// The server's state; clones share it.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// The parts of the state; only the crate looks inside.
pub struct Parts {
    pub(crate) clock: Clock,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) verifier: Verifier,
    pub(crate) cors: CorsOrigins,
    pub(crate) deadlines: Deadlines,
    /// Only in laptop mode; without it there are no development routes.
    pub(crate) dev: Option<Dev>,
}

impl AppState {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
