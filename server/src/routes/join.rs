//! Sitting down at a table that somebody picked, or coming back to it.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::{Code, SessionId, Timestamp, matching, seat};

use super::owed;
use super::seating::{Facts, Matched, Newcomer, start_of};
use crate::error::ApiError;
use crate::extract::{AuthUser, IdempotencyKey, SessionPath};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::{Answered, Lock, Transaction, Work, WriteError};

pub(super) const ABOUT: About = About {
    summary: "Sits down at a table, or comes back to it",
    refusals: &[
        Code::SessionNotFound,
        Code::AccountBanned,
        Code::PendingRatings,
        Code::InsufficientCredits,
        Code::CreditNotFound,
        Code::AlreadyInSession,
        Code::SessionFull,
        Code::SessionPhaseError,
    ],
};

pub(super) async fn join(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    key: IdempotencyKey,
) -> Result<Answered<Matched>, ApiError> {
    let request = key.request(user.id, None);
    let start = start_of(&state, session).await?;
    owed::keep(&state, user.id).await?;
    let work = Join { newcomer: Newcomer::new(&state, user.id), session, start };
    Ok(state.store.once(&request, &work).await?)
}

struct Join<'a> {
    newcomer: Newcomer<'a>,
    session: SessionId,
    start: Timestamp,
}

#[async_trait]
impl Work for Join<'_> {
    type Output = Matched;

    async fn run(&self, transaction: &mut Transaction) -> Result<Matched, WriteError> {
        let Self { newcomer, session, start } = *self;
        let (user, now) = (newcomer.user, transaction.now());
        transaction.lock([Lock::Slot(start), Lock::Session(session), Lock::User(user)]).await?;
        let table = transaction.seats_at(session).await?.ok_or(Code::SessionNotFound)?;
        let seats = table.seats();
        if !seat::is_open_to(user, table.is_private, table.created_by, &seats) {
            return Err(Code::SessionNotFound.into());
        }
        let facts = Facts::read(transaction, user, None, Some(start)).await?;
        let joined = seat::join(user, start, table.max_seats, &seats, now);
        let granted = joined.as_ref().ok().copied();
        facts.refuse(&matching::reasons_at_table(&facts.applicant, start, granted, now))?;
        facts.sit(transaction, newcomer, &table, joined?).await
    }
}
