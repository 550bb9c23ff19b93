//! What anybody may see of a user.

use axum::Json;
use axum::extract::State;
use focus_core::{Code, Hundredths, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::extract::UserPath;
use crate::openapi::About;
use crate::state::AppState;
use crate::store::Profile;

pub(super) const ABOUT: About = About {
    summary: "What anybody may see of a user",
    refusals: &[Code::UserNotFound, Code::Overloaded],
};

/// A user, as others see them.
#[derive(Serialize, JsonSchema)]
pub(super) struct UserPublicProfile {
    id: UserId,
    username: String,
    display_name: Option<String>,
    bio: Option<String>,
    #[schemars(with = "Map<String, Value>")]
    avatar_config: Value,
    #[schemars(with = "Vec<String>")]
    study_interests: Value,
    reliability_score: Hundredths,
    total_focus_minutes: i64,
    session_count: i64,
    current_streak: u32,
    longest_streak: u32,
}

/// Who is going to be deleted is gone for others at once.
pub(super) async fn person(
    State(state): State<AppState>,
    UserPath(id): UserPath,
) -> Result<Json<UserPublicProfile>, ApiError> {
    let profile = state.store.glance().await?.public_profile(id).await?;
    let profile = profile.ok_or(Code::UserNotFound)?;
    Ok(Json(UserPublicProfile::of(profile, state.clock.now())))
}

impl UserPublicProfile {
    fn of(profile: Profile, now: Timestamp) -> Self {
        Self {
            id: profile.id,
            username: profile.username,
            display_name: profile.display_name,
            bio: profile.bio,
            avatar_config: profile.avatar_config,
            study_interests: profile.study_interests,
            reliability_score: profile.reliability_score,
            total_focus_minutes: profile.total_focus_minutes,
            session_count: profile.session_count,
            current_streak: profile.streak.shown(now),
            longest_streak: profile.streak.longest_streak,
        }
    }
}
