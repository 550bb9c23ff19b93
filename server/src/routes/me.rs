//! A user's own profile.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::credit::CreditTier;
use focus_core::credit::next_refresh;
use focus_core::session::{Language, TableMode};
use focus_core::token::Principal;
use focus_core::user::{self, AccountAction, PixelAvatar};
use focus_core::{Code, Hundredths, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Fresh, fresh};
use crate::error::ApiError;
use crate::extract::Signed;
use crate::ids;
use crate::openapi::About;
use crate::state::AppState;
use crate::store::{NewUser, Profile, Transaction, Work, WriteError};

pub(super) const ABOUT: About = About {
    summary: "Your own profile; who comes for the first time has an account from then on",
    refusals: &[],
};

/// Tells somebody's own profile. Who comes for the first time has an account from then on.
pub(super) async fn me(
    State(state): State<AppState>,
    Signed(bearer): Signed,
) -> Result<Fresh<UserProfile>, ApiError> {
    let principal = &bearer.principal;
    let (issuer, subject) = (&principal.issuer, &principal.subject);
    // Nobody holds a connection while they wait for another one.
    let found = state.store.glance().await?.profile_of(issuer, subject).await?;
    let profile = match found {
        Some(profile) => profile,
        None => {
            state.verifier.may_write(&bearer)?;
            state.store.write(&SignUp { principal }).await?
        }
    };
    user::check_access(profile.deletion_scheduled_at, AccountAction::SeeSelf)?;
    Ok(fresh(UserProfile::of(profile, state.clock.now())))
}

/// An account for somebody who has none. Of many that come at once one makes it, and all get it.
struct SignUp<'a> {
    principal: &'a Principal,
}

#[async_trait]
impl Work for SignUp<'_> {
    type Output = Profile;

    async fn run(&self, transaction: &mut Transaction) -> Result<Profile, WriteError> {
        let Principal { issuer, subject, email, .. } = self.principal;
        let email = user::kept_email(email.as_deref());
        for attempt in 0.. {
            // It is there from the start, since the last attempt, or since somebody else's.
            if let Some(profile) = transaction.profile_of(issuer, subject).await? {
                return Ok(profile);
            }
            let Some(username) = user::candidate(email, attempt, ids::any()) else { break };
            let user = NewUser {
                id: UserId::new(ids::uuid()),
                issuer: issuer.clone(),
                subject: subject.clone(),
                email: email.to_owned(),
                username,
                display_name: None,
                pixel_avatar_id: None,
                is_onboarded: false,
            };
            transaction.add_user(&user).await?;
        }
        tracing::error!("every username that was made up for a new user is taken");
        Err(Code::InternalError.into())
    }
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
    current_streak: u32,
    longest_streak: u32,
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

impl UserProfile {
    pub(super) fn of(profile: Profile, now: Timestamp) -> Self {
        let streak = profile.streak;
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
            current_streak: streak.shown(now),
            longest_streak: streak.longest_streak,
            last_session_date: streak.last_session_date.map(Timestamp::date),
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
