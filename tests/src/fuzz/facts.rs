//! Facts that a host hands to the rules about who may rate.

use focus_core::json::{self, Document};
use focus_core::phase;
use focus_core::rating::eligibility::{self, Facts};
use focus_core::rating::pending::{self, PendingState, SessionSeats};
use focus_core::rating::shape;
use focus_core::{Problem, Timestamp};

use super::{number, text};

const BODY: &str =
    r#"{"ratings":[{"ratee_id":"0190f4a0-0000-7000-8000-00000000000b","rating":"green"}]}"#;

/// Facts are read alike from text and from objects, and what is decided on them holds together.
pub(super) fn facts(bytes: &[u8]) {
    let mut rest = bytes;
    let now = Timestamp::from_unix_micros(number(&mut rest).cast_signed());
    let text = &*text(rest);
    let Ok(document) = json::read(text) else { return };
    let Ok(objects) = serde_json::from_str(text) else { return };
    let parsed = Document::of(&objects);
    let facts = Facts::read(document.root());
    assert_eq!(facts, Facts::read(parsed.root()));
    match facts {
        Ok(facts) => rating(&facts, now),
        Err(problems) => told(&problems),
    }
    match SessionSeats::read(document.root()) {
        Ok(session) => owing(&session, now),
        Err(problems) => told(&problems),
    }
    match PendingState::read(document.root()) {
        Ok(PendingState { completed_at, expires_at }) => {
            let is_open = pending::is_open(completed_at, expires_at, now);
            assert!(!is_open || !pending::is_deletable(completed_at, expires_at, now));
            assert!(!is_open || completed_at.is_none());
        }
        Err(problems) => told(&problems),
    }
}

fn told(problems: &[Problem]) {
    assert!(!problems.is_empty() && problems.iter().all(|it| !it.message().contains('{')));
}

/// Who may rate may skip, and owes the ratings.
fn rating(facts: &Facts, now: Timestamp) {
    let Ok(body) = json::read(BODY) else { return };
    let Ok(batch) = shape::validate(body.root(), None) else { return };
    let skips = eligibility::check_skip(facts, now).is_ok();
    assert!(!skips || phase::at(facts.start_time, now).is_ratable());
    if eligibility::check(&batch, facts, now).is_ok() {
        assert!(skips && !facts.already_rated && facts.pending.contains(&facts.session_id));
        assert!(batch.ratings().all(|rating| rating.ratee != facts.rater_id));
    }
}

/// Nobody owes alone, twice, or to themselves.
fn owing(session: &SessionSeats, now: Timestamp) {
    let records = pending::records(session.start_time, &session.seats, now);
    assert!(records.is_empty() || phase::at(session.start_time, now).is_ratable());
    assert_ne!(records.len(), 1);
    for record in &records {
        assert_eq!(records.iter().filter(|other| other.user_id == record.user_id).count(), 1);
        assert_eq!(record.rateable_user_ids.len(), records.len() - 1);
        assert!(!record.rateable_user_ids.contains(&record.user_id));
        assert_eq!(record.expires_at, pending::expires_at(session.start_time));
    }
}
