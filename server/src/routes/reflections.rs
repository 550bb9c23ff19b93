//! What people write for their table.

use async_trait::async_trait;
use axum::Json;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::reflection::{self, REFLECTION_MAX_LENGTH, Reflection, ReflectionPhase};
use focus_core::{Code, SessionId, Timestamp, UserId, Uuid, user};
use schemars::JsonSchema;
use serde::Serialize;

use super::created::Created;
use crate::error::ApiError;
use crate::extract::{AuthUser, JsonBody, SessionPath, read_facts};
use crate::openapi::{About, SAYS_SOMETHING};
use crate::state::AppState;
use crate::store::{Lock, ReflectionRow, Snapshot, Transaction, Work, WriteError};

pub(super) const READ: About = About {
    summary: "What the people of a session wrote, oldest first",
    refusals: &[Code::SessionNotFound, Code::NotParticipant],
};
pub(super) const WRITE: About = About {
    summary: "Writes for a phase of a session, in the place of what was written for it before",
    refusals: &[Code::SessionNotFound, Code::NotParticipant],
};

/// What is to be kept.
#[derive(JsonSchema)]
#[schemars(rename = "ReflectionInput")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    phase: ReflectionPhase,
    #[schemars(length(min = 1, max = REFLECTION_MAX_LENGTH), regex(pattern = SAYS_SOMETHING))]
    content: String,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Reflections {
    reflections: Vec<ReflectionInfo>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Reflection")]
pub(super) struct ReflectionInfo {
    id: Uuid,
    session_id: SessionId,
    user_id: UserId,
    display_name: String,
    phase: ReflectionPhase,
    content: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

pub(super) async fn reflections(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
) -> Result<Json<Reflections>, ApiError> {
    let mut snapshot = state.store.read().await?;
    check_access(&mut snapshot, session, user.id).await?;
    let reflections = snapshot.reflections(session).await?.into_iter();
    let reflections = reflections.map(|row| ReflectionInfo::of(session, row)).collect();
    Ok(Json(Reflections { reflections }))
}

pub(super) async fn reflect(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    JsonBody(body, _): JsonBody<Body>,
) -> Result<Created<ReflectionInfo>, ApiError> {
    let document = Document::of(&body);
    let reflection = read_facts(&document, Reflection::read)?;
    let row = state.store.write(&Reflect { user: user.id, session, reflection }).await?;
    Ok(Created(ReflectionInfo::of(session, row)))
}

/// Lets in who has or had a seat.
///
/// # Errors
/// `SESSION_NOT_FOUND`, `NOT_PARTICIPANT`.
pub(super) async fn check_access(
    snapshot: &mut Snapshot,
    session: SessionId,
    user: UserId,
) -> Result<(), WriteError> {
    let (_, seats) = snapshot.start_and_seats(session).await?.ok_or(Code::SessionNotFound)?;
    Ok(reflection::check_access(seats.iter().filter_map(|seat| seat.user_id), user)?)
}

struct Reflect<'a> {
    user: UserId,
    session: SessionId,
    reflection: Reflection<'a>,
}

#[async_trait]
impl Work for Reflect<'_> {
    type Output = ReflectionRow;

    async fn run(&self, transaction: &mut Transaction) -> Result<ReflectionRow, WriteError> {
        let Self { user, session, reflection } = *self;
        transaction.lock([Lock::User(user)]).await?;
        check_access(transaction, session, user).await?;
        Ok(transaction.set_reflection(session, user, reflection).await?)
    }
}

impl ReflectionInfo {
    fn of(session_id: SessionId, row: ReflectionRow) -> Self {
        Self {
            id: row.id,
            session_id,
            user_id: row.user_id,
            display_name: user::shown_name(row.display_name.as_deref(), &row.username).to_owned(),
            phase: row.phase,
            content: row.content,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
