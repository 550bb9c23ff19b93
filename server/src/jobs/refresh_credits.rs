//! Brings accounts their week's allowance of credits.

use async_trait::async_trait;
use focus_core::credit::{cycle, first_not_due};
use focus_core::{Timestamp, UserId, Uuid};

use super::Each;
use crate::store::{Key, Lock, Snapshot, Store, StoreError, Transaction, Work, WriteError};

pub(super) struct RefreshCredits;

#[async_trait]
impl Each for RefreshCredits {
    async fn due(
        &self,
        snapshot: &mut Snapshot,
        now: Timestamp,
        after: Key,
    ) -> Result<Vec<Key>, StoreError> {
        snapshot.cycles_before(first_not_due(now), after).await
    }

    async fn one(&self, store: &Store, id: Uuid, now: Timestamp) -> Result<bool, WriteError> {
        store.write(&Refresh { user: UserId::new(id), now }).await
    }
}

struct Refresh {
    user: UserId,
    now: Timestamp,
}

#[async_trait]
impl Work for Refresh {
    /// Whether it was due.
    type Output = bool;

    async fn run(&self, transaction: &mut Transaction) -> Result<bool, WriteError> {
        let Self { user, now } = *self;
        transaction.lock([Lock::User(user)]).await?;
        let Some(account) = transaction.account(user).await? else { return Ok(false) };
        let refresh =
            cycle::refresh(account.tier, account.credits_remaining, account.cycle_start, now);
        let Some(refresh) = refresh else { return Ok(false) };
        transaction.refresh_credits(user, &refresh).await?;
        Ok(true)
    }
}
