//! The sessions that a user sits in, now or later.

use axum::Json;
use axum::extract::State;
use focus_core::phase::Phase;
use focus_core::session::{Language, MAX_PARTICIPANTS, TableMode};
use focus_core::{SessionId, Timestamp, phase};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::AuthUser;
use crate::openapi::About;
use crate::state::AppState;
use crate::store::UpcomingRow;

pub(super) const ABOUT: About =
    About { summary: "The sessions that you sit in, now or later", refusals: &[] };

#[derive(Serialize, JsonSchema)]
pub(super) struct Upcoming {
    sessions: Vec<UpcomingSession>,
}

/// One of your next sessions.
#[derive(Serialize, JsonSchema)]
struct UpcomingSession {
    id: SessionId,
    start_time: Timestamp,
    end_time: Timestamp,
    #[schemars(with = "TableMode")]
    mode: String,
    topic: Option<String>,
    #[schemars(with = "Language")]
    language: String,
    #[schemars(with = "Phase")]
    current_phase: &'static str,
    has_started: bool,
    #[schemars(range(min = 0, max = MAX_PARTICIPANTS))]
    participant_count: i64,
    #[schemars(range(min = 1, max = MAX_PARTICIPANTS))]
    my_seat_number: i64,
}

pub(super) async fn upcoming(
    State(state): State<AppState>,
    user: AuthUser,
) -> Result<Json<Upcoming>, ApiError> {
    let now = state.clock.now();
    let rows = state.store.glance().await?.upcoming(user.id, phase::live_since(now)).await?;
    let sessions = rows.into_iter().map(|row| UpcomingSession::of(row, now)).collect();
    Ok(Json(Upcoming { sessions }))
}

impl UpcomingSession {
    fn of(row: UpcomingRow, now: Timestamp) -> Self {
        let view = phase::api_view(row.start_time, now);
        Self {
            id: row.id,
            start_time: row.start_time,
            end_time: row.end_time,
            mode: row.mode,
            topic: row.topic,
            language: row.language,
            current_phase: view.current_phase,
            has_started: view.has_started,
            participant_count: row.participant_count,
            my_seat_number: row.my_seat_number,
        }
    }
}
