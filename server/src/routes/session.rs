//! One session, for who sits in it.

use axum::Json;
use axum::extract::State;
use focus_core::phase::Phase;
use focus_core::session::{
    Language, MAX_PARTICIPANTS, ParticipantType, RoomType, TableMode, available_seats, check_access,
};
use focus_core::user::PixelAvatar;
use focus_core::{Code, SessionId, Timestamp, UserId, Uuid, phase};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::extract::{AuthUser, SessionPath};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::{Participant, SessionRow};

pub(super) const ABOUT: About = About {
    summary: "One session, for who sits in it",
    refusals: &[Code::SessionNotFound, Code::NotParticipant],
};

/// A session with everybody who ever had a seat.
#[derive(Serialize, JsonSchema)]
pub(super) struct SessionInfo {
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
    phase_started_at: Option<Timestamp>,
    has_started: bool,
    #[schemars(with = "Option<RoomType>")]
    room_type: Option<String>,
    participants: Vec<ParticipantInfo>,
    #[schemars(range(max = MAX_PARTICIPANTS))]
    available_seats: u32,
    livekit_room_name: String,
}

/// One seat of a session, left or not.
#[derive(Serialize, JsonSchema)]
pub(super) struct ParticipantInfo {
    id: Uuid,
    user_id: Option<UserId>,
    participant_type: ParticipantType,
    #[schemars(range(min = 1, max = MAX_PARTICIPANTS))]
    seat_number: i64,
    username: Option<String>,
    display_name: Option<String>,
    #[schemars(with = "Map<String, Value>")]
    avatar_config: Value,
    #[schemars(with = "Option<PixelAvatar>")]
    pixel_avatar_id: Option<String>,
    joined_at: Timestamp,
    is_active: bool,
    ai_companion_name: Option<String>,
}

pub(super) async fn session(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(id): SessionPath,
) -> Result<Json<SessionInfo>, ApiError> {
    let row = state.store.read().await?.session(id).await?.ok_or(Code::SessionNotFound)?;
    let active = row.participants.iter().filter(|participant| participant.is_active());
    check_access(active.filter_map(|participant| participant.user_id), user.id)?;
    Ok(Json(SessionInfo::of(row, state.clock.now())))
}

impl SessionInfo {
    fn of(row: SessionRow, now: Timestamp) -> Self {
        let view = phase::api_view(row.start_time, now);
        let active = row.participants.iter().filter(|participant| participant.is_active());
        let active = u32::try_from(active.count()).unwrap_or(u32::MAX);
        Self {
            id: row.id,
            start_time: row.start_time,
            end_time: row.end_time,
            mode: row.mode,
            topic: row.topic,
            language: row.language,
            current_phase: view.current_phase,
            phase_started_at: view.phase_started_at,
            has_started: view.has_started,
            room_type: row.room_type,
            participants: row.participants.into_iter().map(ParticipantInfo::from).collect(),
            available_seats: available_seats(row.max_seats, active),
            livekit_room_name: row.livekit_room_name,
        }
    }
}

impl From<Participant> for ParticipantInfo {
    fn from(participant: Participant) -> Self {
        Self {
            is_active: participant.is_active(),
            id: participant.id,
            user_id: participant.user_id,
            participant_type: participant.participant_type,
            seat_number: participant.seat_number,
            username: participant.username,
            display_name: participant.display_name,
            avatar_config: participant.avatar_config,
            pixel_avatar_id: participant.pixel_avatar_id,
            joined_at: participant.joined_at,
            ai_companion_name: participant.ai_companion_name,
        }
    }
}
