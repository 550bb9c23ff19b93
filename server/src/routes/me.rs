//! A user's own profile.

use axum::extract::State;
use focus_core::credit::CreditTier;
use focus_core::credit::next_refresh;
use focus_core::session::{Language, TableMode};
use focus_core::user::PixelAvatar;
use focus_core::{Code, Hundredths, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Fresh, fresh};
use crate::error::ApiError;
use crate::extract::AuthUser;
use crate::openapi::About;
use crate::state::AppState;
use crate::store::Profile;

pub(super) const ABOUT: About = About { summary: "Your own profile", refusals: &[] };

pub(super) async fn me(
    State(state): State<AppState>,
    AuthUser { id }: AuthUser,
) -> Result<Fresh<UserProfile>, ApiError> {
    let profile = state.store.glance().await?.profile(id).await?.ok_or(Code::UserNotFound)?;
    Ok(fresh(profile.into()))
}

/// A user, as they see themselves.
#[derive(Serialize, JsonSchema)]
pub(super) struct UserProfile {
    id: UserId,
    /// What the issuer of their tokens calls them.
    auth_id: String,
    email: String,
    username: String,
    display_name: Option<String>,
    bio: Option<String>,
    #[schemars(with = "Map<String, Value>")]
    avatar_config: Value,
    #[schemars(with = "Map<String, Value>")]
    social_links: Value,
    #[schemars(with = "Vec<String>")]
    study_interests: Value,
    #[schemars(with = "Language")]
    preferred_language: String,
    reliability_score: Hundredths,
    total_focus_minutes: i64,
    session_count: i64,
    current_streak: i64,
    longest_streak: i64,
    #[schemars(extend("format" = "date"))]
    last_session_date: Option<String>,
    credits_remaining: i64,
    /// Always 0: nothing is counted by the week.
    credits_used_this_week: u32,
    #[schemars(with = "CreditTier")]
    credit_tier: String,
    credit_refresh_date: Timestamp,
    #[schemars(with = "Option<PixelAvatar>")]
    pixel_avatar_id: Option<String>,
    is_onboarded: bool,
    #[schemars(with = "TableMode")]
    default_table_mode: String,
    activity_tracking_enabled: bool,
    email_notifications_enabled: bool,
    push_notifications_enabled: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
    banned_until: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
    deletion_scheduled_at: Option<Timestamp>,
}

impl From<Profile> for UserProfile {
    fn from(profile: Profile) -> Self {
        Self {
            id: profile.id,
            auth_id: profile.subject,
            email: profile.email,
            username: profile.username,
            display_name: profile.display_name,
            bio: profile.bio,
            avatar_config: profile.avatar_config,
            social_links: profile.social_links,
            study_interests: profile.study_interests,
            preferred_language: profile.preferred_language,
            reliability_score: profile.reliability_score,
            total_focus_minutes: profile.total_focus_minutes,
            session_count: profile.session_count,
            current_streak: profile.current_streak,
            longest_streak: profile.longest_streak,
            last_session_date: profile.last_session_date.map(Timestamp::date),
            credits_remaining: profile.credits_remaining,
            // Kept for clients that read it; nothing is counted by the week.
            credits_used_this_week: 0,
            credit_tier: profile.credit_tier,
            credit_refresh_date: next_refresh(profile.credit_cycle_start),
            pixel_avatar_id: profile.pixel_avatar_id,
            is_onboarded: profile.is_onboarded,
            default_table_mode: profile.default_table_mode,
            activity_tracking_enabled: profile.activity_tracking_enabled,
            email_notifications_enabled: profile.email_notifications_enabled,
            push_notifications_enabled: profile.push_notifications_enabled,
            created_at: profile.created_at,
            updated_at: profile.updated_at,
            banned_until: profile.banned_until,
            deleted_at: profile.deleted_at,
            deletion_scheduled_at: profile.deletion_scheduled_at,
        }
    }
}
