//! Declining to rate a session; doing so again is fine.

use axum::Json;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::rating::eligibility;
use focus_core::rating::shape;
use focus_core::{Code, SessionId};
use schemars::JsonSchema;
use serde::Serialize;

use super::owed;
use crate::error::ApiError;
use crate::extract::{AuthUser, OptionalJsonBody, SessionPath};
use crate::openapi::About;
use crate::state::AppState;

pub(super) const ABOUT: About = About {
    summary: "Declines to rate a session; doing so again is fine",
    refusals: &[
        Code::SessionNotFound,
        Code::SessionMismatch,
        Code::InvalidRatingTarget,
        Code::SessionNotRatable,
    ],
};

/// The session that is meant, if anybody says so.
#[derive(JsonSchema)]
#[schemars(rename = "Skip")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    /// Must be the session of the path.
    session_id: Option<SessionId>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Skipped {
    success: bool,
    message: &'static str,
}

pub(super) async fn skip(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    OptionalJsonBody(body, _): OptionalJsonBody<Body>,
) -> Result<Json<Skipped>, ApiError> {
    if let Some(body) = &body {
        let body = Document::of(body);
        eligibility::check_named_session(shape::named_session(body.root())?, session)?;
    }
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let facts = owed::facts(transaction.as_mut(), user.id, session, now).await?;
    eligibility::check_skip(&facts, now)?;
    transaction.complete_pending(user.id, session, now).await?;
    transaction.commit().await?;
    Ok(Json(Skipped { success: true, message: "Ratings skipped" }))
}
