//! Sessions that are over, each settled and rated as it would have been.

use focus_core::diary::{DiaryNote, DiaryTag};
use focus_core::json::Document;
use focus_core::phase::session_end;
use focus_core::rating::{RatingValue, RedReason, shape};
use focus_core::reflection::{Reflection, ReflectionPhase};
use focus_core::settlement::SettlementTrigger;
use focus_core::{SessionId, Timestamp, UserId, slot};
use serde_json::json;

use super::{DAY_MS, MINUTE_MS, chosen, seat};
use crate::routes::Rate;
use crate::settlement::Settle;
use crate::store::{Transaction, Work as _, WriteError};

/// Since how many days the others are here.
pub(super) const DAYS: i64 = 10;

/// A session so many days ago, who sat there, and who rated whom red.
struct Past {
    days: i64,
    people: [usize; 4],
    reds: &'static [(usize, usize)],
}

/// One red of six leaves somebody good, two of them fair, none trusted; three ratings tell nothing.
const SESSIONS: [Past; 4] = [
    Past { days: 9, people: [4, 5, 6, 7], reds: &[(4, 5), (6, 5)] },
    Past { days: 8, people: [0, 1, 2, 3], reds: &[(0, 3)] },
    Past { days: 5, people: [4, 5, 6, 8], reds: &[(8, 5)] },
    Past { days: 4, people: [0, 1, 2, 3], reds: &[] },
];

/// How many days ago the four sat together. Nothing is owed for it any more.
const OF_THE_FOUR: i64 = 3;

/// What each of the four wrote at the table, and to themselves.
const WORDS: [(&str, &str, &str, &[DiaryTag]); 4] = [
    (
        "Two pages of the grant proposal",
        "Two pages, and the budget too",
        "Mornings suit me better.",
        &[DiaryTag::Productive, DiaryTag::Energized],
    ),
    ("Answer three letters", "Two answered", "The long one waits for Sunday.", &[]),
    (
        "Kanji, lessons 11 and 12",
        "Lesson 11 sits, 12 does not",
        "Ten new ones a day is too many.",
        &[DiaryTag::Struggled],
    ),
    (
        "The sketch of the roof",
        "It fits now",
        "Turned it round, and it fell into place.",
        &[DiaryTag::Breakthrough, DiaryTag::DeepFocus],
    ),
];

/// Makes the past. The transaction's instant is any of it afterwards.
pub(super) async fn make(
    transaction: &mut Transaction,
    four: &[UserId],
    others: &[UserId],
    now: Timestamp,
) -> Result<(), WriteError> {
    for past in &SESSIONS {
        let people = chosen(others, &past.people)?;
        let (session, start) = hold(transaction, past.days, now, "Deep work", &people).await?;
        transaction.go_to(session_end(start).plus_millis(10 * MINUTE_MS));
        for (place, rater) in past.people.iter().zip(&people) {
            rate(transaction, session, (*place, *rater), past, others).await?;
        }
    }
    let (session, start) = hold(transaction, OF_THE_FOUR, now, "Morning hour", four).await?;
    for (user, (setup, social, note, tags)) in four.iter().zip(WORDS) {
        for (phase, content, minutes) in
            [(ReflectionPhase::Setup, setup, 1), (ReflectionPhase::Social, social, 51)]
        {
            transaction.go_to(start.plus_millis(minutes * MINUTE_MS));
            transaction.set_reflection(session, *user, Reflection { phase, content }).await?;
        }
        transaction.go_to(session_end(start).plus_millis(20 * MINUTE_MS));
        let note = DiaryNote { note: Some(note), tags: tags.to_vec() };
        transaction.set_note(session, *user, &note).await?;
    }
    Ok(())
}

/// A session that everybody sat through, settled when that was due.
async fn hold(
    transaction: &mut Transaction,
    days: i64,
    now: Timestamp,
    topic: &str,
    people: &[UserId],
) -> Result<(SessionId, Timestamp), WriteError> {
    let start = slot::next(now).plus_millis(-days * DAY_MS);
    transaction.go_to(start.plus_millis(-5 * MINUTE_MS));
    let session = seat(transaction, start, topic, people).await?;
    let end = session_end(start);
    transaction.sat_through(session, start, end).await?;
    let now = end.plus_millis(5 * MINUTE_MS);
    transaction.go_to(now);
    Settle { session, trigger: SettlementTrigger::Job, now }.run(transaction).await?;
    Ok((session, start))
}

/// What one of them says of the other three.
async fn rate(
    transaction: &mut Transaction,
    session: SessionId,
    (place, rater): (usize, UserId),
    past: &Past,
    others: &[UserId],
) -> Result<(), WriteError> {
    let mut ratings = Vec::new();
    for ratee in past.people.iter().filter(|ratee| **ratee != place) {
        let id = chosen(others, &[*ratee])?;
        ratings.push(if past.reds.contains(&(place, *ratee)) {
            let reasons = [RedReason::DisruptiveBehavior];
            json!({ "ratee_id": id.first(), "rating": RatingValue::Red, "reasons": reasons })
        } else {
            json!({ "ratee_id": id.first(), "rating": RatingValue::Green })
        });
    }
    let body = json!({ "ratings": ratings });
    let body = Document::of(&body);
    let batch = shape::validate(body.root(), None)?;
    Rate { rater, session, batch: &batch }.run(transaction).await?;
    Ok(())
}
