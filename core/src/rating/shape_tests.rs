//! Tests of the shape of a rating body.

use alloc::string::{String, ToString};
use alloc::vec;

use proptest::prelude::*;

use super::*;

const ANN: &str = "0190f4a0-0000-7000-8000-00000000000a";
const BEN: &str = "0190f4a0-0000-7000-8000-00000000000b";

fn rating<'a>(id: &'a str, value: &'a str, reasons: &[&'a str], text: Raw<'a>) -> RawRating<'a> {
    let items: Vec<_> = reasons.iter().map(|reason| Raw::Text(reason)).collect();
    RawRating::Object {
        ratee_id: Raw::Text(id),
        rating: Raw::Text(value),
        reasons: RawList::Items { length: items.len(), items },
        other_reason_text: text,
    }
}

fn judged(ratings: Vec<RawRating<'_>>) -> Result<RatingBatch, Vec<(String, Code)>> {
    let ratings = RawList::Items { length: ratings.len(), items: ratings };
    let raw = RawBatch::Object { ratings, session_id: Raw::Absent };
    validate(&raw, UserId::parse(ANN)).map_err(|problems| {
        problems.iter().map(|problem| (problem.path.to_string(), problem.code)).collect()
    })
}

#[test]
fn a_good_batch_comes_out_tidy() {
    let upper = BEN.to_uppercase();
    let text = Raw::Text("\u{feff} loud \n");
    let batch = judged(vec![rating(&upper, "red", &["other", "other"], text)]).unwrap();
    let reasons = Reasons::collect([RedReason::Other]).unwrap();
    let verdict = Verdict::Red { reasons, other_text: Some("loud".into()) };
    assert_eq!(batch.ratings(), [Rating { ratee: UserId::parse(BEN).unwrap(), verdict }]);
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    let problems = judged(vec![
        rating(ANN, "red", &[], Raw::Absent),
        rating("x", "blue", &["rude"], Raw::Other),
        rating(ANN, "green", &["other"], Raw::Text("hm")),
        RawRating::Other,
    ]);
    let told = problems.unwrap_err();
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
    let fits = alloc::format!("  {}  ", "🦊".repeat(500));
    assert!(judged(vec![rating(BEN, "red", &["other"], Raw::Text(&fits))]).is_ok());
    let over = "🦊".repeat(501);
    let told = judged(vec![rating(BEN, "red", &["other"], Raw::Text(&over))]).unwrap_err();
    assert_eq!(told, [("ratings[0].other_reason_text".into(), Code::TooLong)]);
}

#[test]
fn text_without_the_reason_other_is_refused_unless_it_is_blank() {
    let with = |text| judged(vec![rating(BEN, "green", &[], Raw::Text(text))]);
    assert!(with(" \u{3000}").is_ok());
    let path = "ratings[0].other_reason_text";
    assert_eq!(with("x").unwrap_err(), [(path.into(), Code::OtherTextWithoutOther)]);
}

#[test]
fn a_raw_text_at_the_cap_is_read_and_one_beyond_is_not() {
    let at_cap = " ".repeat(RAW_TEXT_MAX);
    assert!(judged(vec![rating(BEN, "green", &[], Raw::Text(&at_cap))]).is_ok());
    let beyond = " ".repeat(RAW_TEXT_MAX + 1);
    let told = judged(vec![rating(BEN, "green", &[], Raw::Text(&beyond))]).unwrap_err();
    assert_eq!(told[0].1, Code::TooLong);
}

fn any_raw() -> impl Strategy<Value = Raw<'static>> {
    let words: Vec<Raw<'static>> = [ANN, BEN, "green", "red", "skip", "other", "", " x "]
        .into_iter()
        .map(Raw::Text)
        .chain([Raw::Absent, Raw::Null, Raw::IllFormed, Raw::Oversize, Raw::Other])
        .collect();
    proptest::sample::select(words)
}

fn any_list() -> impl Strategy<Value = RawList<Raw<'static>>> {
    let items = proptest::collection::vec(any_raw(), 0..4);
    prop_oneof![
        Just(RawList::Absent),
        Just(RawList::Null),
        Just(RawList::Other),
        items.prop_map(|items| RawList::Items { length: items.len(), items }),
    ]
}

proptest! {
    #[test]
    fn a_batch_passes_exactly_when_no_problem_is_told(
        fields in proptest::collection::vec((any_raw(), any_raw(), any_list(), any_raw()), 0..5),
        session_id in any_raw(),
    ) {
        let items: Vec<_> = fields
            .into_iter()
            .map(|(ratee_id, rating, reasons, other_reason_text)| RawRating::Object {
                ratee_id, rating, reasons, other_reason_text,
            })
            .collect();
        let count = items.len();
        let raw = RawBatch::Object {
            ratings: RawList::Items { length: count, items },
            session_id,
        };
        match validate(&raw, None) {
            Ok(batch) => prop_assert_eq!(batch.ratings().len(), count),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}

#[test]
fn a_skip_may_name_its_session_and_nothing_else_of_it_is_judged() {
    let body = |session_id| RawBatch::Object { ratings: RawList::Other, session_id };
    assert_eq!(named_session(&body(Raw::Absent)), Ok(None));
    assert_eq!(named_session(&body(Raw::Text("table"))), Ok(Some("table".into())));
    assert_eq!(named_session(&body(Raw::Other)).unwrap_err()[0].code, Code::WrongType);
    assert_eq!(named_session(&RawBatch::Other).unwrap_err()[0].path, Path::ROOT);
}
