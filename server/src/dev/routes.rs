//! The routes of laptop mode.

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use focus_core::{Code, SessionId, Timestamp};
use serde::Serialize;
use serde_json::Value;

use super::fault::{Fault, parse_fault};
use super::people::{self, Human, PEOPLE};
use super::{Dev, JWKS_PATH, clock, seed};
use crate::error::ApiError;
use crate::extract::JsonBody;
use crate::routes::{Fresh, fresh};
use crate::state::AppState;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route(JWKS_PATH, get(jwks))
        .route("/users", get(users))
        .route("/token", post(token))
        .route("/clock", get(read_clock).post(move_clock))
        .route("/table", post(table))
        .route("/fault", post(fault))
}

#[derive(Serialize)]
struct Users {
    users: &'static [Human],
}

#[derive(Serialize)]
struct Token {
    access_token: String,
    expires_at: Timestamp,
    user: &'static Human,
}

#[derive(Serialize)]
struct ClockReading {
    now: Timestamp,
    unix_ms: i64,
    offset_ms: i64,
}

#[derive(Serialize)]
struct Table {
    session_id: SessionId,
}

async fn jwks(State(state): State<AppState>) -> Result<Json<Value>, ApiError> {
    Ok(Json(dev(&state)?.keys.jwks().clone()))
}

async fn users() -> Json<Users> {
    Json(Users { users: &PEOPLE })
}

async fn token(
    State(state): State<AppState>,
    JsonBody(body, _): JsonBody<()>,
) -> Result<Fresh<Token>, ApiError> {
    let user = people::parse(&body)?;
    let token = dev(&state)?.keys.token(user, state.clock.real());
    let (access_token, expires_at) = token.map_err(|error| {
        tracing::error!(%error, "a development token could not be signed");
        Code::InternalError
    })?;
    Ok(fresh(Token { access_token, expires_at, user }))
}

async fn read_clock(State(state): State<AppState>) -> Json<ClockReading> {
    let now = state.clock.now();
    let offset_ms = state.clock.offset_ms();
    Json(ClockReading { now, unix_ms: now.unix_millis(), offset_ms })
}

async fn move_clock(
    State(state): State<AppState>,
    JsonBody(body, _): JsonBody<()>,
) -> Result<Json<ClockReading>, ApiError> {
    let step_ms = clock::parse_step(&body)?;
    dev(&state)?.clock.advance(step_ms)?;
    // What became due is done when the answer comes.
    state.jobs.caught_up(state.clock.now()).await;
    Ok(read_clock(State(state)).await)
}

async fn table(State(state): State<AppState>) -> Result<Json<Table>, ApiError> {
    let session_id = seed(&state.store, false).await?;
    Ok(Json(Table { session_id }))
}

/// Fails as it is told, so that a page can be seen while its server does.
async fn fault(JsonBody(body, _): JsonBody<()>) -> Result<Json<Fault>, ApiError> {
    let fault = parse_fault(&body)?;
    fault.happen().await;
    Ok(Json(fault))
}

fn dev(state: &AppState) -> Result<&Dev, ApiError> {
    state.dev.as_ref().ok_or_else(|| Code::NotFound.into())
}
