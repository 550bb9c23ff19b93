//! Writing: one transaction, what it changes for others, and what it makes stale.

use std::ops::{Deref, DerefMut};

use focus_core::{SessionId, Timestamp};

use super::engine::{Sql, Value};
use super::{Lock, Result, Snapshot, stale, storable};
use crate::shared::Family;

/// One all-or-nothing piece of writing.
pub(crate) struct Transaction {
    snapshot: Snapshot,
    now: Timestamp,
    changed: Vec<SessionId>,
    /// Caches of what was written.
    pub(super) stale: Vec<Family>,
}

impl Transaction {
    /// One that writes through this connection.
    pub(super) const fn begun(snapshot: Snapshot, now: Timestamp) -> Self {
        Self { snapshot, now, changed: Vec::new(), stale: Vec::new() }
    }

    /// When it began: the instant that all of it is judged at and written with.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// Has what follows happen at another instant, for the made-up past of laptop mode.
    pub(crate) const fn go_to(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// Keeps all of these for itself until it is over, in the order in which everybody takes them.
    pub(crate) async fn lock(&mut self, locks: impl IntoIterator<Item = Lock>) -> Result<()> {
        let mut locks: Vec<_> = locks.into_iter().collect();
        locks.sort_unstable();
        locks.dedup();
        for lock in locks {
            self.snapshot.connection.lock(lock).await?;
        }
        Ok(())
    }

    /// Has whoever looks at this session read it again, once all of it is true.
    pub(crate) fn changed(&mut self, session: SessionId) {
        if !self.changed.contains(&session) {
            self.changed.push(session);
        }
    }

    /// Makes it all true, and tells which sessions changed.
    pub(super) async fn commit(mut self) -> Result<Vec<SessionId>> {
        self.snapshot.connection.announce(&self.changed).await?;
        self.snapshot.connection.commit().await?;
        Ok(self.changed)
    }

    pub(super) async fn execute(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<u64> {
        storable(&values)?;
        let sql = sql.into();
        self.stale.extend(stale::made_stale(sql).filter(|family| !self.stale.contains(family)));
        self.snapshot.connection.execute(sql, values).await
    }
}

impl Deref for Transaction {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Snapshot {
        &mut self.snapshot
    }
}
