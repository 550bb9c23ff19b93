//! What a session was for somebody who sits in it, as of now.

use axum::Json;
use axum::extract::State;
use focus_core::phase::{self, Phase};
use focus_core::session::TableMode;
use focus_core::settlement::{Presence, focus_minutes, is_completed};
use focus_core::{Code, Timestamp, seat};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::{AuthUser, SessionPath};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::SeatRow;

pub(super) const ABOUT: About = About {
    summary: "What a session was for you, as of now",
    refusals: &[Code::SessionNotFound, Code::NotParticipant],
};

#[derive(Serialize, JsonSchema)]
pub(super) struct Summary {
    focus_minutes: u32,
    essence_earned: bool,
    tablemate_count: usize,
    phases_completed: u8,
    total_phases: u8,
    #[schemars(with = "TableMode")]
    mode: String,
    topic: Option<String>,
}

pub(super) async fn summary(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(id): SessionPath,
) -> Result<Json<Summary>, ApiError> {
    let now = state.clock.now();
    let table = state.store.read().await?.seats_at(id).await?.ok_or(Code::SessionNotFound)?;
    let mine = table.seat_of(user.id).ok_or(Code::NotParticipant)?;
    let presence = presence(mine, table.start_time, now);
    // Who sits there now would have left now.
    let is_completed = is_completed(table.start_time, Some(now), presence.total_active_minutes);
    Ok(Json(Summary {
        focus_minutes: focus_minutes(&presence),
        essence_earned: mine.essence_earned || is_completed,
        tablemate_count: seat::tablemates(&table.people(), user.id),
        phases_completed: phase::at(table.start_time, now).completed_count(),
        total_phases: Phase::Ended.completed_count(),
        mode: table.mode,
        topic: table.topic,
    }))
}

/// Somebody's presence until now: a stretch that lasts has no minutes to come.
fn presence(mine: &SeatRow, start: Timestamp, now: Timestamp) -> Presence {
    let connection = mine.connection;
    let until = connection.is_connected().then(|| now.min(phase::session_end(start)));
    Presence {
        start_time: start,
        total_active_minutes: connection.total_active_minutes(),
        connected_at: connection.connected_at,
        disconnected_at: connection.disconnected_at.or(until),
    }
}
