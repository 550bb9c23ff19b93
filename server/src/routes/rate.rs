//! Taking ratings: judged and stored in one transaction, all of them or none.

use axum::Json;
use axum::extract::State;
use focus_core::Code;
use focus_core::json::Document;
use focus_core::rating::eligibility;
use focus_core::rating::shape;
use serde::Serialize;

use super::owed;
use crate::error::ApiError;
use crate::extract::{AuthUser, JsonBody, SessionPath};
use crate::state::AppState;
use crate::store::StoreError;

#[derive(Serialize)]
pub(super) struct Submitted {
    success: bool,
    ratings_submitted: usize,
    message: &'static str,
}

pub(super) async fn rate(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    JsonBody(body): JsonBody,
) -> Result<Json<Submitted>, ApiError> {
    // Who rates themselves is refused with the other targets, by eligibility.
    let body = Document::of(&body);
    let batch = shape::validate(body.root(), None)?;
    eligibility::check_session(&batch, session)?;
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let facts = owed::facts(transaction.as_mut(), user.id, session, now).await?;
    eligibility::check(&batch, &facts, now)?;
    let reliability = transaction.reliability(user.id).await?;
    let added = transaction.add_ratings(session, user.id, reliability, &batch, now).await;
    added.map_err(|error| match error {
        StoreError::Conflict => Code::RatingAlreadyExists.into(),
        error => ApiError::from(error),
    })?;
    transaction.complete_pending(user.id, session, now).await?;
    transaction.commit().await?;
    Ok(Json(Submitted {
        success: true,
        ratings_submitted: batch.ratings().count(),
        message: "Ratings submitted successfully",
    }))
}
