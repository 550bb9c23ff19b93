//! Reflections: what people write for their table.

use focus_core::reflection::{Reflection, ReflectionPhase};
use focus_core::{SessionId, Timestamp, UserId, Uuid};

use super::{Result, Row, Snapshot, Transaction, values};
use crate::ids;

/// A reflection, and who wrote it.
#[derive(Debug)]
pub(crate) struct ReflectionRow {
    pub(crate) id: Uuid,
    pub(crate) user_id: UserId,
    pub(crate) username: String,
    pub(crate) display_name: Option<String>,
    pub(crate) phase: ReflectionPhase,
    pub(crate) content: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Reflections with their authors, as far as a condition takes them.
macro_rules! reflections {
    ($condition:literal) => {
        concat!(
            "SELECT r.id, r.user_id, u.username, u.display_name, r.phase, r.content,
                 r.created_at, r.updated_at
             FROM session_reflections r JOIN users u ON u.id = r.user_id WHERE ",
            $condition
        )
    };
}

impl Snapshot {
    /// A session's reflections, oldest first.
    pub(crate) async fn reflections(&mut self, session: SessionId) -> Result<Vec<ReflectionRow>> {
        let sql = reflections!("r.session_id = $1 ORDER BY r.created_at, r.id");
        let rows = self.rows(sql, values![session]).await?;
        rows.iter().map(reflection_of).collect()
    }
}

impl Transaction {
    /// Keeps a reflection in place of the author's former one for this session and phase, whose
    /// id and first instant stay.
    pub(crate) async fn set_reflection(
        &mut self,
        session: SessionId,
        user: UserId,
        reflection: Reflection<'_>,
    ) -> Result<ReflectionRow> {
        let now = self.now();
        let Reflection { phase, content } = reflection;
        self.execute(
            "INSERT INTO session_reflections (id, session_id, user_id, phase, content, created_at,
                 updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (session_id, user_id, phase)
             DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at",
            values![ids::uuid(), session, user, phase.as_str(), content, now],
        )
        .await?;
        let sql = reflections!("r.session_id = $1 AND r.user_id = $2 AND r.phase = $3");
        reflection_of(&self.row(sql, values![session, user, phase.as_str()]).await?)
    }
}

fn reflection_of(row: &Row) -> Result<ReflectionRow> {
    Ok(ReflectionRow {
        id: row.id("id")?,
        user_id: row.user_id("user_id")?,
        username: row.text("username")?,
        display_name: row.maybe_text("display_name")?,
        phase: row.word("phase", ReflectionPhase::parse)?,
        content: row.text("content")?,
        created_at: row.instant("created_at")?,
        updated_at: row.instant("updated_at")?,
    })
}
