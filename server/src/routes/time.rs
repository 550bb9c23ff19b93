//! The time that sessions live in, so that a page can count down with the server.

use axum::extract::State;
use focus_core::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Fresh, fresh};
use crate::openapi::About;
use crate::state::AppState;

pub(super) const ABOUT: About = About { summary: "The time that sessions live in", refusals: &[] };

#[derive(Serialize, JsonSchema)]
pub(super) struct Time {
    now: Timestamp,
    unix_ms: i64,
}

pub(super) async fn time(State(state): State<AppState>) -> Fresh<Time> {
    let now = state.clock.now();
    fresh(Time { now, unix_ms: now.unix_millis() })
}
