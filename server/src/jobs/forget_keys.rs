//! Forgets requests with a key that are older than a day.

use async_trait::async_trait;
use focus_core::Timestamp;
use focus_core::idempotency::latest_forgotten;

use super::Sweep;
use crate::store::{Store, Transaction, Work, WriteError};

pub(super) struct ForgetKeys;

#[async_trait]
impl Sweep for ForgetKeys {
    async fn batch(&self, store: &Store, now: Timestamp) -> Result<u64, WriteError> {
        store.write(&Forget(now)).await
    }
}

struct Forget(Timestamp);

#[async_trait]
impl Work for Forget {
    type Output = u64;

    async fn run(&self, transaction: &mut Transaction) -> Result<u64, WriteError> {
        Ok(transaction.delete_keys(latest_forgotten(self.0)).await?)
    }
}
