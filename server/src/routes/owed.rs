//! The facts that ratings are judged on. Pending records are made here, by whoever looks first.

use async_trait::async_trait;
use focus_core::rating::eligibility::{Facts, Seat};
use focus_core::rating::pending;
use focus_core::{Code, SessionId, Timestamp, UserId};

use crate::store::{PendingRow, StoreError, Transaction, Work, WriteError};

/// Makes the pending records of every session of this user that owes them by now.
pub(super) async fn record(transaction: &mut Transaction, user: UserId) -> Result<(), StoreError> {
    let now = transaction.now();
    for session in transaction.owed(user, pending::owed_starts(now)).await? {
        let (start, seats) = (session.start_time, &session.seats);
        record_session(transaction, session.id, start, seats, now).await?;
    }
    Ok(())
}

/// Makes the pending records of everybody who owes them for this session at `now`.
pub(crate) async fn record_session(
    transaction: &mut Transaction,
    session: SessionId,
    start_time: Timestamp,
    seats: &[pending::Seat],
    now: Timestamp,
) -> Result<(), StoreError> {
    let since = pending::owed_since(start_time);
    for record in pending::records(start_time, seats, now) {
        transaction.add_pending(session, &record, since).await?;
    }
    Ok(())
}

/// Whether a pending record still waits for its ratings.
pub(super) fn is_open(row: &PendingRow, now: Timestamp) -> bool {
    pending::is_open(None, row.expires_at, now)
}

/// What a rating or a skip of this user in this session is judged on.
pub(super) async fn facts(
    transaction: &mut Transaction,
    rater_id: UserId,
    session_id: SessionId,
) -> Result<Facts, WriteError> {
    let now = transaction.now();
    let session = transaction.start_and_seats(session_id).await?;
    let (start_time, seats) = session.ok_or(Code::SessionNotFound)?;
    record(transaction, rater_id).await?;
    let seat = |seat: pending::Seat| Seat {
        user_id: seat.user_id,
        participant_type: seat.participant_type,
    };
    let pending = transaction.pending(rater_id).await?;
    let open = pending.iter().filter(|row| is_open(row, now));
    Ok(Facts {
        session_id,
        start_time,
        rater_id,
        seats: seats.into_iter().map(seat).collect(),
        already_rated: transaction.has_rated(rater_id, session_id).await?,
        pending: open.map(|row| row.session_id).collect(),
    })
}

/// The work of making a user's pending records.
pub(super) struct RecordOwed(pub(super) UserId);

#[async_trait]
impl Work for RecordOwed {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction) -> Result<(), WriteError> {
        Ok(record(transaction, self.0).await?)
    }
}
