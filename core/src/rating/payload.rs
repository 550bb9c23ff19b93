//! The wire body, built from whatever the form holds.

use alloc::string::String;
use alloc::vec::Vec;

use super::entry::{Entries, Entry};
use super::{RatingValue, RedReason};
use crate::text;

/// One rating of the body. What it says is not judged yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PayloadRating {
    /// Who is rated.
    pub ratee_id: String,
    /// What is said.
    pub rating: RatingValue,
    /// The reasons of a red rating, as they stand.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub reasons: Vec<String>,
    /// The trimmed text beside the reason `other`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub other_reason_text: Option<String>,
}

/// The ratings of everybody for whom a value is chosen, in order. Reasons stand only on red
/// ratings, text only beside the reason `other` and only if it is not blank. The list may be
/// empty.
#[must_use]
pub fn build(entries: &Entries) -> Vec<PayloadRating> {
    entries.as_slice().iter().filter_map(|(id, entry)| rating(id, entry)).collect()
}

fn rating(id: &str, entry: &Entry) -> Option<PayloadRating> {
    let rating = entry.value?;
    let reasons = match rating {
        RatingValue::Red => entry.reasons.clone(),
        RatingValue::Green | RatingValue::Skip => Vec::new(),
    };
    let has_other = reasons.iter().any(|reason| reason == RedReason::Other.as_str());
    let text = text::trim(&entry.other_reason_text);
    let other_reason_text = (has_other && !text.is_empty()).then(|| String::from(text));
    Some(PayloadRating { ratee_id: id.into(), rating, reasons, other_reason_text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rating::raw::{Raw, RawBatch, RawList, RawRating};
    use crate::rating::shape;
    use proptest::prelude::*;

    fn one(entry: Entry) -> Option<PayloadRating> {
        let entries = Entries::restore([(String::from("z"), entry)]).unwrap();
        build(&entries).pop()
    }

    #[test]
    fn who_is_not_rated_is_left_out() {
        assert_eq!(one(Entry::default()), None);
    }

    #[test]
    fn a_green_rating_loses_reasons_and_text() {
        let entry = Entry {
            value: Some(RatingValue::Green),
            reasons: ["other".into()].into(),
            other_reason_text: "hm".into(),
        };
        let rating = one(entry).unwrap();
        assert!(rating.reasons.is_empty() && rating.other_reason_text.is_none());
    }

    fn any_entry() -> impl Strategy<Value = Entry> {
        let value = proptest::sample::select(&RatingValue::ALL[..]);
        let word = proptest::sample::select(RedReason::WORDS).prop_map(String::from);
        let reasons = proptest::collection::vec(word, 1..8);
        (value, reasons, "[ \\u{feff}]{0,2}[a-zé🦊]{0,9}[ \\n]{0,2}").prop_map(
            |(value, reasons, other_reason_text)| Entry {
                value: Some(value),
                reasons,
                other_reason_text,
            },
        )
    }

    proptest! {
        #[test]
        fn a_built_body_passes_the_shape(entries in proptest::collection::vec(any_entry(), 1..=3)) {
            let ids = (10..).map(|n| alloc::format!("0190f4a0-0000-7000-8000-0000000000{n}"));
            let body = build(&Entries::restore(ids.zip(entries)).unwrap());
            let items: Vec<_> = body.iter().map(|rating| RawRating::Object {
                ratee_id: Raw::Text(&rating.ratee_id),
                rating: Raw::Text(rating.rating.as_str()),
                reasons: RawList::Items {
                    length: rating.reasons.len(),
                    items: rating.reasons.iter().map(|reason| Raw::Text(reason)).collect(),
                },
                other_reason_text: rating.other_reason_text.as_deref().map_or(Raw::Absent, Raw::Text),
            }).collect();
            let ratings = RawList::Items { length: items.len(), items };
            let raw = RawBatch::Object { ratings, session_id: Raw::Absent };
            prop_assert_eq!(shape::validate(&raw, None).map(|batch| batch.ratings().len()), Ok(body.len()));
        }
    }
}
