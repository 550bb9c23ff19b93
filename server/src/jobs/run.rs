//! One run of a job: batch by batch, each item a transaction of its own.

use std::fmt;

use async_trait::async_trait;
use focus_core::{Timestamp, Uuid};
use tokio::sync::watch;

use super::lease::Lease;
use crate::causes;
use crate::guard::guarded;
use crate::store::{Key, SWEEP, Snapshot, Store, StoreError, WriteError};

/// What a job does.
pub(crate) enum Task {
    /// Something for each row that is due.
    Each(&'static dyn Each),
    /// Rows that are deleted.
    Sweep(&'static dyn Sweep),
}

/// Something to do for each row that is due, the first ones first.
#[async_trait]
pub(crate) trait Each: Sync {
    /// A batch of the rows that are due at `now`, from behind `after`; none when there are no more.
    async fn due(
        &self,
        snapshot: &mut Snapshot,
        now: Timestamp,
        after: Key,
    ) -> Result<Vec<Key>, StoreError>;

    /// Does one of them in one transaction, and tells whether it still was due.
    async fn one(&self, store: &Store, id: Uuid, now: Timestamp) -> Result<bool, WriteError>;
}

/// Rows to delete.
#[async_trait]
pub(crate) trait Sweep: Sync {
    /// Deletes up to [`SWEEP`] of them in one transaction, and tells how many there were.
    async fn batch(&self, store: &Store, now: Timestamp) -> Result<u64, WriteError>;
}

/// What a run did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    /// Rows that were done.
    pub(crate) done: u64,
    /// Rows that could not be done, each with its line in the log.
    pub(crate) failed: u64,
    /// How it ended.
    pub(crate) end: End,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With the last row.
    Whole,
    /// Before, since the server stops.
    Stopped,
    /// Before, since the database failed or another server took over.
    Broken,
}

impl Report {
    /// Whether everything was done.
    pub(crate) fn is_good(&self) -> bool {
        self.failed == 0 && self.end == End::Whole
    }
}

/// `3 done, 1 failed, stopped`
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} done", self.done)?;
        if self.failed > 0 {
            write!(f, ", {} failed", self.failed)?;
        }
        f.write_str(match self.end {
            End::Whole => "",
            End::Stopped => ", stopped",
            End::Broken => ", broken off",
        })
    }
}

/// A run in progress.
pub(super) struct Run<'a> {
    pub(super) store: &'a Store,
    /// The time that it is for.
    pub(super) now: Timestamp,
    pub(super) lease: &'a mut Lease,
    /// Whether the server stops.
    pub(super) stopped: &'a watch::Receiver<bool>,
}

impl Run<'_> {
    /// Does all that is due.
    pub(super) async fn all(mut self, task: &Task) -> Report {
        let mut report = Report { done: 0, failed: 0, end: End::Whole };
        let work = async {
            match task {
                Task::Each(each) => self.each(*each, &mut report).await,
                Task::Sweep(sweep) => self.sweep(*sweep, &mut report).await,
            }
        };
        let ended = guarded(work).await.unwrap_or_else(|panic| Err(panic.into()));
        report.end = ended.unwrap_or_else(|error| {
            let (job, error) = (self.lease.name(), causes::told(&error));
            tracing::error!(job, error, "a job broke off");
            End::Broken
        });
        report
    }

    async fn each(&mut self, each: &dyn Each, report: &mut Report) -> Result<End, WriteError> {
        let mut after = Key::FIRST;
        loop {
            let batch = each.due(&mut self.store.glance().await?, self.now, after).await?;
            let Some(last) = batch.last() else { return Ok(End::Whole) };
            after = *last;
            for id in batch.into_iter().filter_map(|key| key.id) {
                if let Some(end) = self.ends().await? {
                    return Ok(end);
                }
                // A row that panics is one row that could not be done.
                let done = guarded(each.one(self.store, id, self.now)).await;
                match done.unwrap_or_else(|panic| Err(panic.into())) {
                    Ok(was_due) => report.done += u64::from(was_due),
                    Err(error) => {
                        let (job, error) = (self.lease.name(), causes::told(&error));
                        tracing::error!(job, %id, error, "a job failed with one row");
                        report.failed += 1;
                    }
                }
            }
        }
    }

    async fn sweep(&mut self, sweep: &dyn Sweep, report: &mut Report) -> Result<End, WriteError> {
        loop {
            if let Some(end) = self.ends().await? {
                return Ok(end);
            }
            let deleted = sweep.batch(self.store, self.now).await?;
            report.done += deleted;
            if deleted < u64::from(SWEEP) {
                return Ok(End::Whole);
            }
        }
    }

    /// Why it must not go on, if so.
    async fn ends(&mut self) -> Result<Option<End>, WriteError> {
        if *self.stopped.borrow() {
            return Ok(Some(End::Stopped));
        }
        if self.lease.keep(self.store).await? {
            return Ok(None);
        }
        tracing::warn!(job = self.lease.name(), "another server took this job over");
        Ok(Some(End::Broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::testing::{START, TestDatabase};

    /// Three rows, of which the second one panics; or a look for them that does.
    struct Panics {
        looks: bool,
    }

    #[async_trait]
    impl Each for Panics {
        async fn due(
            &self,
            _: &mut Snapshot,
            now: Timestamp,
            after: Key,
        ) -> Result<Vec<Key>, StoreError> {
            assert!(!self.looks, "a look that panics");
            let row = |number| Key { at: now, id: Uuid::from_bytes([number; 16]) };
            Ok(if after == Key::FIRST { vec![row(1), row(2), row(3)] } else { Vec::new() })
        }

        async fn one(&self, _: &Store, id: Uuid, _: Timestamp) -> Result<bool, WriteError> {
            assert_ne!(id.as_bytes()[0], 2, "a row that panics");
            Ok(true)
        }
    }

    async fn report(task: Task) -> String {
        let database = TestDatabase::sqlite();
        let clock = Clock::manual(START);
        let store = Store::open(database.settings(), clock.clone()).await.unwrap();
        let mut lease =
            Lease::take(&store, &clock, "fill_seats", None).await.unwrap().expect("nobody has it");
        let (_stop, stopped) = watch::channel(false);
        let (now, lease, stopped) = (START, &mut lease, &stopped);
        Run { store: &store, now, lease, stopped }.all(&task).await.to_string()
    }

    #[tokio::test]
    async fn a_row_that_panics_is_one_that_failed_and_the_others_are_done() {
        assert_eq!(report(Task::Each(&Panics { looks: false })).await, "2 done, 1 failed");
    }

    #[tokio::test]
    async fn a_job_that_panics_is_broken_off_and_ends_nothing_else() {
        assert_eq!(report(Task::Each(&Panics { looks: true })).await, "0 done, broken off");
    }
}
