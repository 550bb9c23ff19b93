//! No more requests are worked on at once than the server bears.
//!
//! One semaphore for all routes. Whoever gets no permit is told at once to come again: a queue would
//! only make everybody late. A permit is held until the head of the answer is made. What is left
//! then costs no work: bodies are in memory, and a stream of events waits nearly all of its life,
//! so streams that held permits would shut everybody else out. Nor is one held while a client is
//! waited for that has announced a body and does not send it ([`Place`]).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use focus_core::Code;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::ApiError;
use crate::state::AppState;

/// Who asks how the server is must be told so when it has the most to do.
const EXEMPT: [&str; 2] = ["/health", "/monitoring/health"];

/// How many requests may be worked on at once.
pub(crate) struct Permits(Arc<Semaphore>);

/// A request's place among those that are worked on. It stands among the request's extensions.
#[derive(Clone)]
pub(crate) struct Place(Arc<Mutex<Option<OwnedSemaphorePermit>>>);

impl Place {
    /// Gives it up while the client is waited for.
    pub(crate) fn leave(&self) {
        *self.permit() = None;
    }

    /// Takes one again.
    ///
    /// # Errors
    /// `OVERLOADED` when there is none.
    pub(crate) fn come_back(&self, permits: &Permits) -> Result<(), Code> {
        *self.permit() = Some(permits.acquire()?);
        Ok(())
    }

    fn permit(&self) -> MutexGuard<'_, Option<OwnedSemaphorePermit>> {
        // Nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permits {
    pub(crate) fn new(count: u32) -> Self {
        let count = usize::try_from(count).unwrap_or(Semaphore::MAX_PERMITS);
        Self(Arc::new(Semaphore::new(count)))
    }

    fn acquire(&self) -> Result<OwnedSemaphorePermit, Code> {
        Arc::clone(&self.0).try_acquire_owned().map_err(|_| Code::Overloaded)
    }
}

/// Whether requests for this path need a permit.
pub(crate) fn needs_permit(path: &str) -> bool {
    let is_at = |exempt: &str| {
        path.strip_prefix(exempt).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    !EXEMPT.into_iter().any(is_at)
}

pub(super) async fn admit(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    if !needs_permit(request.uri().path()) {
        return next.run(request).await;
    }
    let place = match state.permits.acquire() {
        Ok(permit) => Place(Arc::new(Mutex::new(Some(permit)))),
        Err(code) => return ApiError::from(code).into_response(),
    };
    request.extensions_mut().insert(place.clone());
    let answer = next.run(request).await;
    place.leave();
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_about_health_need_no_permit_and_nothing_else_is_exempt() {
        for path in ["/health", "/health/live", "/health/ready", "/monitoring/health"] {
            assert!(!needs_permit(path), "{path}");
        }
        for path in ["/", "/healthz", "/api/v1/time", "/monitoring", "/api/v1/health", "/dev/fault"]
        {
            assert!(needs_permit(path), "{path}");
        }
    }
}
