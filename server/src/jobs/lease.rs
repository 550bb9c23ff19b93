//! Who runs a job: whoever wrote their id into its row, for a minute at a time of the real clock. A
//! server that died holds it no longer than that.

use async_trait::async_trait;
use focus_core::{Timestamp, Uuid};

use crate::clock::Clock;
use crate::ids;
use crate::store::{Store, Transaction, Work, WriteError};

/// How long a job is held without a sign of life.
pub(super) const LEASE_MS: i64 = 60_000;
/// How long after that the holder gives the next one.
const RENEWAL_MS: i64 = LEASE_MS / 3;

/// A job that is ours.
pub(super) struct Lease {
    name: &'static str,
    holder: Uuid,
    clock: Clock,
    renewed_at: Timestamp,
}

impl Lease {
    /// Takes a job that nobody holds; with `last_due`, only when nobody ran it since that was read.
    pub(super) async fn take(
        store: &Store,
        clock: &Clock,
        name: &'static str,
        last_due: Option<Option<Timestamp>>,
    ) -> Result<Option<Self>, WriteError> {
        let lease =
            Self { name, holder: ids::uuid(), clock: clock.clone(), renewed_at: clock.real() };
        let taken = store.write(&Take { lease: &lease, last_due }).await?;
        Ok(taken.then_some(lease))
    }

    /// The job.
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    /// Tells that the holder lives, where it is time to. Whether the job still is ours.
    pub(super) async fn keep(&mut self, store: &Store) -> Result<bool, WriteError> {
        let real = self.clock.real();
        if real < self.renewed_at.plus_millis(RENEWAL_MS) {
            return Ok(true);
        }
        let is_held = store.write(&Hold { lease: self, until: real.plus_millis(LEASE_MS) }).await?;
        self.renewed_at = real;
        Ok(is_held)
    }

    /// Gives it back. Without `last_due` the run does not count.
    pub(super) async fn give_back(
        self,
        store: &Store,
        last_due: Option<Timestamp>,
        outcome: &str,
    ) -> Result<(), WriteError> {
        store.write(&GiveBack { lease: &self, last_due, outcome }).await
    }
}

struct Take<'a> {
    lease: &'a Lease,
    last_due: Option<Option<Timestamp>>,
}

#[async_trait]
impl Work for Take<'_> {
    type Output = bool;

    async fn run(&self, transaction: &mut Transaction) -> Result<bool, WriteError> {
        let Lease { name, holder, renewed_at, .. } = self.lease;
        let times = (*renewed_at, renewed_at.plus_millis(LEASE_MS));
        Ok(transaction.take_job(name, *holder, times, self.last_due).await?)
    }
}

struct Hold<'a> {
    lease: &'a Lease,
    until: Timestamp,
}

#[async_trait]
impl Work for Hold<'_> {
    type Output = bool;

    async fn run(&self, transaction: &mut Transaction) -> Result<bool, WriteError> {
        Ok(transaction.hold_job(self.lease.name, self.lease.holder, self.until).await?)
    }
}

struct GiveBack<'a> {
    lease: &'a Lease,
    last_due: Option<Timestamp>,
    outcome: &'a str,
}

#[async_trait]
impl Work for GiveBack<'_> {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction) -> Result<(), WriteError> {
        let Lease { name, holder, .. } = self.lease;
        Ok(transaction.give_job_back(name, *holder, self.last_due, self.outcome).await?)
    }
}
