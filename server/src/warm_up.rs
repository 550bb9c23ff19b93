//! What would otherwise be made for the first request is made before the server says it is ready.

use crate::causes;
use crate::lifecycle::Life;
use crate::openapi;
use crate::state::AppState;

/// Makes everything, asks for everything once, and is ready then. What fails is told and does not
/// hold it up: readiness looks for itself whether the database answers and keys are usable.
pub(crate) async fn warm_up(state: &AppState) {
    tokio::join!(beforehand(state), state.verifier.attempted());
    state.life.reach(Life::Ready);
    tracing::info!("everything that can be made beforehand is made");
}

/// What waits for nobody's keys.
pub(crate) async fn beforehand(state: &AppState) {
    // What else is to be there before anybody comes goes here, as a line of its own.
    tokio::join!(documents(), connections(state));
}

/// The document and its page.
async fn documents() {
    // A panic is logged where it happens, and the first request has another go.
    let _ = tokio::task::spawn_blocking(openapi::render).await;
}

/// The connections that are kept at least.
async fn connections(state: &AppState) {
    if let Err(error) = state.store.warm_up().await {
        tracing::warn!(cause = causes::told(&error), "connections could not be opened beforehand");
    }
}
