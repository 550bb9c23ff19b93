//! Tests of the shape of a rating body.

use alloc::string::{String, ToString};

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::json::{Document, Kind, Node, read};

const ANN: &str = "0190f4a0-0000-7000-8000-00000000000a";
const BEN: &str = "0190f4a0-0000-7000-8000-00000000000b";

/// The problems of a body for a rater called Ann.
fn told(body: &serde_json::Value) -> Vec<(String, Code)> {
    let text = body.to_string();
    let problems = validate(read(&text).unwrap().root(), UserId::parse(ANN)).err();
    let problems = problems.unwrap_or_default();
    problems.iter().map(|problem| (problem.path.to_string(), problem.code())).collect()
}

fn rated(rating: serde_json::Value) -> Vec<(String, Code)> {
    told(&json!({ "ratings": [rating] }))
}

fn with_text(reasons: &[&str], text: &str) -> Vec<(String, Code)> {
    let value = if reasons.is_empty() { "green" } else { "red" };
    rated(
        json!({ "ratee_id": BEN, "rating": value, "reasons": reasons, "other_reason_text": text }),
    )
}

#[test]
fn a_good_batch_comes_out_tidy() {
    let body = json!({ "ratings": [{
        "ratee_id": BEN.to_uppercase(),
        "rating": "red",
        "reasons": ["other", "other"],
        "other_reason_text": "\u{feff} loud \n",
    }] })
    .to_string();
    let document = read(&body).unwrap();
    let batch = validate(document.root(), UserId::parse(ANN)).unwrap();
    let reasons = [RedReason::Other].into_iter().collect();
    let verdict = Verdict::Red { reasons, other_text: Some("loud") };
    let rating = Rating { ratee: UserId::parse(BEN).unwrap(), verdict };
    assert_eq!(batch.ratings().collect::<Vec<_>>(), [&rating]);
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    let told = told(&json!({ "ratings": [
        { "ratee_id": ANN, "rating": "red", "reasons": [] },
        { "ratee_id": "x", "rating": "blue", "reasons": ["rude"], "other_reason_text": 7 },
        { "ratee_id": ANN, "rating": "green", "reasons": ["other"], "other_reason_text": "hm" },
        7,
    ] }));
    let told: Vec<_> = told.iter().map(|(path, code)| (path.as_str(), *code)).collect();
    assert_eq!(
        told,
        [
            ("ratings", Code::TooMany),
            ("ratings[0].ratee_id", Code::SelfRating),
            ("ratings[0].reasons", Code::RedReasonRequired),
            ("ratings[1].ratee_id", Code::InvalidId),
            ("ratings[1].rating", Code::UnknownValue),
            ("ratings[1].reasons[0]", Code::UnknownValue),
            ("ratings[1].other_reason_text", Code::WrongType),
            ("ratings[2].ratee_id", Code::DuplicateRatee),
            ("ratings[2].ratee_id", Code::SelfRating),
            ("ratings[2].reasons", Code::ReasonsNotAllowed),
            ("ratings[3]", Code::WrongType),
        ]
    );
}

#[test]
fn text_is_measured_in_code_points_after_trimming() {
    assert_eq!(with_text(&["other"], &alloc::format!("  {}  ", "🦊".repeat(500))), []);
    let told = with_text(&["other"], &"🦊".repeat(501));
    assert_eq!(told, [("ratings[0].other_reason_text".into(), Code::TooLong)]);
}

#[test]
fn text_without_the_reason_other_is_refused_unless_it_is_blank() {
    assert_eq!(with_text(&[], " \u{3000}"), []);
    let path = "ratings[0].other_reason_text";
    assert_eq!(with_text(&[], "x"), [(path.into(), Code::OtherTextWithoutOther)]);
}

#[test]
fn a_raw_text_at_the_cap_is_read_and_one_beyond_is_not() {
    assert_eq!(with_text(&[], &" ".repeat(RAW_TEXT_MAX)), []);
    assert_eq!(with_text(&[], &" ".repeat(RAW_TEXT_MAX + 1))[0].1, Code::TooLong);
    // Two bytes a character, so more bytes than the cap and no more units.
    assert_eq!(with_text(&[], &"\u{a0}".repeat(RAW_TEXT_MAX)), []);
}

#[test]
fn sixteen_ratings_are_judged_and_sixty_four_reasons() {
    let ratings: Vec<_> = (0..20).map(|_| json!(7)).collect();
    assert_eq!(told(&json!({ "ratings": ratings })).len(), 1 + JUDGED_RATINGS);
    let reasons = alloc::vec!["rude"; 70];
    let rating = json!({ "ratee_id": BEN, "rating": "red", "reasons": reasons });
    assert_eq!(rated(rating).len(), 1 + LISTED_REASONS);
    let reasons = alloc::vec!["other"; LISTED_REASONS];
    assert_eq!(rated(json!({ "ratee_id": BEN, "rating": "red", "reasons": reasons })), []);
}

#[test]
fn a_skip_may_name_its_session_and_nothing_else_of_it_is_judged() {
    let named = |body: serde_json::Value| {
        let text = body.to_string();
        let document = read(&text).unwrap();
        named_session(document.root())
            .map(|session| session.map(String::from))
            .map_err(|problems| problems[0])
    };
    assert_eq!(named(json!({ "ratings": 7 })), Ok(None));
    assert_eq!(named(json!({ "session_id": "table" })), Ok(Some("table".into())));
    assert_eq!(named(json!({ "session_id": 7 })).unwrap_err().code(), Code::WrongType);
    assert_eq!(named(json!([])).unwrap_err().path, Path::ROOT);
}

#[test]
fn what_a_host_says_of_a_text_is_believed() {
    let text = |kind| {
        let node = |kind, first, second| Node { kind, first, second };
        let nodes = [
            node(Kind::OBJECT, 1, 3),
            node(Kind::FIELD, Field::SessionId as u32, 0),
            node(kind, 0, 0),
        ];
        named_session(Document::given("", &nodes).root())
            .map_err(|problems| problems[0].code())
            .map(|session| session.map(String::from))
    };
    assert_eq!(text(Kind::ILL_FORMED), Err(Code::InvalidText));
    assert_eq!(text(Kind::OVERSIZE), Err(Code::TooLong));
    assert_eq!(text(Kind::OTHER), Err(Code::WrongType));
    assert_eq!(text(Kind::TEXT), Ok(Some(String::new())));
}

fn any_member() -> impl Strategy<Value = serde_json::Value> {
    let words = [ANN, BEN, "green", "red", "skip", "other", "", " x "].map(|word| json!(word));
    proptest::sample::select(words.into_iter().chain([json!(null), json!(7)]).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn a_batch_passes_exactly_when_no_problem_is_told(
        fields in proptest::collection::vec(
            (any_member(), any_member(), proptest::collection::vec(any_member(), 0..4), any_member()),
            0..5,
        ),
        session_id in any_member(),
    ) {
        let count = fields.len();
        let ratings: Vec<_> = fields.into_iter().map(|(ratee, rating, reasons, text)| json!({
            "ratee_id": ratee, "rating": rating, "reasons": reasons, "other_reason_text": text,
        })).collect();
        let text = json!({ "ratings": ratings, "session_id": session_id }).to_string();
        match validate(read(&text).unwrap().root(), None) {
            Ok(batch) => prop_assert_eq!(batch.ratings().count(), count),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }

    #[test]
    fn no_nodes_make_it_panic_or_go_on_for_ever(
        nodes in proptest::collection::vec((0_u32..14, 0_u32..20, 0_u32..20), 0..20),
        text: String,
    ) {
        let node = |(kind, first, second)| Node { kind: Kind(kind), first, second };
        let nodes: Vec<_> = nodes.into_iter().map(node).collect();
        let document = Document::given(&text, &nodes);
        let _ = (validate(document.root(), None), named_session(document.root()));
    }
}
