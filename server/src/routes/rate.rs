//! Taking ratings: judged and stored in one transaction, all of them or none.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::rating::{
    LISTED_REASONS, MAX_RATINGS_PER_BATCH, MIN_RATINGS_PER_BATCH, REASON_TEXT_MAX_LENGTH,
    RatingBatch, RatingValue, RedReason, eligibility, shape,
};
use focus_core::reliability::power::reporting_power;
use focus_core::{Code, SessionId, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::{owed, standing};
use crate::error::ApiError;
use crate::extract::{AuthUser, IdempotencyKey, JsonBody, SessionPath};
use crate::openapi::{About, STORABLE};
use crate::state::AppState;
use crate::store::{Answered, Lock, StoreError, Transaction, Work, WriteError};

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
    "allOf" = json!([{
        "if": {
            "required": ["other_reason_text"],
            "properties": { "other_reason_text": { "type": "string", "minLength": 1 } },
        },
        "then": { "properties": { "reasons": { "contains": { "const": RedReason::Other } } } },
    }]),
))]
#[expect(dead_code, reason = "the core reads the body")]
struct Rating {
    ratee_id: UserId,
    rating: RatingValue,
    #[schemars(length(max = LISTED_REASONS))]
    reasons: Option<Vec<RedReason>>,
    /// Own words beside the reason `other`; white space at their ends does not count.
    #[schemars(length(max = REASON_TEXT_MAX_LENGTH), regex(pattern = STORABLE))]
    other_reason_text: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Submitted {
    success: bool,
    #[schemars(range(min = MIN_RATINGS_PER_BATCH, max = MAX_RATINGS_PER_BATCH))]
    ratings_submitted: usize,
    message: &'static str,
}

pub(super) async fn rate(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    key: IdempotencyKey,
    JsonBody(body, _): JsonBody<Body>,
) -> Result<Answered<Submitted>, ApiError> {
    let request = key.request(user.id, Some(&body));
    // Who rates themselves is refused with the other targets, by eligibility.
    let body = Document::of(&body);
    let batch = shape::validate(body.root(), None)?;
    eligibility::check_session(&batch, session)?;
    Ok(state.store.once(&request, &Rate { rater: user.id, session, batch: &batch }).await?)
}

/// Ratings of one of a session by another.
pub(crate) struct Rate<'a> {
    pub(crate) rater: UserId,
    pub(crate) session: SessionId,
    pub(crate) batch: &'a RatingBatch<'a>,
}

#[async_trait]
impl Work for Rate<'_> {
    type Output = Submitted;

    async fn run(&self, transaction: &mut Transaction) -> Result<Submitted, WriteError> {
        let Self { rater, session, batch } = *self;
        // The ratees' scores follow from all of their ratings.
        let ratees = batch.ratings().map(|rating| Lock::User(rating.ratee));
        transaction.lock(ratees.chain([Lock::User(rater)])).await?;
        let facts = owed::facts(transaction, rater, session).await?;
        eligibility::check(batch, &facts, transaction.now())?;
        let rated_by = transaction.rater(rater).await?;
        let now = transaction.now();
        let power =
            reporting_power(rated_by.tier, rated_by.session_count, Some(rated_by.created_at), now);
        let score = rated_by.reliability;
        let added = transaction.add_ratings(session, rater, score, power, batch).await;
        added.map_err(|error| match error {
            StoreError::Conflict => Code::RatingAlreadyExists.into(),
            error => WriteError::from(error),
        })?;
        for rating in batch.ratings() {
            standing::judge(transaction, rating.ratee, rating.verdict.value(), session).await?;
        }
        transaction.complete_pending(rater, session).await?;
        Ok(Submitted {
            success: true,
            ratings_submitted: batch.ratings().count(),
            message: "Ratings submitted successfully",
        })
    }
}
