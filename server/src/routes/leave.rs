//! Going, at any time.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::seat::{self, LEAVE_REASON_MAX_LENGTH};
use focus_core::{Code, SessionId, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use super::seating::start_of;
use crate::error::ApiError;
use crate::extract::{AuthUser, IdempotencyKey, OptionalJsonBody, SessionPath};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::{Answered, Lock, Transaction, Work, WriteError};

pub(super) const ABOUT: About = About {
    summary: "Leaves a table, at any time; nothing comes back",
    refusals: &[Code::SessionNotFound, Code::NotParticipant],
};

/// Why, if anybody says so; nobody keeps it.
#[derive(JsonSchema)]
#[schemars(rename = "Leave")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    #[schemars(length(max = LEAVE_REASON_MAX_LENGTH))]
    reason: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Left {
    status: &'static str,
    session_id: SessionId,
}

pub(super) async fn leave(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    key: IdempotencyKey,
    OptionalJsonBody(body, _): OptionalJsonBody<Body>,
) -> Result<Answered<Left>, ApiError> {
    let request = key.request(user.id, body.as_ref());
    if let Some(body) = &body {
        // Nobody keeps the reason.
        seat::read_reason(Document::of(body).root())?;
    }
    let start = start_of(&state, session).await?;
    Ok(state.store.once(&request, &Leave { user: user.id, session, start }).await?)
}

struct Leave {
    user: UserId,
    session: SessionId,
    start: Timestamp,
}

#[async_trait]
impl Work for Leave {
    type Output = Left;

    async fn run(&self, transaction: &mut Transaction) -> Result<Left, WriteError> {
        let Self { user, session, start } = *self;
        transaction.lock([Lock::Slot(start), Lock::Session(session)]).await?;
        let table = transaction.seats_at(session).await?.ok_or(Code::SessionNotFound)?;
        let left_at = seat::leave(user, &table.people(), transaction.now())?;
        let seat = table.seat_of(user).ok_or(Code::NotParticipant)?;
        transaction.leave_seat(session, seat.id, left_at, None).await?;
        Ok(Left { status: "left", session_id: session })
    }
}
