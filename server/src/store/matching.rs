//! Tables that somebody may be matched to, new ones, and how many people wait at a slot.

use std::ops::RangeInclusive;

use focus_core::matching::{NewSession, Table};
use focus_core::session::{Language, TableMode};
use focus_core::{SessionId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Result, Row, Snapshot, Transaction, values};

/// A public table with free seats.
#[derive(Debug)]
pub(crate) struct OpenTable {
    id: SessionId,
    start_time: Timestamp,
    created_at: Timestamp,
    mode: TableMode,
    topic: Option<String>,
    language: Language,
    max_seats: u32,
    active_participants: u32,
}

impl OpenTable {
    /// As the core chooses among them.
    pub(crate) fn view(&self) -> Table<'_> {
        Table {
            id: self.id,
            start_time: self.start_time,
            created_at: self.created_at,
            is_private: false,
            mode: self.mode,
            topic: self.topic.as_deref(),
            language: self.language,
            max_seats: self.max_seats,
            active_participants: self.active_participants,
        }
    }
}

/// How many people hold seats at a slot.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SlotCount {
    pub(crate) start_time: Timestamp,
    pub(crate) people: i64,
}

impl Snapshot {
    /// The public tables at a slot that have free seats.
    pub(crate) async fn open_tables(&mut self, slot: Timestamp) -> Result<Vec<OpenTable>> {
        let sql = "SELECT * FROM (
                 SELECT s.id, s.start_time, s.created_at, s.mode, s.topic, s.language, s.max_seats,
                     (SELECT COUNT(*) FROM session_participants p
                      WHERE p.session_id = s.id AND p.left_at IS NULL) AS active_participants
                 FROM sessions s WHERE s.start_time = $1 AND NOT s.is_private
             ) AS found WHERE active_participants < max_seats ORDER BY created_at, id";
        let rows = self.rows(sql, values![slot]).await?;
        let table = |row: &Row| {
            Ok(OpenTable {
                id: row.session_id("id")?,
                start_time: row.instant("start_time")?,
                created_at: row.instant("created_at")?,
                mode: row.word("mode", TableMode::parse)?,
                topic: row.maybe_text("topic")?,
                language: row.word("language", Language::parse)?,
                max_seats: row.count("max_seats")?,
                active_participants: row.count("active_participants")?,
            })
        };
        rows.iter().map(table).collect()
    }

    /// How many people hold seats at public tables that start in the range, of one mode or of any;
    /// slots without people are left out.
    pub(crate) async fn queue(
        &mut self,
        starts: RangeInclusive<Timestamp>,
        mode: Option<TableMode>,
    ) -> Result<Vec<SlotCount>> {
        let sql = "SELECT s.start_time, COUNT(*) AS people
             FROM sessions s JOIN session_participants p ON p.session_id = s.id
             WHERE s.start_time BETWEEN $1 AND $2 AND NOT s.is_private
               AND p.left_at IS NULL AND p.participant_type = 'human'
               AND s.mode = COALESCE($3, s.mode)
             GROUP BY s.start_time";
        let values = values![*starts.start(), *starts.end(), mode.map(TableMode::as_str)];
        let rows = self.rows(sql, values).await?;
        let count = |row: &Row| {
            Ok(SlotCount { start_time: row.instant("start_time")?, people: row.integer("people")? })
        };
        rows.iter().map(count).collect()
    }
}

impl Transaction {
    /// Keeps a new table at which nobody sits yet.
    pub(crate) async fn add_table(&mut self, id: SessionId, table: &NewSession<'_>) -> Result<()> {
        let now = self.now();
        let sql =
            "INSERT INTO sessions (id, start_time, end_time, mode, topic, language, room_type,
                 livekit_room_name, is_private, fill_ai, max_seats, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)";
        let values = values![
            id,
            table.start_time,
            table.end_time,
            table.mode.as_str(),
            table.topic,
            table.language.as_str(),
            table.room_type.as_str(),
            &table.room_name,
            table.is_private,
            table.fill_ai,
            table.max_seats,
            now,
        ];
        self.execute(sql, values).await?;
        Ok(())
    }
}
