//! Going, and staying after all.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::user::{AccountAction, DeletionEvent};
use focus_core::{Code, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use super::me::UserProfile;
use super::{Fresh, fresh};
use crate::error::ApiError;
use crate::extract::{Account, AuthUser};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::{Lock, Profile, Transaction, Work, WriteError};

pub(super) const DELETE: About =
    About { summary: "Has your account deleted in thirty days", refusals: &[] };
pub(super) const CANCEL: About = About { summary: "Keeps your account after all", refusals: &[] };

#[derive(Serialize, JsonSchema)]
pub(super) struct Scheduled {
    message: &'static str,
    deletion_scheduled_at: Option<Timestamp>,
}

pub(super) async fn delete_me(
    State(state): State<AppState>,
    user: AuthUser,
) -> Result<Fresh<Scheduled>, ApiError> {
    let event = DeletionEvent::Requested;
    let profile = state.store.write(&Change { user: user.id, event }).await?;
    Ok(fresh(Scheduled {
        message: "Your account will be deleted. Sign back in to cancel the deletion.",
        deletion_scheduled_at: profile.deletion_scheduled_at,
    }))
}

pub(super) async fn cancel_deletion(
    State(state): State<AppState>,
    account: Account,
) -> Result<Fresh<UserProfile>, ApiError> {
    account.may(AccountAction::CancelDeletion)?;
    let event = DeletionEvent::Cancelled;
    let profile = state.store.write(&Change { user: account.id, event }).await?;
    Ok(fresh(UserProfile::of(profile, state.clock.now())))
}

struct Change {
    user: UserId,
    event: DeletionEvent,
}

#[async_trait]
impl Work for Change {
    type Output = Profile;

    async fn run(&self, transaction: &mut Transaction) -> Result<Profile, WriteError> {
        transaction.lock([Lock::User(self.user)]).await?;
        let before = transaction.deletion(self.user).await?.ok_or(Code::UserNotFound)?;
        let after = before.apply(self.event, transaction.now());
        if after != before {
            transaction.set_deletion(self.user, after).await?;
        }
        Ok(transaction.profile(self.user).await?.ok_or(Code::UserNotFound)?)
    }
}
