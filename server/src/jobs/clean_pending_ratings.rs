//! Deletes pending records that lapsed without ratings.

use async_trait::async_trait;
use focus_core::Timestamp;

use super::Sweep;
use crate::store::{Store, Transaction, Work, WriteError};

pub(super) struct CleanPendingRatings;

#[async_trait]
impl Sweep for CleanPendingRatings {
    async fn batch(&self, store: &Store, now: Timestamp) -> Result<u64, WriteError> {
        store.write(&Clean(now)).await
    }
}

struct Clean(Timestamp);

#[async_trait]
impl Work for Clean {
    type Output = u64;

    async fn run(&self, transaction: &mut Transaction) -> Result<u64, WriteError> {
        // As `rating::pending::is_deletable` has it: behind the instant at which they lapse.
        Ok(transaction.delete_lapsed_pending(self.0).await?)
    }
}
