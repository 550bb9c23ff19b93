//! What goes into the store and comes out of it. Nothing here knows what time it is.

use focus_core::rating::RatingValue;
use focus_core::rating::pending::Seat;
use focus_core::session::ParticipantType;
use focus_core::streak::DailyStreak;
use focus_core::{Hundredths, SessionId, Timestamp, UserId, Uuid};
use serde_json::Value;

/// A user's own profile.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) id: UserId,
    pub(crate) subject: String,
    pub(crate) email: String,
    pub(crate) username: String,
    pub(crate) display_name: Option<String>,
    pub(crate) bio: Option<String>,
    pub(crate) avatar_config: Value,
    pub(crate) social_links: Value,
    pub(crate) study_interests: Value,
    pub(crate) preferred_language: String,
    pub(crate) reliability_score: Hundredths,
    pub(crate) total_focus_minutes: i64,
    pub(crate) session_count: i64,
    pub(crate) streak: DailyStreak,
    pub(crate) activity_tracking_enabled: bool,
    pub(crate) email_notifications_enabled: bool,
    pub(crate) push_notifications_enabled: bool,
    pub(crate) banned_until: Option<Timestamp>,
    pub(crate) pixel_avatar_id: Option<String>,
    pub(crate) is_onboarded: bool,
    pub(crate) default_table_mode: String,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) deletion_scheduled_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) credit_tier: String,
    pub(crate) credits_remaining: i64,
    pub(crate) credit_cycle_start: Timestamp,
}

/// What others see of a user.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) username: String,
    pub(crate) display_name: Option<String>,
    pub(crate) avatar_config: Value,
}

/// One of a user's next sessions.
#[derive(Debug)]
pub(crate) struct UpcomingRow {
    pub(crate) id: SessionId,
    pub(crate) start_time: Timestamp,
    pub(crate) end_time: Timestamp,
    pub(crate) mode: String,
    pub(crate) topic: Option<String>,
    pub(crate) language: String,
    pub(crate) participant_count: i64,
    pub(crate) my_seat_number: i64,
}

/// A session with its seats.
#[derive(Debug)]
pub(crate) struct SessionRow {
    pub(crate) id: SessionId,
    pub(crate) start_time: Timestamp,
    pub(crate) end_time: Timestamp,
    pub(crate) mode: String,
    pub(crate) topic: Option<String>,
    pub(crate) language: String,
    pub(crate) room_type: Option<String>,
    pub(crate) livekit_room_name: String,
    pub(crate) max_seats: u32,
    pub(crate) fill_ai: bool,
    pub(crate) filled_at: Option<Timestamp>,
    pub(crate) participants: Vec<Participant>,
}

/// One seat of a session, left or not.
#[derive(Debug)]
pub(crate) struct Participant {
    pub(crate) id: Uuid,
    pub(crate) user_id: Option<UserId>,
    pub(crate) participant_type: ParticipantType,
    pub(crate) seat_number: i64,
    pub(crate) username: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) avatar_config: Value,
    pub(crate) pixel_avatar_id: Option<String>,
    pub(crate) joined_at: Timestamp,
    pub(crate) left_at: Option<Timestamp>,
    pub(crate) ai_companion_name: Option<String>,
    /// Whether they are in the room.
    pub(crate) is_connected: bool,
}

impl Participant {
    /// Whether nobody left this seat.
    pub(crate) const fn is_active(&self) -> bool {
        self.left_at.is_none()
    }
}

/// What a user received.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) green: u32,
    pub(crate) red: u32,
    pub(crate) items: Vec<HistoryItem>,
}

/// One received rating; who gave it is nobody's business.
#[derive(Debug)]
pub(crate) struct HistoryItem {
    pub(crate) id: Uuid,
    pub(crate) session_id: SessionId,
    pub(crate) rating: RatingValue,
    pub(crate) created_at: Timestamp,
}

/// A session that may owe its humans a pending record.
#[derive(Debug)]
pub(crate) struct OwedSession {
    pub(crate) id: SessionId,
    pub(crate) start_time: Timestamp,
    pub(crate) seats: Vec<Seat>,
}

/// A pending record that is not completed.
#[derive(Debug)]
pub(crate) struct PendingRow {
    pub(crate) session_id: SessionId,
    pub(crate) rateable_user_ids: Vec<UserId>,
    pub(crate) expires_at: Timestamp,
}

/// A user to be.
#[derive(Debug)]
pub(crate) struct NewUser {
    pub(crate) id: UserId,
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) email: String,
    pub(crate) username: String,
    pub(crate) display_name: Option<String>,
    pub(crate) pixel_avatar_id: Option<String>,
    pub(crate) is_onboarded: bool,
}

/// A session to be.
#[derive(Debug)]
pub(crate) struct NewSession {
    pub(crate) id: SessionId,
    pub(crate) start_time: Timestamp,
    pub(crate) mode: &'static str,
    pub(crate) topic: Option<String>,
    pub(crate) language: &'static str,
    pub(crate) room_type: Option<&'static str>,
    pub(crate) livekit_room_name: String,
    /// On seats 1, 2, …
    pub(crate) users: Vec<UserId>,
}
