//! Declining to rate a session; doing so again is fine.

use async_trait::async_trait;
use axum::Json;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::rating::eligibility;
use focus_core::rating::shape;
use focus_core::{SessionId, UserId};
use serde::Serialize;

use super::owed;
use crate::error::ApiError;
use crate::extract::{AuthUser, OptionalJsonBody, SessionPath};
use crate::state::AppState;
use crate::store::{Transaction, Work, WriteError};

#[derive(Serialize)]
pub(super) struct Skipped {
    success: bool,
    message: &'static str,
}

pub(super) async fn skip(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    OptionalJsonBody(body): OptionalJsonBody,
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
