//! The table of the four, so that there is something to look at.

use async_trait::async_trait;
use focus_core::{SessionId, Timestamp, UserId, phase};

use super::people::{Human, PEOPLE};
use super::{ISSUER, lively};
use crate::ids;
use crate::store::{Lock, NewSession, NewUser, Store, StoreError, Transaction, Work, WriteError};

/// Makes the four and, when none of their tables is live, a table that begins now. Gives the
/// table that is live then. Older tables stay. A `lively` one finds an empty database other people
/// and a past too.
pub(crate) async fn seed(store: &Store, lively: bool) -> Result<SessionId, WriteError> {
    store.write(&Seed { lively }).await
}

struct Seed {
    lively: bool,
}

#[async_trait]
impl Work for Seed {
    type Output = SessionId;

    async fn run(&self, transaction: &mut Transaction) -> Result<SessionId, WriteError> {
        let now = transaction.now();
        // Of calls at once one makes the table, and the others find it.
        transaction.lock(PEOPLE.iter().filter_map(Human::user_id).map(Lock::User)).await?;
        let is_first = !transaction.has_users().await?;
        let mut users = Vec::with_capacity(PEOPLE.len());
        for human in &PEOPLE {
            users.push(match transaction.user_of(ISSUER, human.id).await? {
                Some(id) => id,
                None => add(transaction, human).await?,
            });
        }
        for user in &users {
            let live = transaction.first_session(*user, phase::live_since(now)..=now).await?;
            if let Some(live) = live {
                return Ok(live);
            }
        }
        let table = NewSession {
            id: ids::session_id(),
            // Phases are counted in whole milliseconds.
            start_time: Timestamp::from_unix_millis(now.unix_millis()),
            mode: "forced_audio",
            topic: Some("Deep work".to_owned()),
            language: "en",
            room_type: Some("cozy-study"),
            livekit_room_name: ids::room_name(),
            users: users.clone(),
        };
        transaction.add_session(&table).await?;
        if is_first && self.lively {
            lively::fill(transaction, &users).await?;
        }
        tracing::info!(session_id = %table.id, start = %now, "a new table begins");
        Ok(table.id)
    }
}

/// Somebody new.
pub(super) async fn add(
    transaction: &mut Transaction,
    human: &Human,
) -> Result<UserId, WriteError> {
    let id = human.user_id().ok_or(StoreError::Corrupt("development user"))?;
    let user = NewUser {
        id,
        issuer: ISSUER.to_owned(),
        subject: human.id.to_owned(),
        email: human.email(),
        username: human.username.to_owned(),
        display_name: Some(human.display_name.to_owned()),
        pixel_avatar_id: Some(human.pixel_avatar_id.to_owned()),
        is_onboarded: true,
    };
    if transaction.add_user(&user).await? { Ok(id) } else { Err(StoreError::Conflict.into()) }
}
