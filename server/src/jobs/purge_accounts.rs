//! Deletes accounts for good, thirty days after that was asked for.

use async_trait::async_trait;
use focus_core::phase::live_since;
use focus_core::user::{anonymous_username, is_purge_due};
use focus_core::{Timestamp, UserId, Uuid};

use super::Each;
use crate::ids;
use crate::store::{Key, Lock, Snapshot, Store, StoreError, Transaction, Work, WriteError};

pub(super) struct PurgeAccounts;

#[async_trait]
impl Each for PurgeAccounts {
    async fn due(
        &self,
        snapshot: &mut Snapshot,
        now: Timestamp,
        after: Key,
    ) -> Result<Vec<Key>, StoreError> {
        snapshot.deletions(now, after).await
    }

    async fn one(&self, store: &Store, id: Uuid, now: Timestamp) -> Result<bool, WriteError> {
        store.write(&Purge { user: UserId::new(id), now }).await
    }
}

struct Purge {
    user: UserId,
    now: Timestamp,
}

#[async_trait]
impl Work for Purge {
    /// Whether it was due.
    type Output = bool;

    async fn run(&self, transaction: &mut Transaction) -> Result<bool, WriteError> {
        let Self { user, now } = *self;
        // An account that is to be deleted takes no further seats, so these are all.
        let sessions = transaction.held_since(user, live_since(now)).await?;
        let tables = sessions.iter().copied().map(Lock::Session);
        transaction.lock(tables.chain([Lock::User(user)])).await?;
        if !is_purge_due(transaction.deletion_scheduled_at(user).await?, now) {
            return Ok(false);
        }
        transaction.leave_all(user, &sessions).await?;
        transaction.anonymise(user, &anonymous_username(ids::name_bytes())).await?;
        sessions.into_iter().for_each(|session| transaction.changed(session));
        Ok(true)
    }
}
