//! Settles sessions, five minutes after their end.

use async_trait::async_trait;
use focus_core::settlement::{SettlementTrigger, latest_due_start};
use focus_core::{SessionId, Timestamp, Uuid};

use super::Each;
use crate::settlement::settle;
use crate::store::{Key, Snapshot, Store, StoreError, WriteError};

pub(super) struct SettleSessions;

#[async_trait]
impl Each for SettleSessions {
    async fn due(
        &self,
        snapshot: &mut Snapshot,
        now: Timestamp,
        after: Key,
    ) -> Result<Vec<Key>, StoreError> {
        snapshot.unsettled(latest_due_start(now), after).await
    }

    async fn one(&self, store: &Store, id: Uuid, now: Timestamp) -> Result<bool, WriteError> {
        settle(store, SessionId::new(id), SettlementTrigger::Job, now).await
    }
}
