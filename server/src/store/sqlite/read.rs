//! The queries, on whatever connection they are given.

use std::ops::RangeInclusive;

use focus_core::rating::RatingValue;
use focus_core::rating::pending::Seat;
use focus_core::{Page, SessionId, Timestamp, UserId};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::super::{
    History, HistoryItem, Participant, PendingRow, Person, Profile, Result, SessionRow, StoreError,
    UpcomingRow,
};
use super::columns::Columns as _;

type Db = SqliteConnection;

pub(super) async fn user_of(db: &mut Db, issuer: &str, subject: &str) -> Result<Option<UserId>> {
    let query = sqlx::query("SELECT id FROM users WHERE issuer = ? AND subject = ?");
    let row = query.bind(issuer).bind(subject).fetch_optional(db).await?;
    row.map(|row| row.user_id("id")).transpose()
}

pub(super) async fn profile(db: &mut Db, user: UserId) -> Result<Option<Profile>> {
    let query = sqlx::query(
        "SELECT u.*, c.tier, c.credits_remaining, c.credit_cycle_start
         FROM users u JOIN credits c ON c.user_id = u.id WHERE u.id = ?",
    );
    let row = query.bind(user.to_string()).fetch_optional(db).await?;
    row.as_ref().map(profile_of).transpose()
}

fn profile_of(row: &SqliteRow) -> Result<Profile> {
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
        current_streak: row.integer("current_streak")?,
        longest_streak: row.integer("longest_streak")?,
        last_session_date: row.maybe_text("last_session_date")?,
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

pub(super) async fn people(db: &mut Db, users: &[UserId]) -> Result<Vec<Person>> {
    let mut people = Vec::with_capacity(users.len());
    for user in users {
        let query =
            sqlx::query("SELECT username, display_name, avatar_config FROM users WHERE id = ?");
        let Some(row) = query.bind(user.to_string()).fetch_optional(&mut *db).await? else {
            continue;
        };
        people.push(Person {
            id: *user,
            username: row.text("username")?,
            display_name: row.maybe_text("display_name")?,
            avatar_config: row.json("avatar_config")?,
        });
    }
    Ok(people)
}

pub(super) async fn upcoming(
    db: &mut Db,
    user: UserId,
    since: Timestamp,
) -> Result<Vec<UpcomingRow>> {
    let query = sqlx::query(
        "SELECT s.id, s.start_time, s.end_time, s.mode, s.topic, s.language, mine.seat_number,
             (SELECT COUNT(*) FROM session_participants p
              WHERE p.session_id = s.id AND p.left_at IS NULL) AS participant_count
         FROM session_participants mine JOIN sessions s ON s.id = mine.session_id
         WHERE mine.user_id = ? AND mine.left_at IS NULL AND s.start_time >= ?
         ORDER BY s.start_time, s.id",
    );
    let rows = query.bind(user.to_string()).bind(since.unix_micros()).fetch_all(db).await?;
    let upcoming = |row: &SqliteRow| {
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

pub(super) async fn session(db: &mut Db, session: SessionId) -> Result<Option<SessionRow>> {
    let query = sqlx::query("SELECT * FROM sessions WHERE id = ?");
    let Some(row) = query.bind(session.to_string()).fetch_optional(&mut *db).await? else {
        return Ok(None);
    };
    let query = sqlx::query(
        "SELECT p.*, u.username, u.display_name, u.pixel_avatar_id,
             COALESCE(u.avatar_config, p.ai_companion_avatar, '{}') AS avatar_config
         FROM session_participants p LEFT JOIN users u ON u.id = p.user_id
         WHERE p.session_id = ? ORDER BY p.seat_number, p.joined_at, p.id",
    );
    let participants = query.bind(session.to_string()).fetch_all(db).await?;
    let max_seats = u32::try_from(row.integer("max_seats")?);
    Ok(Some(SessionRow {
        id: session,
        start_time: row.instant("start_time")?,
        end_time: row.instant("end_time")?,
        mode: row.text("mode")?,
        topic: row.maybe_text("topic")?,
        language: row.text("language")?,
        room_type: row.maybe_text("room_type")?,
        livekit_room_name: row.text("livekit_room_name")?,
        max_seats: max_seats.map_err(|_| StoreError::Corrupt("max_seats"))?,
        participants: participants.iter().map(participant_of).collect::<Result<_>>()?,
    }))
}

fn participant_of(row: &SqliteRow) -> Result<Participant> {
    Ok(Participant {
        id: row.text("id")?,
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
    })
}

pub(super) async fn history(db: &mut Db, user: UserId, page: Page) -> Result<History> {
    let query = sqlx::query(
        "SELECT COUNT(*) FILTER (WHERE rating = 'green') AS green,
                COUNT(*) FILTER (WHERE rating = 'red') AS red
         FROM ratings WHERE ratee_id = ?",
    );
    let counts = query.bind(user.to_string()).fetch_one(&mut *db).await?;
    let query = sqlx::query(
        "SELECT id, session_id, rating, created_at FROM ratings
         WHERE ratee_id = ? AND rating <> 'skip'
         ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?",
    );
    let offset = i64::try_from(page.offset()).unwrap_or(i64::MAX);
    let query = query.bind(user.to_string()).bind(i64::from(page.per_page)).bind(offset);
    let items = query.fetch_all(db).await?;
    let item = |row: &SqliteRow| {
        Ok(HistoryItem {
            id: row.text("id")?,
            session_id: row.session_id("session_id")?,
            rating: RatingValue::parse(&row.text("rating")?)
                .ok_or(StoreError::Corrupt("rating"))?,
            created_at: row.instant("created_at")?,
        })
    };
    let count =
        |column| -> Result<u32> { Ok(u32::try_from(counts.integer(column)?).unwrap_or(u32::MAX)) };
    let items = items.iter().map(item).collect::<Result<_>>()?;
    Ok(History { green: count("green")?, red: count("red")?, items })
}

pub(super) async fn owed_ids(
    db: &mut Db,
    user: UserId,
    starts: &RangeInclusive<Timestamp>,
) -> Result<Vec<SessionId>> {
    let query = sqlx::query(
        "SELECT DISTINCT s.id, s.start_time
         FROM session_participants mine JOIN sessions s ON s.id = mine.session_id
         WHERE mine.user_id = ?1 AND s.start_time BETWEEN ?2 AND ?3
           AND NOT EXISTS (SELECT 1 FROM pending_ratings p
                           WHERE p.user_id = ?1 AND p.session_id = s.id)
         ORDER BY s.start_time, s.id",
    );
    let query = query.bind(user.to_string());
    let query = query.bind(starts.start().unix_micros()).bind(starts.end().unix_micros());
    let rows = query.fetch_all(db).await?;
    rows.iter().map(|row| row.session_id("id")).collect()
}

pub(super) async fn pending(db: &mut Db, user: UserId) -> Result<Vec<PendingRow>> {
    let query = sqlx::query(
        "SELECT session_id, rateable_user_ids, expires_at FROM pending_ratings
         WHERE user_id = ? AND completed_at IS NULL ORDER BY created_at, id",
    );
    let rows = query.bind(user.to_string()).fetch_all(db).await?;
    let pending = |row: &SqliteRow| {
        let ids = serde_json::from_str(&row.text("rateable_user_ids")?);
        Ok(PendingRow {
            session_id: row.session_id("session_id")?,
            rateable_user_ids: ids.map_err(|_| StoreError::Corrupt("rateable_user_ids"))?,
            expires_at: row.instant("expires_at")?,
        })
    };
    rows.iter().map(pending).collect()
}

pub(super) async fn start_and_seats(
    db: &mut Db,
    session: SessionId,
) -> Result<Option<(Timestamp, Vec<Seat>)>> {
    let query = sqlx::query("SELECT start_time FROM sessions WHERE id = ?");
    let Some(row) = query.bind(session.to_string()).fetch_optional(&mut *db).await? else {
        return Ok(None);
    };
    let query = sqlx::query(
        "SELECT user_id, participant_type, left_at FROM session_participants
         WHERE session_id = ? ORDER BY seat_number, joined_at, id",
    );
    let seats = query.bind(session.to_string()).fetch_all(db).await?;
    let seat = |row: &SqliteRow| {
        Ok(Seat {
            user_id: row.maybe_user_id("user_id")?,
            participant_type: row.participant_type("participant_type")?,
            left_at: row.maybe_instant("left_at")?,
        })
    };
    Ok(Some((row.instant("start_time")?, seats.iter().map(seat).collect::<Result<_>>()?)))
}
