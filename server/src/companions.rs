//! Companions: they take the seats that are free when a session starts, once.
//!
//! The job `fill_seats` has them come; whoever reads a session before that has them come then.

use async_trait::async_trait;
use focus_core::{SessionId, Timestamp, seat};

use crate::store::{Lock, StoreError, TableRow, Transaction, Work, WriteError};

/// Has companions take the free seats of one session; gives how many came.
pub(crate) struct FillSeats {
    /// Which.
    pub(crate) session: SessionId,
    /// When it starts, which never changes.
    pub(crate) start: Timestamp,
    /// When they are to come.
    pub(crate) now: Timestamp,
}

#[async_trait]
impl Work for FillSeats {
    type Output = usize;

    async fn run(&self, transaction: &mut Transaction) -> Result<usize, WriteError> {
        transaction.lock([Lock::Slot(self.start), Lock::Session(self.session)]).await?;
        let table = transaction.seats_at(self.session).await?;
        let table = table.ok_or(StoreError::Corrupt("session, which is gone,"))?;
        let (seats, now) = (table.seats(), self.now);
        let TableRow { start_time, fill_ai, filled_at, .. } = table;
        if !seat::is_fill_due(start_time, fill_ai, &seats, filled_at, now) {
            return Ok(0);
        }
        let companions = seat::fill(start_time, fill_ai, table.max_seats, &seats, now);
        transaction.seat_companions(self.session, &companions).await?;
        Ok(companions.len())
    }
}
