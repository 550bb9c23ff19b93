//! Declining to rate a session; doing so again is fine.

use axum::Json;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::rating::eligibility;
use focus_core::rating::shape;
use serde::Serialize;

use super::owed;
use crate::error::ApiError;
use crate::extract::{AuthUser, OptionalJsonBody, SessionPath};
use crate::state::AppState;

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
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let facts = owed::facts(transaction.as_mut(), user.id, session, now).await?;
    eligibility::check_skip(&facts, now)?;
    transaction.complete_pending(user.id, session, now).await?;
    transaction.commit().await?;
    Ok(Json(Skipped { success: true, message: "Ratings skipped" }))
}
