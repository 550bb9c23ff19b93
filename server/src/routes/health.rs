//! Whether the server is alive, and whether it can do its work.

use axum::Json;
use axum::extract::State;
use focus_core::Code;
use serde::Serialize;

use crate::causes;
use crate::error::ApiError;
use crate::state::AppState;

#[derive(Serialize)]
pub(super) struct Health {
    status: &'static str,
}

/// The process answers.
pub(super) async fn live() -> Json<Health> {
    Json(Health { status: "live" })
}

/// The database answers and tokens can be judged.
pub(super) async fn ready(State(state): State<AppState>) -> Result<Json<Health>, ApiError> {
    if let Err(error) = state.store.ping().await {
        tracing::error!(cause = causes::told(&error), "the database does not answer");
        return Err(Code::Overloaded.into());
    }
    if !state.verifier.is_ready() {
        return Err(Code::AuthUnavailable.into());
    }
    Ok(Json(Health { status: "ready" }))
}
