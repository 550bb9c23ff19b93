//! What jobs have to do, in batches. Rows leave the filter while a job runs, so the next batch
//! begins behind the last row of the one before, and never at a count.

use focus_core::{Timestamp, Uuid};

use super::engine::{Sql, Value};
use super::{Result, Row, Snapshot, Transaction, values};

/// Rows of a batch that are done one by one.
const BATCH: u32 = 100;
/// Rows of a batch that are deleted at once.
pub(crate) const SWEEP: u32 = 1_000;

/// Where a batch begins: behind this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// What the rows are sorted by.
    pub(crate) at: Timestamp,
    /// Of rows with the same instant, which. None is before all of them.
    pub(crate) id: Option<Uuid>,
}

impl Key {
    /// Before every row: as long ago as both engines can tell.
    pub(crate) const FIRST: Self =
        Self { at: Timestamp::from_unix_millis(-62_135_596_800_000), id: None };
}

impl Snapshot {
    /// Sessions that are not settled and start at this instant or earlier.
    pub(crate) async fn unsettled(&mut self, until: Timestamp, after: Key) -> Result<Vec<Key>> {
        let sql = "SELECT start_time AS at, id FROM sessions
             WHERE settled_at IS NULL AND start_time <= $1
               AND start_time >= $2 AND (start_time > $2 OR id > $3)
             ORDER BY start_time, id LIMIT $4";
        self.batch(sql, values![until, after.at, after.id, BATCH]).await
    }

    /// Accounts whose cycle began before this instant.
    pub(crate) async fn cycles_before(
        &mut self,
        before: Timestamp,
        after: Key,
    ) -> Result<Vec<Key>> {
        let sql = "SELECT credit_cycle_start AS at, user_id AS id FROM credits
             WHERE credit_cycle_start < $1
               AND credit_cycle_start >= $2 AND (credit_cycle_start > $2 OR user_id > $3)
             ORDER BY credit_cycle_start, user_id LIMIT $4";
        self.batch(sql, values![before, after.at, after.id, BATCH]).await
    }

    /// Accounts that are to be deleted by this instant.
    pub(crate) async fn deletions(&mut self, until: Timestamp, after: Key) -> Result<Vec<Key>> {
        let sql = "SELECT deletion_scheduled_at AS at, id FROM users
             WHERE deletion_scheduled_at IS NOT NULL AND deletion_scheduled_at <= $1
               AND deletion_scheduled_at >= $2 AND (deletion_scheduled_at > $2 OR id > $3)
             ORDER BY deletion_scheduled_at, id LIMIT $4";
        self.batch(sql, values![until, after.at, after.id, BATCH]).await
    }

    async fn batch(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<Vec<Key>> {
        let rows = self.rows(sql, values).await?;
        let key = |row: &Row| Ok(Key { at: row.instant("at")?, id: Some(row.id("id")?) });
        rows.iter().map(key).collect()
    }
}

impl Transaction {
    /// Deletes pending records that are not completed and lapsed before this instant. How many.
    pub(crate) async fn delete_lapsed_pending(&mut self, before: Timestamp) -> Result<u64> {
        self.execute(
            "DELETE FROM pending_ratings WHERE id IN (
                 SELECT id FROM pending_ratings WHERE completed_at IS NULL AND expires_at < $1
                 ORDER BY expires_at LIMIT $2)",
            values![before, SWEEP],
        )
        .await
    }

    /// Deletes keys of requests that were stored at this instant or earlier. How many.
    pub(crate) async fn delete_keys(&mut self, until: Timestamp) -> Result<u64> {
        self.execute(
            "DELETE FROM idempotency_keys WHERE (user_id, route, key) IN (
                 SELECT user_id, route, key FROM idempotency_keys WHERE created_at <= $1
                 ORDER BY created_at LIMIT $2)",
            values![until, SWEEP],
        )
        .await
    }
}
