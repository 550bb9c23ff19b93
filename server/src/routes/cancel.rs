//! Giving a seat up before the session starts; in time, the credit comes back.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::credit::balance::{TransactionType, add};
use focus_core::seat::{self, Refund, SEAT_PRICE};
use focus_core::{Code, SessionId, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use super::seating::{paid, start_of};
use crate::error::ApiError;
use crate::extract::{AuthUser, IdempotencyKey, SessionPath};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::{Answered, Lock, Transaction, Work, WriteError};

pub(super) const ABOUT: About = About {
    summary: "Gives a seat up before the session starts; an hour ahead the credit comes back",
    refusals: &[Code::SessionNotFound, Code::NotParticipant, Code::SessionAlreadyStarted],
};

#[derive(Serialize, JsonSchema)]
pub(super) struct Cancelled {
    status: &'static str,
    session_id: SessionId,
    credit_refunded: bool,
    message: String,
}

pub(super) async fn cancel(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    key: IdempotencyKey,
) -> Result<Answered<Cancelled>, ApiError> {
    let request = key.request(user.id, None);
    let start = start_of(&state, session).await?;
    Ok(state.store.once(&request, &Cancel { user: user.id, session, start }).await?)
}

struct Cancel {
    user: UserId,
    session: SessionId,
    start: Timestamp,
}

#[async_trait]
impl Work for Cancel {
    type Output = Cancelled;

    async fn run(&self, transaction: &mut Transaction) -> Result<Cancelled, WriteError> {
        let Self { user, session, start } = *self;
        transaction.lock([Lock::Slot(start), Lock::Session(session), Lock::User(user)]).await?;
        let table = transaction.seats_at(session).await?.ok_or(Code::SessionNotFound)?;
        let seat = table.seat_of(user).ok_or(Code::NotParticipant)?;
        let now = transaction.now();
        let done = seat::cancel(start, seat.seat.credit_refunded_at, now)?;
        let credit_refunded = done.refund == Refund::Refunded;
        transaction.leave_seat(session, seat.id, now, credit_refunded.then_some(now)).await?;
        if credit_refunded {
            let person = transaction.applicant(user).await?.ok_or(Code::UserNotFound)?;
            let credits = person.credits_remaining.ok_or(Code::CreditNotFound)?;
            let change = add(credits, SEAT_PRICE, None);
            let cause = paid(TransactionType::Refund, session);
            transaction.change_credits(user, change, cause).await?;
        }
        let message = done.message();
        Ok(Cancelled { status: "cancelled", session_id: session, credit_refunded, message })
    }
}
