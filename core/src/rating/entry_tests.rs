//! Tests of the form's state.

use alloc::string::{String, ToString};

use super::*;
use crate::json::{Document, Kind, Node, read};

fn red<'a>(reasons: &[&'a str], text: &'a str) -> Entry<'a> {
    let value = Some(RatingValue::Red);
    Entry { value, reasons: reasons.to_vec(), other_reason_text: text }
}

fn green() -> Entry<'static> {
    Entry::default().apply(Event::Value(Some(RatingValue::Green)))
}

fn made(ids: &[&str]) -> Option<usize> {
    let ids = serde_json::json!(ids).to_string();
    let ids = crate::json::read(&ids).unwrap();
    Entries::new(ids.root()).ok().map(|entries| entries.as_slice().len())
}

#[test]
fn only_red_keeps_reasons_and_text() {
    let entry = red(&["other"], "hm");
    assert_eq!(entry.clone().apply(Event::Value(Some(RatingValue::Red))), entry);
    let value = Some(RatingValue::Green);
    let green = entry.clone().apply(Event::Value(value));
    assert_eq!(green, Entry { value, ..Entry::default() });
    assert_eq!(entry.apply(Event::Value(None)), Entry::default());
}

#[test]
fn reasons_are_kept_as_they_stand_and_text_only_beside_other() {
    let entry = red(&["other"], "hm").apply(Event::Reasons(vec!["x", "x"]));
    assert_eq!(entry, red(&["x", "x"], ""));
    let entry = red(&[], "hm").apply(Event::Reasons(vec!["other"]));
    assert_eq!(entry, red(&["other"], "hm"));
}

#[test]
fn a_reason_toggles() {
    let entry = red(&["a", "other"], "hm").apply(Event::ToggleReason("b"));
    assert_eq!(entry, red(&["a", "other", "b"], "hm"));
    assert_eq!(entry.apply(Event::ToggleReason("other")), red(&["a", "b"], ""));
}

#[test]
fn an_event_for_an_unknown_person_makes_an_entry() {
    let entries = Entries::default().apply("z", Event::OtherText(" raw ")).unwrap();
    let (id, entry) = &entries.as_slice()[0];
    assert_eq!((*id, entry.value), ("z", None));
    assert_eq!(entry.other_reason_text, " raw ");
}

#[test]
fn ids_are_any_text_from_1_to_128_characters() {
    let long = "é".repeat(128);
    assert_eq!(made(&[&long, "__proto__", &long]), Some(2));
    assert_eq!(made(&[&"x".repeat(129)]), None);
    assert!(Entries::default().apply("", Event::Value(None)).is_err());
}

#[test]
fn a_form_is_ready_when_everybody_is_rated_and_every_red_has_a_reason() {
    let form =
        |entries: Vec<Entry<'static>>| Entries(["a", "b", "c"].into_iter().zip(entries).collect());
    assert!(form(vec![green(), red(&["x"], "")]).readiness(false).can_submit);
    assert!(!form(vec![green(), red(&["x"], "")]).readiness(true).can_submit);
    assert!(form(vec![green(), red(&[], "")]).readiness(false).invalid_red);
    assert!(!form(vec![green(), Entry::default()]).readiness(false).all_rated);
    assert!(!form(vec![]).readiness(false).all_rated);
}

#[test]
fn a_form_holds_a_thousand_people_and_no_more() {
    let ids = |count: u32| serde_json::json!((0..count).map(|n| n.to_string()).collect::<Vec<_>>());
    let entries = |count: u32| {
        let ids = (0..count).map(|n| (n.to_string(), serde_json::json!({})));
        serde_json::Value::Object(ids.collect())
    };
    let told = |text: String, make: Make| {
        let document = read(&text).unwrap();
        make(document.root()).map(|form| form.as_slice().len()).map_err(|problems| problems[0])
    };
    let many = |field| Problem::at(Code::TooMany, Path::of(field)).with(Params::Max(1_000));
    assert_eq!(told(ids(1_000).to_string(), |ids| Entries::new(ids)), Ok(1_000));
    assert_eq!(told(ids(1_001).to_string(), |ids| Entries::new(ids)), Err(many(Field::UserIds)));
    assert_eq!(told(ids(1_002).to_string(), |ids| Entries::new(ids)), Err(many(Field::UserIds)));
    let restored = |count| told(entries(count).to_string(), |form| Entries::restore(form));
    assert_eq!(restored(1_000), Ok(1_000));
    assert_eq!(restored(1_001), Err(many(Field::Entries)));
}

type Make = fn(Value<'_>) -> Result<Entries<'_>, Vec<Problem>>;

#[test]
fn what_is_no_list_or_no_object_is_told_what_it_should_be() {
    let (list, object) = (read("[]").unwrap(), read("{}").unwrap());
    let wanted = |field, expected| Err(vec![Problem::wrong_type(Path::of(field), expected)]);
    assert_eq!(Entries::new(object.root()), wanted(Field::UserIds, Expected::Array));
    assert_eq!(Entries::restore(list.root()), wanted(Field::Entries, Expected::Object));
}

#[test]
fn an_id_that_is_not_looked_at_is_too_long() {
    let node = |kind, first, second| Node { kind, first, second };
    let nodes = [node(Kind::ARRAY, 1, 2), node(Kind::OVERSIZE, 0, 0)];
    let problem = Problem::at(Code::InvalidId, Path::of(Field::UserIds).at(0));
    assert_eq!(Entries::new(Document::given("", &nodes).root()), Err(vec![problem]));
}

#[test]
fn as_many_reasons_as_may_be_listed_are_held_and_no_more() {
    let told = |count: usize| {
        let reasons = serde_json::json!(alloc::vec!["other"; count]).to_string();
        let reasons = read(&reasons).unwrap();
        let list = read_texts(reasons.root().shape(), Path::ROOT);
        list.map(|list| list.len()).map_err(|problem| problem.code())
    };
    assert_eq!(told(LISTED_REASONS), Ok(LISTED_REASONS));
    assert_eq!(told(LISTED_REASONS + 1), Err(Code::TooMany));
}
