//! Taking ratings: judged and stored in one transaction, all of them or none.

use axum::Json;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::rating::eligibility;
use focus_core::rating::shape;
use focus_core::rating::{
    LISTED_REASONS, MAX_RATINGS_PER_BATCH, MIN_RATINGS_PER_BATCH, REASON_TEXT_MAX_LENGTH,
    RatingValue, RedReason,
};
use focus_core::{Code, SessionId, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::owed;
use crate::error::ApiError;
use crate::extract::{AuthUser, JsonBody, SessionPath};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::StoreError;

pub(super) const ABOUT: About = About {
    summary: "Rates tablemates, all of them or none",
    refusals: &[
        Code::SessionNotFound,
        Code::SessionMismatch,
        Code::RedReasonRequired,
        Code::ReasonsNotAllowed,
        Code::OtherTextWithoutOther,
        Code::DuplicateRatee,
        Code::SessionNotRatable,
        Code::InvalidRatingTarget,
        Code::RatingAlreadyExists,
        Code::NoPendingRatings,
    ],
};

/// Ratings of different people.
#[derive(JsonSchema)]
#[schemars(rename = "Ratings")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    #[schemars(length(min = MIN_RATINGS_PER_BATCH, max = MAX_RATINGS_PER_BATCH))]
    ratings: Vec<Rating>,
    /// Must be the session of the path.
    session_id: Option<SessionId>,
}

/// What you say of one tablemate. Only a red rating has reasons, and at least one.
#[derive(JsonSchema)]
#[schemars(extend(
    "if" = json!({ "properties": { "rating": { "const": RatingValue::Red } } }),
    "then" = json!({
        "required": ["reasons"], "properties": { "reasons": { "type": "array", "minItems": 1 } },
    }),
    "else" = json!({
        "properties": { "reasons": { "maxItems": 0 }, "other_reason_text": { "maxLength": 0 } },
    }),
))]
#[expect(dead_code, reason = "the core reads the body")]
struct Rating {
    ratee_id: UserId,
    rating: RatingValue,
    #[schemars(length(max = LISTED_REASONS))]
    reasons: Option<Vec<RedReason>>,
    /// Own words beside the reason `other`; white space at their ends does not count.
    #[schemars(length(max = REASON_TEXT_MAX_LENGTH))]
    other_reason_text: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Submitted {
    success: bool,
    #[schemars(range(min = MIN_RATINGS_PER_BATCH, max = MAX_RATINGS_PER_BATCH))]
    ratings_submitted: usize,
    message: &'static str,
}

pub(super) async fn rate(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    JsonBody(body, _): JsonBody<Body>,
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
