//! Tests of who may rate whom.

use alloc::string::{String, ToString};
use alloc::vec;

use super::*;
use crate::id::Uuid;
use crate::rating::{Rating, Verdict};

const START: Timestamp = Timestamp::from_unix_millis(0);

fn user(n: u8) -> UserId {
    UserId::new(Uuid::from_bytes([n; 16]).unwrap())
}

fn session(n: u8) -> SessionId {
    SessionId::new(Uuid::from_bytes([n; 16]).unwrap())
}

fn facts() -> Facts {
    let human = |n| Seat { user_id: Some(user(n)), participant_type: ParticipantType::Human };
    Facts {
        session_id: session(9),
        start_time: START,
        rater_id: user(1),
        seats: vec![human(1), human(2), human(3)],
        already_rated: false,
        pending: vec![session(9)],
    }
}

fn batch(ratees: &[u8]) -> RatingBatch<'static> {
    let green = |n: &u8| Rating { ratee: user(*n), verdict: Verdict::Green };
    let ratings = [0, 1, 2].map(|place| ratees.get(place).map(green));
    RatingBatch { ratings, session_id: None }
}

fn told(ratees: &[u8], facts: &Facts, minute: i64) -> Vec<(String, Code)> {
    let outcome = check(&batch(ratees), facts, START.plus_millis(minute * 60_000));
    let problems = outcome.err().unwrap_or_default();
    problems.iter().map(|problem| (problem.path.to_string(), problem.code())).collect()
}

#[test]
fn ratings_are_taken_from_minute_50_on() {
    assert_eq!(told(&[2, 3], &facts(), 50), []);
    assert_eq!(told(&[2, 3], &facts(), 60 * 24), []);
    assert_eq!(told(&[2], &facts(), 49), [(String::new(), Code::SessionNotRatable)]);
}

#[test]
fn a_rater_without_a_seat_is_refused_as_a_whole() {
    let facts = Facts { rater_id: user(7), ..facts() };
    assert_eq!(told(&[2], &facts, 50), [(String::new(), Code::InvalidRatingTarget)]);
}

#[test]
fn every_wrong_ratee_is_named() {
    let mut facts = facts();
    facts
        .seats
        .push(Seat { user_id: Some(user(4)), participant_type: ParticipantType::AiCompanion });
    let wrong = |at: u8| (alloc::format!("ratings[{at}].ratee_id"), Code::InvalidRatingTarget);
    assert_eq!(told(&[4, 2, 8], &facts, 50), [wrong(0), wrong(2)]);
    assert_eq!(told(&[2, 1], &facts, 50), [wrong(1)]);
}

#[test]
fn a_second_batch_is_refused_before_the_pending_record_is_asked() {
    let facts = Facts { already_rated: true, pending: vec![], ..facts() };
    assert_eq!(told(&[2], &facts, 50), [(String::new(), Code::RatingAlreadyExists)]);
}

#[test]
fn without_the_pending_record_it_matters_whether_another_is_owed() {
    let none = Facts { pending: vec![], ..facts() };
    assert_eq!(told(&[2], &none, 50), [(String::new(), Code::NoPendingRatings)]);
    let other = Facts { pending: vec![session(8)], ..facts() };
    assert_eq!(told(&[2], &other, 50), [(String::new(), Code::SessionMismatch)]);
}

#[test]
fn skipping_asks_for_the_seat_first_and_then_for_the_phase() {
    let at = |minute: i64| START.plus_millis(minute * 60_000);
    let stranger = Facts { rater_id: user(7), ..facts() };
    let code = |facts: &Facts, minute| check_skip(facts, at(minute)).map_err(|p| p.code());
    assert_eq!(code(&stranger, 10), Err(Code::InvalidRatingTarget));
    assert_eq!(code(&facts(), 49), Err(Code::SessionNotRatable));
    assert_eq!(code(&facts(), 50), Ok(()));
}

#[test]
fn a_body_that_names_another_session_is_refused() {
    let mut batch = batch(&[2]);
    assert_eq!(check_session(&batch, session(9)), Ok(()));
    let upper = session(9).to_string().to_uppercase();
    batch.session_id = Some(&upper);
    assert_eq!(check_session(&batch, session(9)), Ok(()));
    let eight = session(8).to_string();
    for other in [eight.as_str(), "", "table"] {
        batch.session_id = Some(other);
        assert_eq!(check_session(&batch, session(9)).unwrap_err().code(), Code::SessionMismatch);
    }
}
