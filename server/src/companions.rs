//! Companions: they take the seats that are free when a session starts, once.
//!
//! A job has them come ([`fill_due`]); whoever reads a session before that has them come then.

use async_trait::async_trait;
use focus_core::{SessionId, Timestamp, phase, seat};

use crate::store::{Lock, Store, StoreError, TableRow, Transaction, Work, WriteError};

/// Has companions come wherever they are due at `now`; gives how many came. Every table is a
/// transaction of its own, and one that was filled meanwhile is left alone.
///
/// # Errors
/// How the database failed; the tables before stay filled.
#[cfg_attr(
    not(feature = "testing"),
    allow(dead_code, reason = "the job that calls it comes later")
)]
pub(crate) async fn fill_due(store: &Store, now: Timestamp) -> Result<usize, WriteError> {
    let due = store.glance().await?.unfilled(phase::live_since(now)..=now).await?;
    let mut came = 0;
    for (session, start) in due {
        came += store.write(&FillSeats { session, start }).await?;
    }
    Ok(came)
}

/// Has companions take the free seats of one session; gives how many came.
pub(crate) struct FillSeats {
    /// Which.
    pub(crate) session: SessionId,
    /// When it starts, which never changes.
    pub(crate) start: Timestamp,
}

#[async_trait]
impl Work for FillSeats {
    type Output = usize;

    async fn run(&self, transaction: &mut Transaction) -> Result<usize, WriteError> {
        transaction.lock([Lock::Slot(self.start), Lock::Session(self.session)]).await?;
        let table = transaction.seats_at(self.session).await?;
        let table = table.ok_or(StoreError::Corrupt("session, which is gone,"))?;
        let (seats, now) = (table.seats(), transaction.now());
        let TableRow { start_time, fill_ai, filled_at, .. } = table;
        if !seat::is_fill_due(start_time, fill_ai, &seats, filled_at, now) {
            return Ok(0);
        }
        let companions = seat::fill(start_time, fill_ai, table.max_seats, &seats, now);
        transaction.seat_companions(self.session, &companions).await?;
        Ok(companions.len())
    }
}
