//! Has companions take the seats that are free when a session starts.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use focus_core::{SessionId, Timestamp, Uuid, phase};

use super::Each;
use crate::companions::FillSeats;
use crate::store::{Key, Snapshot, Store, StoreError, WriteError};

pub(super) struct FillEverySeat;

#[async_trait]
impl Each for FillEverySeat {
    async fn due(
        &self,
        snapshot: &mut Snapshot,
        now: Timestamp,
        after: Key,
    ) -> Result<Vec<Key>, StoreError> {
        let live: RangeInclusive<Timestamp> = phase::live_since(now)..=now;
        snapshot.unfilled(live, after).await
    }

    async fn one(&self, store: &Store, id: Uuid, now: Timestamp) -> Result<bool, WriteError> {
        let session = SessionId::new(id);
        let start = store.glance().await?.start_of(session).await?;
        let Some(start) = start else { return Ok(false) };
        Ok(store.write(&FillSeats { session, start, now }).await? > 0)
    }
}
