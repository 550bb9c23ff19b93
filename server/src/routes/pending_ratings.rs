//! Whether a user owes ratings, and for whom.

use axum::extract::State;
use focus_core::rating::pending::owed_starts;
use focus_core::{SessionId, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Fresh, fresh, owed};
use crate::error::ApiError;
use crate::extract::AuthUser;
use crate::openapi::About;
use crate::state::AppState;
use crate::store::Person;

pub(super) const ABOUT: About =
    About { summary: "Whether you owe ratings, and for whom", refusals: &[] };

#[derive(Serialize, JsonSchema)]
pub(super) struct PendingRatings {
    has_pending: bool,
    pending: Option<PendingRatingInfo>,
}

/// The ratings that you have owed for longest.
#[derive(Serialize, JsonSchema)]
struct PendingRatingInfo {
    session_id: SessionId,
    rateable_users: Vec<RateableUser>,
    expires_at: Timestamp,
}

/// Somebody whom you may rate.
#[derive(Serialize, JsonSchema)]
struct RateableUser {
    user_id: UserId,
    username: String,
    display_name: Option<String>,
    #[schemars(with = "Map<String, Value>")]
    avatar_config: Value,
}

pub(super) async fn pending_ratings(
    State(state): State<AppState>,
    user: AuthUser,
) -> Result<Fresh<PendingRatings>, ApiError> {
    let now = state.clock.now();
    // Most reads find every record made and need not wait for the writer.
    if state.store.glance().await?.owes(user.id, owed_starts(now)).await? {
        state.store.write(&owed::RecordOwed(user.id)).await?;
    }
    let mut snapshot = state.store.read().await?;
    let rows = snapshot.pending(user.id).await?;
    let Some(oldest) = rows.into_iter().find(|row| owed::is_open(row, now)) else {
        return Ok(fresh(PendingRatings { has_pending: false, pending: None }));
    };
    let people = snapshot.people(&oldest.rateable_user_ids).await?;
    let pending = PendingRatingInfo {
        session_id: oldest.session_id,
        rateable_users: people.into_iter().map(RateableUser::from).collect(),
        expires_at: oldest.expires_at,
    };
    Ok(fresh(PendingRatings { has_pending: true, pending: Some(pending) }))
}

impl From<Person> for RateableUser {
    fn from(person: Person) -> Self {
        Self {
            user_id: person.id,
            username: person.username,
            display_name: person.display_name,
            avatar_config: person.avatar_config,
        }
    }
}
