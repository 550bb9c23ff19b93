//! Jobs: who runs one now, and what its last run was for. Held is held by the real time, since
//! *now* may be moved.

use focus_core::{Timestamp, Uuid};

use super::{Result, Row, Snapshot, Transaction, values};

/// How a job stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct JobRow {
    /// Until when somebody holds it, in the real time.
    pub(crate) held_until: Option<Timestamp>,
    /// The instant of the schedule that its last run was for.
    pub(crate) last_due: Option<Timestamp>,
    /// When its last run was over.
    pub(crate) finished_at: Option<Timestamp>,
    /// What its last run did, in words.
    pub(crate) outcome: Option<String>,
}

impl Snapshot {
    /// How a job stands; one that never ran has no row.
    pub(crate) async fn job(&mut self, name: &str) -> Result<JobRow> {
        let sql = "SELECT held_until, last_due, finished_at, outcome FROM jobs WHERE name = $1";
        let row = self.maybe_row(sql, values![name]).await?;
        row.as_ref().map_or_else(|| Ok(JobRow::default()), job_of)
    }
}

impl Transaction {
    /// Takes a job that nobody holds at this real time; with `due`, only when its last run still
    /// is this one. Whether it was taken.
    pub(crate) async fn take_job(
        &mut self,
        name: &str,
        holder: Uuid,
        (real, held_until): (Timestamp, Timestamp),
        last_due: Option<Option<Timestamp>>,
    ) -> Result<bool> {
        let sql = "INSERT INTO jobs (name) VALUES ($1) ON CONFLICT (name) DO NOTHING";
        self.execute(sql, values![name]).await?;
        let taken = self
            .execute(
                "UPDATE jobs SET holder = $1, held_until = $2
                 WHERE name = $3 AND (holder IS NULL OR held_until <= $4)
                   AND (NOT $5 OR last_due IS NOT DISTINCT FROM $6)",
                values![holder, held_until, name, real, last_due.is_some(), last_due.flatten()],
            )
            .await?;
        Ok(taken > 0)
    }

    /// Holds a job for longer. Whether it still was the holder's.
    pub(crate) async fn hold_job(
        &mut self,
        name: &str,
        holder: Uuid,
        until: Timestamp,
    ) -> Result<bool> {
        let sql = "UPDATE jobs SET held_until = $1 WHERE name = $2 AND holder = $3";
        Ok(self.execute(sql, values![until, name, holder]).await? > 0)
    }

    /// Gives a job back, unless somebody else took it. Without `last_due` the run does not count.
    pub(crate) async fn give_job_back(
        &mut self,
        name: &str,
        holder: Uuid,
        last_due: Option<Timestamp>,
        outcome: &str,
    ) -> Result<()> {
        let now = self.now();
        self.execute(
            "UPDATE jobs SET holder = NULL, held_until = NULL, finished_at = $1, outcome = $2,
                 last_due = COALESCE($3, last_due)
             WHERE name = $4 AND holder = $5",
            values![now, outcome, last_due, name, holder],
        )
        .await?;
        Ok(())
    }
}

fn job_of(row: &Row) -> Result<JobRow> {
    Ok(JobRow {
        held_until: row.maybe_instant("held_until")?,
        last_due: row.maybe_instant("last_due")?,
        finished_at: row.maybe_instant("finished_at")?,
        outcome: row.maybe_text("outcome")?,
    })
}
