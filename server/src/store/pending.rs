//! Pending records: who owes ratings, and for whom.

use std::ops::RangeInclusive;

use focus_core::rating::pending::{PendingRecord, Seat};
use focus_core::{SessionId, Timestamp, UserId};

use super::{OwedSession, PendingRow, Result, Row, Snapshot, Transaction, values};
use crate::ids;

impl Snapshot {
    /// Whether a session of this user that starts in the range has no pending record yet.
    pub(crate) async fn owes(
        &mut self,
        user: UserId,
        starts: RangeInclusive<Timestamp>,
    ) -> Result<bool> {
        Ok(!self.owed_ids(user, &starts).await?.is_empty())
    }

    /// The sessions of this user that start in the range and have no pending record of theirs.
    pub(crate) async fn owed(
        &mut self,
        user: UserId,
        starts: RangeInclusive<Timestamp>,
    ) -> Result<Vec<OwedSession>> {
        let mut owed = Vec::new();
        for id in self.owed_ids(user, &starts).await? {
            if let Some((start_time, seats)) = self.start_and_seats(id).await? {
                owed.push(OwedSession { id, start_time, seats });
            }
        }
        Ok(owed)
    }

    async fn owed_ids(
        &mut self,
        user: UserId,
        starts: &RangeInclusive<Timestamp>,
    ) -> Result<Vec<SessionId>> {
        let sql = "SELECT DISTINCT s.start_time, s.id
             FROM session_participants mine JOIN sessions s ON s.id = mine.session_id
             WHERE mine.user_id = $1 AND s.start_time BETWEEN $2 AND $3
               AND NOT EXISTS (SELECT 1 FROM pending_ratings p
                               WHERE p.user_id = $1 AND p.session_id = s.id)
             ORDER BY s.start_time, s.id";
        let rows = self.rows(sql, values![user, *starts.start(), *starts.end()]).await?;
        rows.iter().map(|row| row.session_id("id")).collect()
    }

    /// The user's pending records that are not completed, oldest first.
    pub(crate) async fn pending(&mut self, user: UserId) -> Result<Vec<PendingRow>> {
        let sql = "SELECT session_id, rateable_user_ids, expires_at FROM pending_ratings
             WHERE user_id = $1 AND completed_at IS NULL ORDER BY created_at, id";
        let rows = self.rows(sql, values![user]).await?;
        let pending = |row: &Row| {
            Ok(PendingRow {
                session_id: row.session_id("session_id")?,
                rateable_user_ids: row.user_ids("rateable_user_ids")?,
                expires_at: row.instant("expires_at")?,
            })
        };
        rows.iter().map(pending).collect()
    }

    /// A session's start and seats, left ones included.
    pub(crate) async fn start_and_seats(
        &mut self,
        session: SessionId,
    ) -> Result<Option<(Timestamp, Vec<Seat>)>> {
        let sql = "SELECT start_time FROM sessions WHERE id = $1";
        let Some(row) = self.maybe_row(sql, values![session]).await? else { return Ok(None) };
        let sql = "SELECT user_id, participant_type, left_at FROM session_participants
             WHERE session_id = $1 ORDER BY seat_number, joined_at, id";
        let seats = self.rows(sql, values![session]).await?;
        let seat = |row: &Row| {
            Ok(Seat {
                user_id: row.maybe_user_id("user_id")?,
                participant_type: row.participant_type("participant_type")?,
                left_at: row.maybe_instant("left_at")?,
            })
        };
        Ok(Some((row.instant("start_time")?, seats.iter().map(seat).collect::<Result<_>>()?)))
    }
}

impl Transaction {
    /// Keeps a pending record; one that stands already stays as it is.
    pub(crate) async fn add_pending(
        &mut self,
        session: SessionId,
        record: &PendingRecord,
        owed_since: Timestamp,
    ) -> Result<()> {
        let now = self.now();
        self.execute(
            "INSERT INTO pending_ratings (id, session_id, user_id, rateable_user_ids, expires_at,
                 created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, session_id) DO NOTHING",
            values![
                ids::uuid(),
                session,
                record.user_id,
                &record.rateable_user_ids,
                record.expires_at,
                owed_since,
                now,
            ],
        )
        .await?;
        Ok(())
    }

    /// Completes the user's pending record of a session, if there is one.
    pub(crate) async fn complete_pending(
        &mut self,
        user: UserId,
        session: SessionId,
    ) -> Result<()> {
        let now = self.now();
        self.execute(
            "UPDATE pending_ratings SET completed_at = $1, updated_at = $1
             WHERE user_id = $2 AND session_id = $3 AND completed_at IS NULL",
            values![now, user, session],
        )
        .await?;
        Ok(())
    }
}
