//! Accounts that are deleted for good: what is theirs goes, and a row without a name stays for what
//! others rest on.

use focus_core::{SessionId, Timestamp, UserId};

use super::engine::Sql;
use super::{Result, Snapshot, Transaction, values};

impl Snapshot {
    /// When an account is deleted, if it is to be.
    pub(crate) async fn deletion_scheduled_at(
        &mut self,
        user: UserId,
    ) -> Result<Option<Timestamp>> {
        let sql = "SELECT deletion_scheduled_at FROM users WHERE id = $1";
        self.row(sql, values![user]).await?.maybe_instant("deletion_scheduled_at")
    }

    /// The sessions from `since` on in which the user holds a seat.
    pub(crate) async fn held_since(
        &mut self,
        user: UserId,
        since: Timestamp,
    ) -> Result<Vec<SessionId>> {
        let sql = "SELECT s.id FROM session_participants p JOIN sessions s ON s.id = p.session_id
             WHERE p.user_id = $1 AND p.left_at IS NULL AND s.start_time >= $2";
        let rows = self.rows(sql, values![user, since]).await?;
        rows.iter().map(|row| row.session_id("id")).collect()
    }
}

impl Transaction {
    /// Leaves the user's seats of these sessions.
    pub(crate) async fn leave_all(&mut self, user: UserId, sessions: &[SessionId]) -> Result<()> {
        let now = self.now();
        for session in sessions {
            self.execute(
                "UPDATE session_participants SET left_at = $1, updated_at = $1
                 WHERE session_id = $2 AND user_id = $3 AND left_at IS NULL",
                values![now, *session, user],
            )
            .await?;
        }
        Ok(())
    }

    /// Forgets who an account was. The identity and the username are free for a new one.
    pub(crate) async fn anonymise(&mut self, user: UserId, username: &str) -> Result<()> {
        /// What the user wrote or chose, and what only they rest on.
        const THEIRS: [&str; 6] = [
            "DELETE FROM session_reflections WHERE user_id = $1",
            "DELETE FROM diary_notes WHERE user_id = $1",
            "DELETE FROM notification_preferences WHERE user_id = $1",
            "DELETE FROM idempotency_keys WHERE user_id = $1",
            "DELETE FROM weekly_streaks WHERE user_id = $1",
            "DELETE FROM pending_ratings WHERE user_id = $1",
        ];
        let now = self.now();
        for sql in THEIRS {
            self.execute(sql, values![user]).await?;
        }
        let anonymous = Sql::each(
            "UPDATE users SET issuer = '', subject = id, email = '', username = $1,
                 display_name = NULL, bio = NULL, avatar_config = '{}', social_links = '{}',
                 study_interests = '[]', preferred_language = 'en', pixel_avatar_id = NULL,
                 default_table_mode = 'forced_audio', activity_tracking_enabled = $2,
                 email_notifications_enabled = $2, push_notifications_enabled = $2,
                 is_onboarded = $2, deletion_scheduled_at = NULL, purged_at = $3, updated_at = $3
             WHERE id = $4",
            "UPDATE users SET issuer = '', subject = CAST(id AS TEXT), email = '', username = $1,
                 display_name = NULL, bio = NULL, avatar_config = '{}', social_links = '{}',
                 study_interests = '[]', preferred_language = 'en', pixel_avatar_id = NULL,
                 default_table_mode = 'forced_audio', activity_tracking_enabled = $2,
                 email_notifications_enabled = $2, push_notifications_enabled = $2,
                 is_onboarded = $2, deletion_scheduled_at = NULL, purged_at = $3, updated_at = $3
             WHERE id = $4",
        );
        self.execute(anonymous, values![username, false, now, user]).await?;
        // No code is as long as an id: nobody is referred by this account any more.
        let sql = "UPDATE credits SET referral_code = CAST(user_id AS TEXT), updated_at = $1
             WHERE user_id = $2";
        self.execute(sql, values![now, user]).await?;
        Ok(())
    }
}
