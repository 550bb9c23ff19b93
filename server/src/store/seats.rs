//! Seats: who takes one, who leaves, and which companions come.
//!
//! Seats of a table are changed by whoever holds the locks of its slot and of its session.

use std::ops::RangeInclusive;

use focus_core::rating::pending;
use focus_core::seat::{AVATAR_TYPE, Companion, Seat, avatar_style};
use focus_core::session::ParticipantType;
use focus_core::settlement::Connection;
use focus_core::{SessionId, Timestamp, UserId, Uuid};
use serde_json::json;

use super::sessions::connection_of;
use super::{Result, Row, Snapshot, Transaction, values};
use crate::ids;

/// A table, as far as seats are concerned.
#[derive(Debug)]
pub(crate) struct TableRow {
    pub(crate) id: SessionId,
    pub(crate) start_time: Timestamp,
    pub(crate) mode: String,
    pub(crate) topic: Option<String>,
    pub(crate) max_seats: u32,
    pub(crate) is_private: bool,
    pub(crate) created_by: Option<UserId>,
    pub(crate) fill_ai: bool,
    /// When companions came.
    pub(crate) filled_at: Option<Timestamp>,
    /// Every seat, left or not.
    pub(crate) seats: Vec<SeatRow>,
}

impl TableRow {
    /// The seats as joining and filling look at them.
    pub(crate) fn seats(&self) -> Vec<Seat> {
        self.seats.iter().map(|row| row.seat).collect()
    }

    /// The seats as leaving and counting people look at them.
    pub(crate) fn people(&self) -> Vec<pending::Seat> {
        let people = |row: &SeatRow| pending::Seat {
            user_id: row.seat.user_id,
            participant_type: row.participant_type,
            left_at: row.seat.left_at,
        };
        self.seats.iter().map(people).collect()
    }

    /// The seat that a user holds.
    pub(crate) fn seat_of(&self, user: UserId) -> Option<&SeatRow> {
        self.seats.iter().find(|row| row.seat.is_active() && row.seat.user_id == Some(user))
    }
}

/// One seat with its row.
#[derive(Debug)]
pub(crate) struct SeatRow {
    pub(crate) id: Uuid,
    pub(crate) participant_type: ParticipantType,
    pub(crate) seat: Seat,
    pub(crate) connection: Connection,
    pub(crate) essence_earned: bool,
}

/// A seat that a user holds, at any table.
#[derive(Debug)]
pub(crate) struct MySeat {
    pub(crate) session_id: SessionId,
    pub(crate) start_time: Timestamp,
}

impl Snapshot {
    /// When a session starts.
    pub(crate) async fn start_of(&mut self, session: SessionId) -> Result<Option<Timestamp>> {
        let sql = "SELECT start_time FROM sessions WHERE id = $1";
        let row = self.maybe_row(sql, values![session]).await?;
        row.map(|row| row.instant("start_time")).transpose()
    }

    /// A table with everybody who ever had a seat.
    pub(crate) async fn seats_at(&mut self, session: SessionId) -> Result<Option<TableRow>> {
        let sql = "SELECT start_time, mode, topic, max_seats, is_private, created_by, fill_ai,
                 filled_at
             FROM sessions WHERE id = $1";
        let Some(row) = self.maybe_row(sql, values![session]).await? else { return Ok(None) };
        let sql = "SELECT id, user_id, participant_type, seat_number, left_at, credit_deducted_at,
                 credit_refunded_at, active_ms, connected_at, disconnected_at, disconnect_count,
                 essence_earned
             FROM session_participants WHERE session_id = $1 ORDER BY seat_number, joined_at, id";
        let seats = self.rows(sql, values![session]).await?;
        Ok(Some(TableRow {
            id: session,
            start_time: row.instant("start_time")?,
            mode: row.text("mode")?,
            topic: row.maybe_text("topic")?,
            max_seats: row.count("max_seats")?,
            is_private: row.flag("is_private")?,
            created_by: row.maybe_user_id("created_by")?,
            fill_ai: row.flag("fill_ai")?,
            filled_at: row.maybe_instant("filled_at")?,
            seats: seats.iter().map(seat_of).collect::<Result<_>>()?,
        }))
    }

    /// The seats that a user holds at tables that start in the range.
    pub(crate) async fn my_seats(
        &mut self,
        user: UserId,
        starts: RangeInclusive<Timestamp>,
    ) -> Result<Vec<MySeat>> {
        let sql = "SELECT s.id, s.start_time
             FROM session_participants mine JOIN sessions s ON s.id = mine.session_id
             WHERE mine.user_id = $1 AND mine.left_at IS NULL AND s.start_time BETWEEN $2 AND $3
             ORDER BY s.start_time, s.id";
        let rows = self.rows(sql, values![user, *starts.start(), *starts.end()]).await?;
        let seat = |row: &Row| {
            Ok(MySeat { session_id: row.session_id("id")?, start_time: row.instant("start_time")? })
        };
        rows.iter().map(seat).collect()
    }
}

impl Transaction {
    /// Seats a user; who had a seat there takes it up again. `paid_at` is when a credit was taken
    /// for it, if one was.
    pub(crate) async fn take_seat(
        &mut self,
        table: &TableRow,
        user: UserId,
        seat_number: u32,
        paid_at: Option<Timestamp>,
    ) -> Result<()> {
        let now = self.now();
        self.changed(table.id);
        if let Some(left) = table.seats.iter().find(|row| row.seat.user_id == Some(user)) {
            let sql = "UPDATE session_participants SET left_at = NULL, seat_number = $1,
                     joined_at = $2, updated_at = $2,
                     credit_deducted_at = COALESCE($3, credit_deducted_at)
                 WHERE id = $4";
            self.execute(sql, values![seat_number, now, paid_at, left.id]).await?;
            return Ok(());
        }
        let sql = "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                 seat_number, joined_at, credit_deducted_at, created_at, updated_at)
             VALUES ($1, $2, $3, 'human', $4, $5, $6, $5, $5)";
        self.execute(sql, values![ids::uuid(), table.id, user, seat_number, now, paid_at]).await?;
        Ok(())
    }

    /// Frees a seat. `refunded_at` is when its credit was given back, if it was now.
    pub(crate) async fn leave_seat(
        &mut self,
        session: SessionId,
        seat: Uuid,
        left_at: Timestamp,
        refunded_at: Option<Timestamp>,
    ) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE session_participants SET left_at = $1, updated_at = $2,
                 credit_refunded_at = COALESCE($3, credit_refunded_at)
             WHERE id = $4";
        self.execute(sql, values![left_at, now, refunded_at, seat]).await?;
        self.changed(session);
        Ok(())
    }

    /// Seats companions; no others will come to this table.
    pub(crate) async fn seat_companions(
        &mut self,
        session: SessionId,
        companions: &[Companion],
    ) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE sessions SET filled_at = $1, updated_at = $1 WHERE id = $2";
        self.execute(sql, values![now, session]).await?;
        self.changed(session);
        for companion in companions {
            let avatar = json!({"type": AVATAR_TYPE, "style": avatar_style(companion.name)});
            let sql = "INSERT INTO session_participants (id, session_id, participant_type,
                     seat_number, ai_companion_name, ai_companion_avatar, joined_at, created_at,
                     updated_at)
                 VALUES ($1, $2, 'ai_companion', $3, $4, $5, $6, $6, $6)";
            let values =
                values![ids::uuid(), session, companion.seat_number, companion.name, avatar, now];
            self.execute(sql, values).await?;
        }
        Ok(())
    }
}

fn seat_of(row: &Row) -> Result<SeatRow> {
    Ok(SeatRow {
        id: row.id("id")?,
        participant_type: row.participant_type("participant_type")?,
        seat: Seat {
            user_id: row.maybe_user_id("user_id")?,
            seat_number: row.count("seat_number")?,
            left_at: row.maybe_instant("left_at")?,
            credit_deducted_at: row.maybe_instant("credit_deducted_at")?,
            credit_refunded_at: row.maybe_instant("credit_refunded_at")?,
        },
        connection: connection_of(row)?,
        essence_earned: row.flag("essence_earned")?,
    })
}
