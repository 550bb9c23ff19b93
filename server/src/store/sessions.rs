//! Sessions and their seats.

use std::ops::RangeInclusive;

use focus_core::phase::session_end;
use focus_core::settlement::Connection;
use focus_core::{SessionId, Timestamp, UserId};

use super::engine::Sql;
use super::{
    NewSession, Participant, Result, Row, SessionRow, Snapshot, Transaction, UpcomingRow, values,
};
use crate::ids;

impl Snapshot {
    /// The sessions from `since` on in which the user has a seat, earliest first.
    pub(crate) async fn upcoming(
        &mut self,
        user: UserId,
        since: Timestamp,
    ) -> Result<Vec<UpcomingRow>> {
        let sql = "SELECT s.id, s.start_time, s.end_time, s.mode, s.topic, s.language,
                 mine.seat_number,
                 (SELECT COUNT(*) FROM session_participants p
                  WHERE p.session_id = s.id AND p.left_at IS NULL) AS participant_count
             FROM session_participants mine JOIN sessions s ON s.id = mine.session_id
             WHERE mine.user_id = $1 AND mine.left_at IS NULL AND s.start_time >= $2
             ORDER BY s.start_time, s.id";
        let rows = self.rows(sql, values![user, since]).await?;
        let upcoming = |row: &Row| {
            Ok(UpcomingRow {
                id: row.session_id("id")?,
                start_time: row.instant("start_time")?,
                end_time: row.instant("end_time")?,
                mode: row.text("mode")?,
                topic: row.maybe_text("topic")?,
                language: row.text("language")?,
                participant_count: row.integer("participant_count")?,
                my_seat_number: row.integer("seat_number")?,
            })
        };
        rows.iter().map(upcoming).collect()
    }

    /// A session with everybody who ever had a seat.
    pub(crate) async fn session(&mut self, session: SessionId) -> Result<Option<SessionRow>> {
        let sql = "SELECT * FROM sessions WHERE id = $1";
        let Some(row) = self.maybe_row(sql, values![session]).await? else { return Ok(None) };
        let sql = Sql::each(
            "SELECT p.*, u.username, u.display_name, u.pixel_avatar_id,
                 COALESCE(u.avatar_config, p.ai_companion_avatar, '{}') AS avatar_config
             FROM session_participants p LEFT JOIN users u ON u.id = p.user_id
             WHERE p.session_id = $1 ORDER BY p.seat_number, p.joined_at, p.id",
            "SELECT p.*, u.username, u.display_name, u.pixel_avatar_id,
                 COALESCE(u.avatar_config, p.ai_companion_avatar, '{}'::jsonb) AS avatar_config
             FROM session_participants p LEFT JOIN users u ON u.id = p.user_id
             WHERE p.session_id = $1 ORDER BY p.seat_number, p.joined_at, p.id",
        );
        let participants = self.rows(sql, values![session]).await?;
        Ok(Some(SessionRow {
            id: session,
            start_time: row.instant("start_time")?,
            end_time: row.instant("end_time")?,
            mode: row.text("mode")?,
            topic: row.maybe_text("topic")?,
            language: row.text("language")?,
            room_type: row.maybe_text("room_type")?,
            livekit_room_name: row.text("livekit_room_name")?,
            max_seats: row.count("max_seats")?,
            fill_ai: row.flag("fill_ai")?,
            filled_at: row.maybe_instant("filled_at")?,
            participants: participants.iter().map(participant_of).collect::<Result<_>>()?,
        }))
    }

    /// The earliest session that starts in the range and in which the user has a seat.
    pub(crate) async fn first_session(
        &mut self,
        user: UserId,
        starts: RangeInclusive<Timestamp>,
    ) -> Result<Option<SessionId>> {
        let upcoming = self.upcoming(user, *starts.start()).await?;
        Ok(upcoming.first().filter(|row| starts.contains(&row.start_time)).map(|row| row.id))
    }
}

impl Transaction {
    /// Keeps a new session whose humans sit on its seats from 1 on; no companions come to it.
    pub(crate) async fn add_session(&mut self, session: &NewSession) -> Result<()> {
        let now = self.now();
        self.execute(
            "INSERT INTO sessions (id, start_time, end_time, mode, topic, language, room_type,
                 livekit_room_name, filled_at, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9)",
            values![
                session.id,
                session.start_time,
                session_end(session.start_time),
                session.mode,
                &session.topic,
                session.language,
                session.room_type,
                &session.livekit_room_name,
                now,
            ],
        )
        .await?;
        for (seat, user) in (1_i64..).zip(&session.users) {
            self.execute(
                "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                     seat_number, joined_at, created_at, updated_at)
                 VALUES ($1, $2, $3, 'human', $4, $5, $5, $5)",
                values![ids::uuid(), session.id, *user, seat, now],
            )
            .await?;
        }
        Ok(())
    }
}

/// The connection to the room that a seat's row tells of.
pub(super) fn connection_of(row: &Row) -> Result<Connection> {
    Ok(Connection {
        active_ms: row.count("active_ms")?,
        connected_at: row.maybe_instant("connected_at")?,
        disconnected_at: row.maybe_instant("disconnected_at")?,
        disconnects: row.count("disconnect_count")?,
    })
}

fn participant_of(row: &Row) -> Result<Participant> {
    Ok(Participant {
        id: row.id("id")?,
        user_id: row.maybe_user_id("user_id")?,
        participant_type: row.participant_type("participant_type")?,
        seat_number: row.integer("seat_number")?,
        username: row.maybe_text("username")?,
        display_name: row.maybe_text("display_name")?,
        avatar_config: row.json("avatar_config")?,
        pixel_avatar_id: row.maybe_text("pixel_avatar_id")?,
        joined_at: row.instant("joined_at")?,
        left_at: row.maybe_instant("left_at")?,
        ai_companion_name: row.maybe_text("ai_companion_name")?,
        is_connected: connection_of(row)?.is_connected(),
    })
}
