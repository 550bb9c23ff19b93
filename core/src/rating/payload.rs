//! The wire body, built from whatever the form holds.

use alloc::vec::Vec;

use super::entry::{Entries, Entry};
use super::{RatingValue, RedReason};
use crate::text;

/// One rating of the body. What it says is not judged yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PayloadRating<'a> {
    /// Who is rated.
    pub ratee_id: &'a str,
    /// What is said.
    pub rating: RatingValue,
    /// The reasons of a red rating, as they stand.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub reasons: Vec<&'a str>,
    /// The trimmed text beside the reason `other`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub other_reason_text: Option<&'a str>,
}

/// The ratings of everybody for whom a value is chosen, in order. Reasons stand only on red
/// ratings, text only beside the reason `other` and only if it is not blank. The list may be
/// empty.
#[must_use]
pub fn build<'a>(entries: &Entries<'a>) -> Vec<PayloadRating<'a>> {
    entries.as_slice().iter().filter_map(|(id, entry)| rating(id, entry)).collect()
}

fn rating<'a>(id: &'a str, entry: &Entry<'a>) -> Option<PayloadRating<'a>> {
    let rating = entry.value?;
    let reasons = match rating {
        RatingValue::Red => entry.reasons.clone(),
        RatingValue::Green | RatingValue::Skip => Vec::new(),
    };
    let has_other = reasons.contains(&RedReason::Other.as_str());
    let text = text::trim(entry.other_reason_text);
    let other_reason_text = (has_other && !text.is_empty()).then_some(text);
    Some(PayloadRating { ratee_id: id, rating, reasons, other_reason_text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use crate::rating::entry::Event;
    use crate::rating::shape;
    use proptest::prelude::*;

    fn one<'a>(entry: Entry<'a>) -> Option<PayloadRating<'a>> {
        rating("z", &entry)
    }

    #[test]
    fn who_is_not_rated_is_left_out() {
        assert_eq!(one(Entry::default()), None);
    }

    #[test]
    fn a_green_rating_loses_reasons_and_text() {
        let entry = Entry {
            value: Some(RatingValue::Green),
            reasons: vec!["other"],
            other_reason_text: "hm",
        };
        let rating = one(entry).unwrap();
        assert!(rating.reasons.is_empty() && rating.other_reason_text.is_none());
    }

    /// Value, reasons and text of an entry.
    fn any_entry() -> impl Strategy<Value = (RatingValue, Vec<&'static str>, String)> {
        let value = proptest::sample::select(&RatingValue::ALL[..]);
        let word = proptest::sample::select(RedReason::WORDS);
        let reasons = proptest::collection::vec(word, 1..8);
        (value, reasons, "[ \\u{feff}]{0,2}[a-zé🦊]{0,9}[ \\n]{0,2}")
    }

    proptest! {
        #[test]
        fn a_built_body_passes_the_shape(given in proptest::collection::vec(any_entry(), 1..=3)) {
            let ids = ["0190f4a0-0000-7000-8000-000000000010", "0190f4a0-0000-7000-8000-000000000011",
                "0190f4a0-0000-7000-8000-000000000012"];
            let mut entries = Entries::default();
            for (id, (value, reasons, text)) in ids.into_iter().zip(&given) {
                let events = [
                    Event::Value(Some(*value)),
                    Event::Reasons(reasons.clone()),
                    Event::OtherText(text),
                ];
                for event in events {
                    entries = entries.apply(id, event).unwrap();
                }
            }
            let body = build(&entries);
            let ratings: Vec<_> = body.iter().map(|rating| serde_json::json!({
                "ratee_id": rating.ratee_id,
                "rating": rating.rating.as_str(),
                "reasons": rating.reasons,
                "other_reason_text": rating.other_reason_text,
            })).collect();
            let text = serde_json::json!({ "ratings": ratings }).to_string();
            let text = json::read(&text).unwrap();
            let batch = shape::validate(text.root(), None);
            prop_assert_eq!(batch.map(|batch| batch.ratings().count()), Ok(body.len()));
        }
    }
}
