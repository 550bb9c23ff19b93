//! The table of the four, so that there is something to look at.

use async_trait::async_trait;
use focus_core::{SessionId, Timestamp, phase};

use super::ISSUER;
use super::people::PEOPLE;
use crate::ids;
use crate::store::{NewSession, NewUser, Store, StoreError, Transaction, Work, WriteError};

/// Makes the four and, when none of their tables is live, a table that begins now. Gives the
/// table that is live then. Older tables stay.
pub(crate) async fn seed(store: &Store) -> Result<SessionId, WriteError> {
    store.write(&Seed).await
}

struct Seed;

#[async_trait]
impl Work for Seed {
    type Output = SessionId;

    async fn run(&self, transaction: &mut Transaction) -> Result<SessionId, WriteError> {
        let now = transaction.now();
        let mut users = Vec::with_capacity(PEOPLE.len());
        for human in &PEOPLE {
            if let Some(id) = transaction.user_of(ISSUER, human.id).await? {
                users.push(id);
                continue;
            }
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
            if !transaction.add_user(&user).await? {
                return Err(StoreError::Conflict.into());
            }
            users.push(id);
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
            users,
        };
        transaction.add_session(&table).await?;
        tracing::info!(session_id = %table.id, start = %now, "a new table begins");
        Ok(table.id)
    }
}
