//! The diary: somebody's sessions with what they wrote about them.

use std::ops::RangeInclusive;

use focus_core::diary::{Attended, DiaryNote, DiaryTag};
use focus_core::reflection::ReflectionPhase;
use focus_core::settlement::Presence;
use focus_core::{Page, SessionId, Timestamp, UserId};

use super::engine::Sql;
use super::{Result, Row, Snapshot, StoreError, Transaction, values};
use crate::ids;

/// A session that its owner wrote about.
#[derive(Debug)]
pub(crate) struct DiarySession {
    pub(crate) id: SessionId,
    pub(crate) start_time: Timestamp,
    pub(crate) topic: Option<String>,
}

/// One's own reflection.
#[derive(Debug)]
pub(crate) struct OwnReflection {
    pub(crate) session_id: SessionId,
    pub(crate) phase: ReflectionPhase,
    pub(crate) content: String,
    pub(crate) created_at: Timestamp,
}

/// One's own note.
#[derive(Debug)]
pub(crate) struct OwnNote {
    pub(crate) session_id: SessionId,
    pub(crate) note: Option<String>,
    pub(crate) tags: Vec<DiaryTag>,
}

impl Snapshot {
    /// How many sessions that start in the range the user reflected on.
    pub(crate) async fn diary_count(
        &mut self,
        user: UserId,
        starts: &RangeInclusive<Timestamp>,
    ) -> Result<u64> {
        let sql = "SELECT COUNT(DISTINCT r.session_id) AS total
             FROM session_reflections r JOIN sessions s ON s.id = r.session_id
             WHERE r.user_id = $1 AND s.start_time BETWEEN $2 AND $3";
        let row = self.row(sql, values![user, *starts.start(), *starts.end()]).await?;
        u64::try_from(row.integer("total")?).map_err(|_| StoreError::Corrupt("total"))
    }

    /// The sessions that start in the range and that the user reflected on, newest first, of two
    /// that start together the lower id: one page, or all.
    pub(crate) async fn diary_sessions(
        &mut self,
        user: UserId,
        starts: &RangeInclusive<Timestamp>,
        page: Option<Page>,
    ) -> Result<Vec<DiarySession>> {
        let sql = "SELECT DISTINCT s.id, s.start_time, s.topic
             FROM session_reflections r JOIN sessions s ON s.id = r.session_id
             WHERE r.user_id = $1 AND s.start_time BETWEEN $2 AND $3
             ORDER BY s.start_time DESC, s.id LIMIT $4 OFFSET $5";
        let limit = page.map_or(i64::MAX, |page| i64::from(page.per_page));
        let offset = page.map_or(0, |page| i64::try_from(page.offset()).unwrap_or(i64::MAX));
        let values = values![user, *starts.start(), *starts.end(), limit, offset];
        let rows = self.rows(sql, values).await?;
        let session = |row: &Row| {
            Ok(DiarySession {
                id: row.session_id("id")?,
                start_time: row.instant("start_time")?,
                topic: row.maybe_text("topic")?,
            })
        };
        rows.iter().map(session).collect()
    }

    /// The user's reflections on these sessions.
    pub(crate) async fn own_reflections(
        &mut self,
        user: UserId,
        sessions: &[SessionId],
    ) -> Result<Vec<OwnReflection>> {
        let sql = Sql::each(
            "SELECT session_id, phase, content, created_at FROM session_reflections
             WHERE user_id = $1 AND session_id IN (SELECT value FROM json_each($2))",
            "SELECT session_id, phase, content, created_at FROM session_reflections
             WHERE user_id = $1 AND session_id = ANY($2)",
        );
        let rows = self.rows(sql, values![user, sessions]).await?;
        let reflection = |row: &Row| {
            Ok(OwnReflection {
                session_id: row.session_id("session_id")?,
                phase: row.word("phase", ReflectionPhase::parse)?,
                content: row.text("content")?,
                created_at: row.instant("created_at")?,
            })
        };
        rows.iter().map(reflection).collect()
    }

    /// The user's notes on these sessions.
    pub(crate) async fn own_notes(
        &mut self,
        user: UserId,
        sessions: &[SessionId],
    ) -> Result<Vec<OwnNote>> {
        let sql = Sql::each(
            "SELECT session_id, note, tags FROM diary_notes
             WHERE user_id = $1 AND session_id IN (SELECT value FROM json_each($2))",
            "SELECT session_id, note, tags FROM diary_notes
             WHERE user_id = $1 AND session_id = ANY($2)",
        );
        let rows = self.rows(sql, values![user, sessions]).await?;
        let note = |row: &Row| {
            Ok(OwnNote {
                session_id: row.session_id("session_id")?,
                note: row.maybe_text("note")?,
                tags: tags_of(row)?,
            })
        };
        rows.iter().map(note).collect()
    }

    /// How long the user was at these sessions.
    pub(crate) async fn presences(
        &mut self,
        user: UserId,
        sessions: &[SessionId],
    ) -> Result<Vec<(SessionId, Presence)>> {
        let sql = Sql::each(
            "SELECT p.session_id, s.start_time, p.joined_at, p.active_ms, p.connected_at,
                 p.disconnected_at
             FROM session_participants p JOIN sessions s ON s.id = p.session_id
             WHERE p.user_id = $1 AND p.session_id IN (SELECT value FROM json_each($2))
             ORDER BY p.session_id, p.joined_at, p.id",
            "SELECT p.session_id, s.start_time, p.joined_at, p.active_ms, p.connected_at,
                 p.disconnected_at
             FROM session_participants p JOIN sessions s ON s.id = p.session_id
             WHERE p.user_id = $1 AND p.session_id = ANY($2)
             ORDER BY p.session_id, p.joined_at, p.id",
        );
        let rows = self.rows(sql, values![user, sessions]).await?;
        let attended = attended(&rows)?.into_iter();
        Ok(attended.map(|(session, attended)| (session, attended.presence)).collect())
    }

    /// The sessions in which the user took a seat since an instant, each once.
    pub(crate) async fn attended_since(
        &mut self,
        user: UserId,
        since: Timestamp,
    ) -> Result<Vec<Attended>> {
        let sql = "SELECT p.session_id, s.start_time, p.joined_at, p.active_ms, p.connected_at,
                 p.disconnected_at
             FROM session_participants p JOIN sessions s ON s.id = p.session_id
             WHERE p.user_id = $1 AND p.joined_at >= $2
             ORDER BY p.session_id, p.joined_at, p.id";
        let rows = self.rows(sql, values![user, since]).await?;
        Ok(attended(&rows)?.into_iter().map(|(_, attended)| attended).collect())
    }

    /// The tags of the user's notes written since an instant, with when each was.
    pub(crate) async fn tags_since(
        &mut self,
        user: UserId,
        since: Timestamp,
    ) -> Result<Vec<(Timestamp, Vec<DiaryTag>)>> {
        let sql = "SELECT created_at, tags FROM diary_notes
             WHERE user_id = $1 AND created_at >= $2 ORDER BY created_at, id";
        let rows = self.rows(sql, values![user, since]).await?;
        rows.iter().map(|row| Ok((row.instant("created_at")?, tags_of(row)?))).collect()
    }
}

impl Transaction {
    /// Keeps a note in place of the author's former one for this session. Gives when there first
    /// was one.
    pub(crate) async fn set_note(
        &mut self,
        session: SessionId,
        user: UserId,
        note: &DiaryNote<'_>,
    ) -> Result<Timestamp> {
        let now = self.now();
        let tags = note.tags.iter().map(|tag| tag.as_str()).collect::<serde_json::Value>();
        self.execute(
            "INSERT INTO diary_notes (id, session_id, user_id, note, tags, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (user_id, session_id)
             DO UPDATE SET note = excluded.note, tags = excluded.tags,
                 updated_at = excluded.updated_at",
            values![ids::uuid(), session, user, note.note, tags, now],
        )
        .await?;
        let sql = "SELECT created_at FROM diary_notes WHERE user_id = $1 AND session_id = $2";
        self.row(sql, values![user, session]).await?.instant("created_at")
    }
}

fn tags_of(row: &Row) -> Result<Vec<DiaryTag>> {
    let words: Vec<String> = row.list("tags")?;
    let tag = |word: &String| DiaryTag::parse(word).ok_or(StoreError::Corrupt("tags"));
    words.iter().map(tag).collect()
}

/// What rows of seats say by session, in whose order they come: who sat down again was there as
/// long as on all seats together, and the last one tells the last stretch.
fn attended(rows: &[Row]) -> Result<Vec<(SessionId, Attended)>> {
    let mut sessions = Vec::<(SessionId, Attended, u64)>::new();
    for row in rows {
        let session = row.session_id("session_id")?;
        let earlier = sessions.pop_if(|(last, ..)| *last == session).map_or(0, |(.., ms)| ms);
        let active_ms = u64::try_from(row.integer("active_ms")?);
        let active_ms = active_ms.map_err(|_| StoreError::Corrupt("active_ms"))?;
        let active_ms = earlier.saturating_add(active_ms);
        let presence = Presence {
            start_time: row.instant("start_time")?,
            total_active_minutes: u32::try_from(active_ms / 60_000).unwrap_or(u32::MAX),
            connected_at: row.maybe_instant("connected_at")?,
            disconnected_at: row.maybe_instant("disconnected_at")?,
        };
        let joined_at = row.instant("joined_at")?;
        sessions.push((session, Attended { joined_at, presence }, active_ms));
    }
    Ok(sessions.into_iter().map(|(session, attended, _)| (session, attended)).collect())
}
