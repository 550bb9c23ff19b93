//! Writing: every transaction takes the lock as it begins, so nobody loses an upgrade race.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use focus_core::credit::{STARTING_CREDITS, STARTING_TIER, cycle_start};
use focus_core::phase::session_end;
use focus_core::rating::pending::{PendingRecord, Seat};
use focus_core::rating::{RatingBatch, Verdict};
use focus_core::{Hundredths, SessionId, Timestamp, UserId};
use serde_json::json;
use sqlx::{Sqlite, SqlitePool};

use super::super::{NewSession, NewUser, OwedSession, PendingRow, Result, StoreError, Transaction};
use super::columns::Columns as _;
use super::read;
use crate::ids;

/// The weight of a rating, in hundredths.
const FULL_WEIGHT: i64 = 100;

pub(super) async fn begin(writer: &SqlitePool) -> Result<Box<dyn Transaction>> {
    Ok(Box::new(Writing(writer.begin_with("BEGIN IMMEDIATE").await?)))
}

struct Writing(sqlx::Transaction<'static, Sqlite>);

#[async_trait]
impl Transaction for Writing {
    async fn session(&mut self, session: SessionId) -> Result<Option<(Timestamp, Vec<Seat>)>> {
        read::start_and_seats(&mut self.0, session).await
    }

    async fn owed(
        &mut self,
        user: UserId,
        starts: RangeInclusive<Timestamp>,
    ) -> Result<Vec<OwedSession>> {
        let mut owed = Vec::new();
        for id in read::owed_ids(&mut self.0, user, &starts).await? {
            if let Some((start_time, seats)) = read::start_and_seats(&mut self.0, id).await? {
                owed.push(OwedSession { id, start_time, seats });
            }
        }
        Ok(owed)
    }

    async fn add_pending(
        &mut self,
        session: SessionId,
        record: &PendingRecord,
        owed_since: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let rateable = json!(record.rateable_user_ids).to_string();
        sqlx::query(
            "INSERT INTO pending_ratings (id, session_id, user_id, rateable_user_ids, expires_at,
                 created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, session_id) DO NOTHING",
        )
        .bind(ids::uuid().to_string())
        .bind(session.to_string())
        .bind(record.user_id.to_string())
        .bind(rateable)
        .bind(record.expires_at.unix_micros())
        .bind(owed_since.unix_micros())
        .bind(now.unix_micros())
        .execute(&mut *self.0)
        .await?;
        Ok(())
    }

    async fn pending(&mut self, user: UserId) -> Result<Vec<PendingRow>> {
        read::pending(&mut self.0, user).await
    }

    async fn complete_pending(
        &mut self,
        user: UserId,
        session: SessionId,
        now: Timestamp,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE pending_ratings SET completed_at = ?1, updated_at = ?1
             WHERE user_id = ?2 AND session_id = ?3 AND completed_at IS NULL",
        )
        .bind(now.unix_micros())
        .bind(user.to_string())
        .bind(session.to_string())
        .execute(&mut *self.0)
        .await?;
        Ok(())
    }

    async fn has_rated(&mut self, rater: UserId, session: SessionId) -> Result<bool> {
        let query =
            sqlx::query("SELECT 1 FROM ratings WHERE session_id = ? AND rater_id = ? LIMIT 1");
        let query = query.bind(session.to_string()).bind(rater.to_string());
        Ok(query.fetch_optional(&mut *self.0).await?.is_some())
    }

    async fn reliability(&mut self, user: UserId) -> Result<Hundredths> {
        let query = sqlx::query("SELECT reliability_score FROM users WHERE id = ?");
        let row = query.bind(user.to_string()).fetch_one(&mut *self.0).await?;
        row.hundredths("reliability_score")
    }

    async fn add_ratings(
        &mut self,
        session: SessionId,
        rater: UserId,
        reliability: Hundredths,
        batch: &RatingBatch<'_>,
        now: Timestamp,
    ) -> Result<()> {
        for rating in batch.ratings() {
            sqlx::query(
                "INSERT INTO ratings (id, session_id, rater_id, ratee_id, rating,
                     rater_reliability_at_time, weight, reason, created_at, updated_at)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?9, ?9)",
            )
            .bind(ids::uuid().to_string())
            .bind(session.to_string())
            .bind(rater.to_string())
            .bind(rating.ratee.to_string())
            .bind(rating.verdict.value().as_str())
            .bind(i64::from(reliability.0))
            .bind(FULL_WEIGHT)
            .bind(reason(&rating.verdict))
            .bind(now.unix_micros())
            .execute(&mut *self.0)
            .await?;
        }
        Ok(())
    }

    async fn add_user(&mut self, user: &NewUser, now: Timestamp) -> Result<()> {
        sqlx::query(
            "INSERT INTO users (id, issuer, subject, email, username, display_name,
                 pixel_avatar_id, is_onboarded, created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?9, ?9)",
        )
        .bind(user.id.to_string())
        .bind(&user.issuer)
        .bind(&user.subject)
        .bind(&user.email)
        .bind(&user.username)
        .bind(&user.display_name)
        .bind(&user.pixel_avatar_id)
        .bind(user.is_onboarded)
        .bind(now.unix_micros())
        .execute(&mut *self.0)
        .await?;
        sqlx::query(
            "INSERT INTO credits (id, user_id, tier, credits_remaining, credit_cycle_start,
                 created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?6, ?6)",
        )
        .bind(ids::uuid().to_string())
        .bind(user.id.to_string())
        .bind(STARTING_TIER.as_str())
        .bind(i64::from(STARTING_CREDITS))
        .bind(cycle_start(now).unix_micros())
        .bind(now.unix_micros())
        .execute(&mut *self.0)
        .await?;
        Ok(())
    }

    async fn user_of(&mut self, issuer: &str, subject: &str) -> Result<Option<UserId>> {
        read::user_of(&mut self.0, issuer, subject).await
    }

    async fn add_session(&mut self, session: &NewSession, now: Timestamp) -> Result<()> {
        sqlx::query(
            "INSERT INTO sessions (id, start_time, end_time, mode, topic, language, room_type,
                 livekit_room_name, created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?9, ?9)",
        )
        .bind(session.id.to_string())
        .bind(session.start_time.unix_micros())
        .bind(session_end(session.start_time).unix_micros())
        .bind(session.mode)
        .bind(&session.topic)
        .bind(session.language)
        .bind(session.room_type)
        .bind(&session.livekit_room_name)
        .bind(now.unix_micros())
        .execute(&mut *self.0)
        .await?;
        for (seat, user) in (1_i64..).zip(&session.users) {
            sqlx::query(
                "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                     seat_number, joined_at, created_at, updated_at)
                 VALUES (?, ?, ?, 'human', ?, ?5, ?5, ?5)",
            )
            .bind(ids::uuid().to_string())
            .bind(session.id.to_string())
            .bind(user.to_string())
            .bind(seat)
            .bind(now.unix_micros())
            .execute(&mut *self.0)
            .await?;
        }
        Ok(())
    }

    async fn first_session(
        &mut self,
        user: UserId,
        starts: RangeInclusive<Timestamp>,
    ) -> Result<Option<SessionId>> {
        let upcoming = read::upcoming(&mut self.0, user, *starts.start()).await?;
        Ok(upcoming.first().filter(|row| starts.contains(&row.start_time)).map(|row| row.id))
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        self.0.commit().await.map_err(StoreError::from)
    }
}

/// `{"reasons": […], "other_text"?: …}` for a red rating, nothing for others.
fn reason(verdict: &Verdict<'_>) -> Option<String> {
    let Verdict::Red { reasons, other_text } = verdict else { return None };
    let reasons: Vec<_> = reasons.iter().collect();
    let reason = match other_text {
        Some(text) => json!({ "reasons": reasons, "other_text": text }),
        None => json!({ "reasons": reasons }),
    };
    Some(reason.to_string())
}
