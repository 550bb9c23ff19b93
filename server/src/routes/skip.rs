//! Declining to rate a session; doing so again is fine.

use async_trait::async_trait;
use axum::Json;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::rating::eligibility;
use focus_core::rating::shape;
use focus_core::{Code, SessionId, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use super::owed;
use crate::error::ApiError;
use crate::extract::{AuthUser, OptionalJsonBody, SessionPath};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::{Transaction, Work, WriteError};

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
    state.store.write(&Skip { rater: user.id, session }).await?;
    Ok(Json(Skipped { success: true, message: "Ratings skipped" }))
}

struct Skip {
    rater: UserId,
    session: SessionId,
}

#[async_trait]
impl Work for Skip {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction) -> Result<(), WriteError> {
        let facts = owed::facts(transaction, self.rater, self.session).await?;
        eligibility::check_skip(&facts, transaction.now())?;
        Ok(transaction.complete_pending(self.rater, self.session).await?)
    }
}
