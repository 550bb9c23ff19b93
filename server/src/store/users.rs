//! Users.

use focus_core::credit::{self, referral};
use focus_core::notification::NotificationEvent;
use focus_core::streak::DailyStreak;
use focus_core::{Timestamp, UserId};

use super::{NewUser, Person, Profile, Result, Row, Snapshot, StoreError, Transaction, values};
use crate::ids;

/// Profiles with the credits, as far as a condition takes them.
macro_rules! profiles {
    ($condition:literal) => {
        concat!(
            "SELECT u.*, c.tier, c.credits_remaining, c.credit_cycle_start
             FROM users u JOIN credits c ON c.user_id = u.id WHERE ",
            $condition
        )
    };
}

impl Snapshot {
    /// The user that an issuer knows by this name, and when their account is going to be deleted.
    pub(crate) async fn account_of(
        &mut self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<(UserId, Option<Timestamp>)>> {
        let sql = "SELECT id, deletion_scheduled_at FROM users
             WHERE issuer = $1 AND subject = $2 AND purged_at IS NULL";
        let row = self.maybe_row(sql, values![issuer, subject]).await?;
        let account =
            |row: Row| Ok((row.user_id("id")?, row.maybe_instant("deletion_scheduled_at")?));
        row.map(account).transpose()
    }

    /// The user that an issuer knows by this name.
    pub(crate) async fn user_of(&mut self, issuer: &str, subject: &str) -> Result<Option<UserId>> {
        let sql = "SELECT id FROM users WHERE issuer = $1 AND subject = $2";
        let row = self.maybe_row(sql, values![issuer, subject]).await?;
        row.map(|row| row.user_id("id")).transpose()
    }

    /// A user's own profile, with the credits.
    pub(crate) async fn profile(&mut self, user: UserId) -> Result<Option<Profile>> {
        let sql = profiles!("u.id = $1");
        let row = self.maybe_row(sql, values![user]).await?;
        row.as_ref().map(profile_of).transpose()
    }

    /// The profile of the user that an issuer knows by this name.
    pub(crate) async fn profile_of(
        &mut self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<Profile>> {
        let sql = profiles!("u.issuer = $1 AND u.subject = $2 AND u.purged_at IS NULL");
        let row = self.maybe_row(sql, values![issuer, subject]).await?;
        row.as_ref().map(profile_of).transpose()
    }

    /// The profile of a user whose account is not going to be deleted.
    pub(crate) async fn public_profile(&mut self, user: UserId) -> Result<Option<Profile>> {
        let sql = profiles!("u.id = $1 AND u.deleted_at IS NULL AND u.purged_at IS NULL");
        let row = self.maybe_row(sql, values![user]).await?;
        row.as_ref().map(profile_of).transpose()
    }

    /// Whether somebody has this username.
    pub(crate) async fn is_username_taken(&mut self, username: &str) -> Result<bool> {
        let sql = "SELECT id FROM users WHERE username = $1";
        Ok(self.maybe_row(sql, values![username]).await?.is_some())
    }

    /// What others see of these users, in the order asked for; unknown ones are left out.
    pub(crate) async fn people(&mut self, users: &[UserId]) -> Result<Vec<Person>> {
        let mut people = Vec::with_capacity(users.len());
        for user in users {
            let sql = "SELECT username, display_name, avatar_config FROM users WHERE id = $1";
            let Some(row) = self.maybe_row(sql, values![*user]).await? else { continue };
            people.push(Person {
                id: *user,
                username: row.text("username")?,
                display_name: row.maybe_text("display_name")?,
                avatar_config: row.json("avatar_config")?,
            });
        }
        Ok(people)
    }
}

impl Transaction {
    /// Keeps a new user with credits, essence and preferences of their own. False, and nothing is
    /// kept, for a known identity, id or username.
    pub(crate) async fn add_user(&mut self, user: &NewUser) -> Result<bool> {
        let now = self.now();
        let added = self
            .execute(
                "INSERT INTO users (id, issuer, subject, email, username, display_name,
                 pixel_avatar_id, is_onboarded, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT DO NOTHING",
                values![
                    user.id,
                    &user.issuer,
                    &user.subject,
                    &user.email,
                    &user.username,
                    &user.display_name,
                    &user.pixel_avatar_id,
                    user.is_onboarded,
                    now,
                ],
            )
            .await?;
        if added == 0 {
            return Ok(false);
        }
        self.add_credits(user.id).await?;
        self.execute(
            "INSERT INTO furniture_essence (user_id, created_at, updated_at) VALUES ($1, $2, $2)",
            values![user.id, now],
        )
        .await?;
        for event in NotificationEvent::ALL {
            self.execute(
                "INSERT INTO notification_preferences (user_id, event_type, created_at, updated_at)
                 VALUES ($1, $2, $3, $3)",
                values![user.id, event.as_str(), now],
            )
            .await?;
        }
        Ok(true)
    }

    async fn add_credits(&mut self, user: UserId) -> Result<()> {
        let now = self.now();
        let account = credit::new_account(now);
        // Another account has this code once in thousands of millions: then another one is drawn.
        for _ in 0..referral::REFERRAL_CODE_ATTEMPTS {
            let added = self
                .execute(
                    "INSERT INTO credits (id, user_id, tier, credits_remaining, credit_cycle_start,
                         referral_code, created_at, updated_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (referral_code) DO NOTHING",
                    values![
                        ids::uuid(),
                        user,
                        account.tier.as_str(),
                        account.credits_remaining,
                        account.cycle_start,
                        referral::code(ids::any().to_be_bytes()),
                        now,
                    ],
                )
                .await?;
            if added > 0 {
                return Ok(());
            }
        }
        Err(StoreError::Conflict)
    }
}

fn profile_of(row: &Row) -> Result<Profile> {
    Ok(Profile {
        id: row.user_id("id")?,
        subject: row.text("subject")?,
        email: row.text("email")?,
        username: row.text("username")?,
        display_name: row.maybe_text("display_name")?,
        bio: row.maybe_text("bio")?,
        avatar_config: row.json("avatar_config")?,
        social_links: row.json("social_links")?,
        study_interests: row.json("study_interests")?,
        preferred_language: row.text("preferred_language")?,
        reliability_score: row.hundredths("reliability_score")?,
        total_focus_minutes: row.integer("total_focus_minutes")?,
        session_count: row.integer("session_count")?,
        streak: DailyStreak {
            current_streak: row.count("current_streak")?,
            longest_streak: row.count("longest_streak")?,
            last_session_date: row.maybe_instant("last_session_date")?,
        },
        activity_tracking_enabled: row.flag("activity_tracking_enabled")?,
        email_notifications_enabled: row.flag("email_notifications_enabled")?,
        push_notifications_enabled: row.flag("push_notifications_enabled")?,
        banned_until: row.maybe_instant("banned_until")?,
        pixel_avatar_id: row.maybe_text("pixel_avatar_id")?,
        is_onboarded: row.flag("is_onboarded")?,
        default_table_mode: row.text("default_table_mode")?,
        deleted_at: row.maybe_instant("deleted_at")?,
        deletion_scheduled_at: row.maybe_instant("deletion_scheduled_at")?,
        created_at: row.instant("created_at")?,
        updated_at: row.instant("updated_at")?,
        credit_tier: row.text("tier")?,
        credits_remaining: row.integer("credits_remaining")?,
        credit_cycle_start: row.instant("credit_cycle_start")?,
    })
}
