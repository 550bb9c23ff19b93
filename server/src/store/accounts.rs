//! What people change of their own accounts.

use focus_core::UserId;
use focus_core::user::Deletion;

use super::{Profile, Result, Snapshot, Transaction, values};

impl Snapshot {
    /// Whether, and when, a user's account is going to be deleted; none for nobody's.
    pub(crate) async fn deletion(&mut self, user: UserId) -> Result<Option<Deletion>> {
        let sql = "SELECT deleted_at, deletion_scheduled_at FROM users
             WHERE id = $1 AND purged_at IS NULL";
        let Some(row) = self.maybe_row(sql, values![user]).await? else { return Ok(None) };
        Ok(Some(Deletion {
            deleted_at: row.maybe_instant("deleted_at")?,
            deletion_scheduled_at: row.maybe_instant("deletion_scheduled_at")?,
        }))
    }
}

impl Transaction {
    /// Keeps what people may change of a profile, and nothing else of it. `Conflict` when somebody
    /// else has the username.
    pub(crate) async fn set_profile(&mut self, profile: &Profile) -> Result<()> {
        let now = self.now();
        self.execute(
            "UPDATE users SET username = $2, display_name = $3, bio = $4, avatar_config = $5,
                 social_links = $6, study_interests = $7, preferred_language = $8,
                 pixel_avatar_id = $9, is_onboarded = $10, default_table_mode = $11,
                 activity_tracking_enabled = $12, email_notifications_enabled = $13,
                 push_notifications_enabled = $14, updated_at = $15
             WHERE id = $1",
            values![
                profile.id,
                &profile.username,
                &profile.display_name,
                &profile.bio,
                profile.avatar_config.clone(),
                profile.social_links.clone(),
                profile.study_interests.clone(),
                &profile.preferred_language,
                &profile.pixel_avatar_id,
                profile.is_onboarded,
                &profile.default_table_mode,
                profile.activity_tracking_enabled,
                profile.email_notifications_enabled,
                profile.push_notifications_enabled,
                now,
            ],
        )
        .await?;
        Ok(())
    }

    /// Keeps when an account is going to be deleted.
    pub(crate) async fn set_deletion(&mut self, user: UserId, deletion: Deletion) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE users SET deleted_at = $2, deletion_scheduled_at = $3, updated_at = $4
             WHERE id = $1";
        let Deletion { deleted_at, deletion_scheduled_at } = deletion;
        self.execute(sql, values![user, deleted_at, deletion_scheduled_at, now]).await?;
        Ok(())
    }
}
