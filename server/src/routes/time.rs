//! The time that sessions live in, so that a page can count down with the server.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;
use focus_core::Timestamp;
use serde::Serialize;

use crate::state::AppState;

#[derive(Serialize)]
pub(super) struct Time {
    now: Timestamp,
    unix_ms: i64,
}

pub(super) async fn time(
    State(state): State<AppState>,
) -> ([(HeaderName, &'static str); 1], Json<Time>) {
    let now = state.clock.now();
    ([(CACHE_CONTROL, "no-store")], Json(Time { now, unix_ms: now.unix_millis() }))
}
