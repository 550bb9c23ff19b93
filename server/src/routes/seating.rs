//! What quick match and joining share: who asks for a seat, why they get none, and how they get one.

use focus_core::credit::balance::{TransactionType, deduct};
use focus_core::matching::{Applicant, Profile};
use focus_core::seat::{JoinOutcome, Joined, SEAT_PRICE};
use focus_core::session::TableMode;
use focus_core::slot::{self, HeldSeat};
use focus_core::{Code, Field, Path, Problem, SessionId, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use super::owed;
use super::session::SessionInfo;
use crate::error::ApiError;
use crate::livekit::{Guest, LiveKit};
use crate::state::AppState;
use crate::store::{ApplicantRow, Cause, MySeat, StoreError, TableRow, Transaction, WriteError};

/// A seat that was given.
#[derive(Serialize, JsonSchema)]
pub(super) struct Matched {
    session: SessionInfo,
    livekit_token: String,
    seat_number: u32,
    /// False for somebody who had left a seat there that was paid.
    credit_deducted: bool,
    wait_minutes: u64,
    is_immediate: bool,
}

/// Who asks for a seat, and how their token for the room is signed.
#[derive(Clone, Copy)]
pub(super) struct Newcomer<'a> {
    pub(super) user: UserId,
    rooms: Option<&'a LiveKit>,
    real: Timestamp,
}

impl<'a> Newcomer<'a> {
    pub(super) fn new(state: &'a AppState, user: UserId) -> Self {
        Self { user, rooms: state.livekit.as_ref(), real: state.clock.real() }
    }
}

/// What somebody who asks for a seat is judged on.
pub(super) struct Facts {
    person: ApplicantRow,
    pub(super) applicant: Applicant,
    held: Vec<MySeat>,
}

impl Facts {
    /// Reads them, and makes the pending records that are owed. `slot` is the one that was asked for,
    /// and `start` when the session starts; none when no session can.
    pub(super) async fn read(
        transaction: &mut Transaction,
        user: UserId,
        slot: Option<Timestamp>,
        start: Option<Timestamp>,
    ) -> Result<Self, WriteError> {
        let now = transaction.now();
        let person = transaction.applicant(user).await?.ok_or(Code::UserNotFound)?;
        let credits = person.credits_remaining.ok_or(Code::CreditNotFound)?;
        owed::record(transaction, user).await?;
        let pending = transaction.pending(user).await?;
        let held = match start {
            Some(start) => transaction.my_seats(user, start..=start).await?,
            None => Vec::new(),
        };
        let seat = |held: &MySeat| HeldSeat { start_time: held.start_time, left_at: None };
        let applicant = Applicant {
            user: Some(Profile { banned_until: person.banned_until }),
            slot,
            has_pending: pending.iter().any(|row| owed::is_open(row, now)),
            credits,
            seats: held.iter().map(seat).collect(),
        };
        Ok(Self { person, applicant, held })
    }

    /// Refuses with the first of the reasons, if there is one.
    pub(super) fn refuse(&self, reasons: &[Problem]) -> Result<(), ApiError> {
        let Some(reason) = reasons.first() else { return Ok(()) };
        // The core names the facts that it was told; a client is told what it sent itself.
        let path = match reason.code() {
            Code::InvalidSlot => Path::of(Field::TargetSlotTime),
            _ => Path::ROOT,
        };
        let problem = Problem::at(reason.code(), path).with(reason.params());
        let (message, error) = (problem.message(), ApiError::from(problem));
        Err(match (reason.code(), self.held.first()) {
            (Code::PendingRatings, _) => error.with("message", message),
            (Code::AlreadyInSession, Some(held)) => error
                .with("message", message)
                .with("existing_session_id", held.session_id.to_string())
                .with("start_time", held.start_time.to_string()),
            _ => error,
        })
    }

    /// Seats them, and takes the credit if one is due.
    pub(super) async fn sit(
        &self,
        transaction: &mut Transaction,
        newcomer: Newcomer<'_>,
        table: &TableRow,
        joined: Joined,
    ) -> Result<Matched, WriteError> {
        let (Newcomer { user, rooms, real }, now) = (newcomer, transaction.now());
        if joined.outcome != JoinOutcome::AlreadySeated {
            let paid_at = joined.is_credit_due.then_some(now);
            transaction.take_seat(table, user, joined.seat_number, paid_at).await?;
        }
        if joined.is_credit_due {
            let change = deduct(self.applicant.credits, SEAT_PRICE)?;
            let cause = paid(TransactionType::SessionJoin, table.id);
            transaction.change_credits(user, change, cause).await?;
        }
        let row = transaction.session(table.id).await?;
        let row = row.ok_or(StoreError::Corrupt("session, which is gone,"))?;
        let guest = Guest {
            user_id: user,
            display_name: self.person.display_name.as_deref(),
            username: &self.person.username,
            room: &row.livekit_room_name,
            mode: TableMode::parse(&row.mode).ok_or(StoreError::Corrupt("mode"))?,
        };
        let token = LiveKit::token(rooms, &guest, real).map_err(|error| {
            tracing::error!(%error, "a token for a room could not be signed");
            Code::InternalError
        })?;
        let wait = slot::wait(table.start_time, now);
        Ok(Matched {
            session: SessionInfo::of(row, now),
            livekit_token: token,
            seat_number: joined.seat_number,
            credit_deducted: joined.is_credit_due,
            wait_minutes: wait.minutes,
            is_immediate: wait.is_immediate,
        })
    }
}

/// When a session starts, which never changes: its seats are locked by that.
pub(super) async fn start_of(state: &AppState, session: SessionId) -> Result<Timestamp, ApiError> {
    let start = state.store.glance().await?.start_of(session).await?;
    start.ok_or(Code::SessionNotFound.into())
}

/// Why the credit of a seat was taken or given back.
pub(super) const fn paid(kind: TransactionType, session: SessionId) -> Cause {
    let description = match kind {
        TransactionType::Refund => "Session cancelled in time",
        _ => "Seat at a session",
    };
    Cause { kind, description, user: None, session: Some(session) }
}
