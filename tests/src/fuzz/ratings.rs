//! Rating bodies and the form's state, from text.

use std::collections::BTreeSet;

use focus_core::json::{self, Document, Value};
use focus_core::rating::entry::{Entries, Entry, Event};
use focus_core::rating::{
    MAX_RATINGS_PER_BATCH, REASON_TEXT_MAX_LENGTH, RatingValue, RedReason, Verdict, payload, shape,
};
use focus_core::{Problem, UserId, text::length};

use super::text;

const RATER: &str = "0190f4a0-0000-7000-8000-00000000000a";

/// A body that passes is what the product can store; one that does not is refused at places, and
/// both are told alike of text and of objects.
pub(super) fn ratings(bytes: &[u8]) {
    let text = &*text(bytes);
    let Ok(document) = json::read(text) else { return };
    let Ok(body) = serde_json::from_str::<serde_json::Value>(text) else { return };
    let parsed = Document::of(&body);
    for rater in [None, UserId::parse(RATER)] {
        let told = shape::validate(document.root(), rater);
        assert_eq!(told, shape::validate(parsed.root(), rater));
        match &told {
            Err(problems) => assert!(!problems.is_empty() && problems.iter().all(is_whole)),
            Ok(batch) => {
                let ratees: BTreeSet<_> = batch.ratings().map(|rating| rating.ratee).collect();
                let count = batch.ratings().count();
                assert!(
                    count == ratees.len() && (1..=MAX_RATINGS_PER_BATCH as usize).contains(&count)
                );
                assert!(!rater.is_some_and(|rater| ratees.contains(&rater)));
                assert!(batch.ratings().all(|rating| is_storable(&rating.verdict)));
                assert_eq!(shape::named_session(document.root()), Ok(batch.session_id()));
            }
        }
    }
    assert_eq!(shape::named_session(document.root()), shape::named_session(parsed.root()));
}

fn is_whole(problem: &Problem) -> bool {
    !problem.message().contains('{') && problem.path.to_string().len() < 80
}

fn is_storable(verdict: &Verdict<'_>) -> bool {
    let Verdict::Red { reasons, other_text } = verdict else { return true };
    let text = other_text.is_none_or(|text| {
        (1..=REASON_TEXT_MAX_LENGTH as usize).contains(&length(text))
            && reasons.contains(RedReason::Other)
            && text.trim() == text
            && !text.contains('\0')
    });
    text && reasons.iter().next().is_some()
}

/// `{"state": …, "ids": […], "id": …, "text": …}`: every event leads from a state to a state, and
/// what the form sends passes the shape unless the shape says why not.
pub(super) fn form(bytes: &[u8]) {
    let text = &*text(bytes);
    let Ok(document) = json::read(text) else { return };
    let member = |name| document.root().member(name).unwrap_or(Value::NONE);
    if let (Ok(fresh), Some(ids)) = (Entries::new(member("ids")), member("ids").as_array()) {
        let different: BTreeSet<_> = ids.map(Value::as_text).collect();
        assert_eq!(fresh.as_slice().len(), different.len());
    }
    let Ok(state) = Entries::restore(member("state")) else { return };
    let Some(id) = member("id").as_text() else { return };
    let other = member("text").as_text().unwrap_or("other");
    let events = [
        Event::Value(Some(RatingValue::Red)),
        Event::ToggleReason(RedReason::Other.as_str()),
        Event::OtherText(other),
        Event::ToggleReason(other),
        Event::ToggleReason(other),
        Event::Reasons(vec![other, RedReason::AbsentNoShow.as_str()]),
        Event::Value(Some(RatingValue::Green)),
        Event::Value(None),
    ];
    let mut state = state;
    for event in events {
        let before = state.clone();
        let Ok(after) = state.apply(id, event.clone()) else { return };
        check_step(&before, id, &event, &after);
        sent(&after);
        state = after;
    }
}

/// Only the entry of `id` changed, and the event is seen in it.
fn check_step(before: &Entries<'_>, id: &str, event: &Event<'_>, after: &Entries<'_>) {
    let others = |entries: &Entries<'_>| {
        let others = entries.as_slice().iter().filter(|(known, _)| *known != id);
        others.map(|(id, entry)| format!("{id} {entry:?}")).collect::<Vec<_>>()
    };
    assert_eq!(others(before), others(after));
    let found = after.as_slice().iter().find(|(known, _)| *known == id);
    let entry = found.map(|(_, entry)| entry.clone()).unwrap_or_default();
    match event {
        Event::Value(Some(RatingValue::Red)) => assert_eq!(entry.value, Some(RatingValue::Red)),
        Event::Value(value) => assert_eq!(entry, Entry { value: *value, ..Entry::default() }),
        Event::Reasons(reasons) => assert_eq!(entry.reasons, *reasons),
        Event::OtherText(text) => assert_eq!(entry.other_reason_text, *text),
        Event::ToggleReason(reason) => {
            let known = before.as_slice().iter().find(|(known, _)| *known == id);
            let had = known.is_some_and(|(_, entry)| entry.reasons.contains(reason));
            assert_eq!(entry.reasons.contains(reason), !had);
        }
    }
}

/// The body that the form sends holds reasons on red ratings and text beside `other` only.
fn sent(state: &Entries<'_>) {
    let body = payload::build(state);
    for rating in &body {
        let is_red = rating.rating == RatingValue::Red;
        assert!(is_red || rating.reasons.is_empty());
        assert!(rating.other_reason_text.is_none() || rating.reasons.contains(&"other"));
    }
    let readiness = state.readiness(false);
    assert_eq!(readiness.can_submit, readiness.all_rated && !readiness.invalid_red);
    assert_eq!(readiness.all_rated, !body.is_empty() && body.len() == state.as_slice().len());
    assert!(!state.readiness(true).can_submit);
}
