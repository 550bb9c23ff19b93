//! Taking ratings: judged and stored in one transaction, all of them or none.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::rating::{RatingBatch, eligibility, shape};
use focus_core::reliability::power::reporting_power;
use focus_core::{Code, SessionId, UserId};
use serde::Serialize;

use super::{owed, standing};
use crate::error::ApiError;
use crate::extract::{AuthUser, IdempotencyKey, JsonBody, SessionPath};
use crate::state::AppState;
use crate::store::{Answered, Lock, StoreError, Transaction, Work, WriteError};

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
    key: IdempotencyKey,
    JsonBody(body): JsonBody,
) -> Result<Answered, ApiError> {
    let request = key.request(user.id, Some(&body));
    // Who rates themselves is refused with the other targets, by eligibility.
    let body = Document::of(&body);
    let batch = shape::validate(body.root(), None)?;
    eligibility::check_session(&batch, session)?;
    Ok(state.store.once(&request, &Rate { rater: user.id, session, batch: &batch }).await?)
}

struct Rate<'a> {
    rater: UserId,
    session: SessionId,
    batch: &'a RatingBatch<'a>,
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
