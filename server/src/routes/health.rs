//! Whether the server is alive, and whether it can do its work.

use axum::Json;
use axum::extract::State;
use focus_core::Code;
use schemars::JsonSchema;
use serde::Serialize;

use crate::causes;
use crate::error::ApiError;
use crate::openapi::About;
use crate::state::AppState;

pub(super) const LIVE_ABOUT: About =
    About { summary: "Whether the process answers", refusals: &[] };

pub(super) const READY_ABOUT: About = About {
    summary: "Whether the database answers and tokens can be judged",
    refusals: &[Code::Overloaded, Code::AuthUnavailable],
};

#[derive(Serialize, JsonSchema)]
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
