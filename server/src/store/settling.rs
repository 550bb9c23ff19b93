//! What a session is settled by, and what that leaves behind.

use focus_core::rating::pending;
use focus_core::session::ParticipantType;
use focus_core::settlement::{Connection, Presence};
use focus_core::streak::{DailyStreak, Streak};
use focus_core::{SessionId, Timestamp, UserId, Uuid};
use serde_json::json;

use super::sessions::connection_of;
use super::{Result, Row, Snapshot, Transaction, values};

/// A seat of a session, left or not.
#[derive(Debug)]
pub(crate) struct SettlingSeat {
    pub(crate) id: Uuid,
    pub(crate) user_id: Option<UserId>,
    pub(crate) participant_type: ParticipantType,
    pub(crate) left_at: Option<Timestamp>,
    pub(crate) connection: Connection,
    pub(crate) essence_earned: bool,
}

impl SettlingSeat {
    /// What is known of the presence at this seat.
    pub(crate) const fn presence(&self, start_time: Timestamp) -> Presence {
        Presence {
            start_time,
            total_active_minutes: self.connection.total_active_minutes(),
            connected_at: self.connection.connected_at,
            disconnected_at: self.connection.disconnected_at,
        }
    }

    /// The seat as pending records are made from it.
    pub(crate) const fn owing(&self) -> pending::Seat {
        pending::Seat {
            user_id: self.user_id,
            participant_type: self.participant_type,
            left_at: self.left_at,
        }
    }
}

/// What a user has done so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Progress {
    pub(crate) session_count: u32,
    pub(crate) total_focus_minutes: u32,
    pub(crate) daily: DailyStreak,
}

impl Snapshot {
    /// When a session starts, and when it was settled.
    pub(crate) async fn settled(
        &mut self,
        session: SessionId,
    ) -> Result<Option<(Timestamp, Option<Timestamp>)>> {
        let sql = "SELECT start_time, settled_at FROM sessions WHERE id = $1";
        let Some(row) = self.maybe_row(sql, values![session]).await? else { return Ok(None) };
        Ok(Some((row.instant("start_time")?, row.maybe_instant("settled_at")?)))
    }

    /// Every seat that a session ever had.
    pub(crate) async fn settling_seats(&mut self, session: SessionId) -> Result<Vec<SettlingSeat>> {
        let sql = "SELECT id, user_id, participant_type, left_at, active_ms, connected_at,
                 disconnected_at, disconnect_count, essence_earned
             FROM session_participants WHERE session_id = $1 ORDER BY seat_number, joined_at, id";
        let rows = self.rows(sql, values![session]).await?;
        let seat = |row: &Row| {
            Ok(SettlingSeat {
                id: row.id("id")?,
                user_id: row.maybe_user_id("user_id")?,
                participant_type: row.participant_type("participant_type")?,
                left_at: row.maybe_instant("left_at")?,
                connection: connection_of(row)?,
                essence_earned: row.flag("essence_earned")?,
            })
        };
        rows.iter().map(seat).collect()
    }

    /// What a user has done so far.
    pub(crate) async fn progress(&mut self, user: UserId) -> Result<Progress> {
        let sql = "SELECT session_count, total_focus_minutes, current_streak, longest_streak,
                 last_session_date FROM users WHERE id = $1";
        let row = self.row(sql, values![user]).await?;
        Ok(Progress {
            session_count: row.count("session_count")?,
            total_focus_minutes: row.count("total_focus_minutes")?,
            daily: DailyStreak {
                current_streak: row.count("current_streak")?,
                longest_streak: row.count("longest_streak")?,
                last_session_date: row.maybe_instant("last_session_date")?,
            },
        })
    }

    /// A user's week; one without a session is empty.
    pub(crate) async fn week(&mut self, user: UserId, week_start: Timestamp) -> Result<Streak> {
        let sql = "SELECT session_count, awarded FROM weekly_streaks
             WHERE user_id = $1 AND week_start = $2";
        let row = self.maybe_row(sql, values![user, week_start]).await?;
        let Some(row) = row else { return Ok(Streak::default()) };
        Ok(Streak { session_count: row.count("session_count")?, awarded: row.list("awarded")? })
    }
}

impl Transaction {
    /// Keeps what a user has done so far.
    pub(crate) async fn set_progress(&mut self, user: UserId, progress: &Progress) -> Result<()> {
        let now = self.now();
        self.execute(
            "UPDATE users SET session_count = $1, total_focus_minutes = $2, current_streak = $3,
                 longest_streak = $4, last_session_date = $5, updated_at = $6 WHERE id = $7",
            values![
                progress.session_count,
                progress.total_focus_minutes,
                progress.daily.current_streak,
                progress.daily.longest_streak,
                progress.daily.last_session_date,
                now,
                user,
            ],
        )
        .await?;
        Ok(())
    }

    /// Keeps a user's week.
    pub(crate) async fn set_week(
        &mut self,
        user: UserId,
        week_start: Timestamp,
        week: &Streak,
    ) -> Result<()> {
        let now = self.now();
        self.execute(
            "INSERT INTO weekly_streaks (user_id, week_start, session_count, awarded, created_at,
                 updated_at)
             VALUES ($1, $2, $3, $4, $5, $5)
             ON CONFLICT (user_id, week_start) DO UPDATE SET
                 session_count = excluded.session_count, awarded = excluded.awarded,
                 updated_at = excluded.updated_at",
            values![user, week_start, week.session_count, json!(week.awarded), now],
        )
        .await?;
        Ok(())
    }

    /// Marks a seat's essence as earned.
    pub(crate) async fn mark_essence(&mut self, seat: Uuid) -> Result<()> {
        let now = self.now();
        let sql =
            "UPDATE session_participants SET essence_earned = $1, updated_at = $2 WHERE id = $3";
        self.execute(sql, values![true, now, seat]).await?;
        Ok(())
    }

    /// Marks a session as settled.
    pub(crate) async fn mark_settled(&mut self, session: SessionId) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE sessions SET settled_at = $1, updated_at = $1 WHERE id = $2";
        self.execute(sql, values![now, session]).await?;
        Ok(())
    }
}
