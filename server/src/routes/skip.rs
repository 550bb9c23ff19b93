//! Declining to rate a session; doing so again is fine.

use axum::Json;
use axum::extract::State;
use focus_core::rating::eligibility;
use focus_core::rating::raw::RawBatch;
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
    let named = match &body {
        Some(body) => shape::named_session(&RawBatch::of(body))?,
        None => None,
    };
    eligibility::check_named_session(named.as_deref(), session)?;
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let facts = owed::facts(transaction.as_mut(), user.id, session, now).await?;
    eligibility::check_skip(&facts, now)?;
    transaction.complete_pending(user.id, session, now).await?;
    transaction.commit().await?;
    Ok(Json(Skipped { success: true, message: "Ratings skipped" }))
}
