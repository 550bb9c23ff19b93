//! Whether the server is alive, whether it can do its work, and how its parts are.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use focus_core::Code;
use focus_core::health::{self, Health};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{ApiError, RETRY_AFTER_SECONDS};
use crate::health::Report;
use crate::lifecycle::Life;
use crate::openapi::{About, Operation, Output};
use crate::state::AppState;

pub(super) const LIVE_ABOUT: About =
    About { summary: "Whether the process answers", refusals: &[] };

pub(super) const READY_ABOUT: About = About {
    summary: "Whether clients may be sent here: it has started and does not stop, the database \
              answers and tokens can be judged",
    refusals: &[Code::Overloaded, Code::AuthUnavailable],
};

pub(super) const HEALTH_ABOUT: About = About {
    summary: "How the server and its parts are; 503 when it cannot work without one that is unwell",
    refusals: &[],
};

pub(super) const LIVEKIT_ABOUT: About =
    About { summary: "Whether there are rooms to talk in", refusals: &[] };

#[derive(Serialize, JsonSchema)]
pub(super) struct Probe {
    status: &'static str,
}

/// The process answers.
pub(super) async fn live() -> Json<Probe> {
    Json(Probe { status: "live" })
}

/// Clients may be sent here.
pub(super) async fn ready(State(state): State<AppState>) -> Result<Json<Probe>, ApiError> {
    if state.life.now() >= Life::Draining {
        return Err(ApiError::from(Code::Overloaded).saying("The server is stopping.".to_owned()));
    }
    state.glances.database(&state.store).await?;
    if state.needs_redis {
        state.glances.redis(&*state.shared).await?;
    }
    if !state.verifier.is_ready() {
        return Err(Code::AuthUnavailable.into());
    }
    if state.life.now() == Life::Starting {
        return Err(ApiError::from(Code::Overloaded).saying("The server is starting.".to_owned()));
    }
    Ok(Json(Probe { status: "ready" }))
}

/// How the server is, with the status that the core gives it.
pub(super) struct Checked(Report);

pub(super) async fn health(State(state): State<AppState>) -> Checked {
    Checked(state.checkup.report(&state).await)
}

impl IntoResponse for Checked {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(health::http_status(self.0.status()));
        let status = status.unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let again = (status == StatusCode::SERVICE_UNAVAILABLE)
            .then_some([(RETRY_AFTER, RETRY_AFTER_SECONDS)]);
        (status, again.map(axum::response::AppendHeaders), Json(self.0)).into_response()
    }
}

impl Output for Checked {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers::<Report>(StatusCode::OK);
        operation.answers::<Report>(StatusCode::SERVICE_UNAVAILABLE);
    }
}

pub(super) const REDIS_ABOUT: About =
    About { summary: "Whether Redis answers, or what stands in for it; never 503", refusals: &[] };

#[derive(Serialize, JsonSchema)]
pub(super) struct RedisProbe {
    /// `healthy` or `unhealthy`.
    status: &'static str,
    service: &'static str,
    /// Why it is unhealthy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    error: Option<&'static str>,
}

/// Whether what instances share answers: Redis, or in its place this process.
pub(super) async fn redis(State(state): State<AppState>) -> Json<RedisProbe> {
    let answered = state.glances.redis(&*state.shared).await;
    let health = if answered.is_ok() { Health::Healthy } else { Health::Unhealthy };
    let error = answered.is_err().then_some("Redis does not answer.");
    Json(RedisProbe { status: health.as_str(), service: "redis", error })
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Rooms {
    /// `configured` or `not_configured`.
    status: &'static str,
    service: &'static str,
    /// A sentence for people.
    message: &'static str,
}

/// Whether the server signs tokens for rooms. LiveKit itself is not asked.
pub(super) async fn livekit(State(state): State<AppState>) -> Json<Rooms> {
    let (status, message) = match state.livekit {
        Some(_) => ("configured", "Tokens for LiveKit's rooms are signed."),
        None => ("not_configured", "No rooms: LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not set."),
    };
    Json(Rooms { status, service: "livekit", message })
}
