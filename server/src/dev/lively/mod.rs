//! What the first start finds beside the table of the four: other people, tables of theirs in every
//! phase and at the next slots, and a past that gave them their names.
//!
//! The past is made by what makes it in use, settlement and ratings, each at its own instant.

mod past;
mod people;

use focus_core::credit::CreditTier;
use focus_core::credit::balance::{self, TransactionType};
use focus_core::{SessionId, Timestamp, UserId, slot};

use super::table;
use crate::ids;
use crate::store::{Cause, NewSession, StoreError, Transaction, WriteError};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Tables that are live: how many minutes ago each began, who sits there, and at what. One is in
/// setup, in each of both work phases, in the break and in the social phase.
const LIVE: [(i64, &[usize], &str); 5] = [
    (1, &[0, 1], "Reading"),
    (10, &[2, 3, 4], "Thesis"),
    (29, &[5, 6], "Side project"),
    (40, &[7, 8, 9], "Exam week"),
    (52, &[10, 11], "Writing"),
];

/// Who waits alone at each of the next slots.
const WAITING: [usize; 4] = [8, 9, 10, 11];

/// Makes all of it; the four are there, and nobody else. The transaction's instant is as before then.
pub(super) async fn fill(transaction: &mut Transaction, four: &[UserId]) -> Result<(), WriteError> {
    let now = transaction.now();
    transaction.go_to(now.plus_millis(-past::DAYS * DAY_MS));
    let mut others = Vec::with_capacity(people::PEOPLE.len());
    for human in &people::PEOPLE {
        others.push(table::add(transaction, human).await?);
    }
    past::make(transaction, four, &others, now).await?;
    transaction.go_to(now);
    for (minutes, people, topic) in LIVE {
        let start = now.plus_millis(-minutes * MINUTE_MS);
        seat(transaction, start, topic, &chosen(&others, people)?).await?;
    }
    for (start, person) in slot::upcoming(now, WAITING.len() as u32).into_iter().zip(WAITING) {
        let table = seat(transaction, start, "Deep work", &chosen(&others, &[person])?).await?;
        transaction.await_companions(table).await?;
    }
    let jonas = four.get(1).ok_or(StoreError::Corrupt("development user"))?;
    pay(transaction, *jonas).await
}

/// Has somebody pay for the first tier from now on, with a week's credits of it.
async fn pay(transaction: &mut Transaction, user: UserId) -> Result<(), WriteError> {
    let tier = CreditTier::Pro;
    transaction.set_tier(user, tier).await?;
    let account = transaction.account(user).await?.ok_or(StoreError::Corrupt("credits"))?;
    let week = tier.allowance().weekly_allowance;
    let missing = week.saturating_sub(account.credits_remaining);
    let change = balance::add(account.credits_remaining, missing, Some(tier));
    let cause = Cause {
        kind: TransactionType::WeeklyRefresh,
        description: "Weekly credit refresh",
        user: None,
        session: None,
    };
    Ok(transaction.change_credits(user, change, cause).await?)
}

/// A table of these people that begins then; no companions come to it.
async fn seat(
    transaction: &mut Transaction,
    start: Timestamp,
    topic: &str,
    people: &[UserId],
) -> Result<SessionId, WriteError> {
    let table = NewSession {
        id: ids::session_id(),
        // Phases are counted in whole milliseconds.
        start_time: Timestamp::from_unix_millis(start.unix_millis()),
        mode: "forced_audio",
        topic: Some(topic.to_owned()),
        language: "en",
        room_type: Some("cozy-study"),
        livekit_room_name: ids::room_name(),
        users: people.to_vec(),
    };
    transaction.add_session(&table).await?;
    Ok(table.id)
}

/// Those of all who stand at these places.
fn chosen(all: &[UserId], places: &[usize]) -> Result<Vec<UserId>, StoreError> {
    let one = |place: &usize| all.get(*place).copied();
    places.iter().map(one).collect::<Option<_>>().ok_or(StoreError::Corrupt("development user"))
}
