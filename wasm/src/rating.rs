//! Ratings: the form's events as JSON, the wire body field by field.

use alloc::string::String;
use alloc::vec::Vec;

use focus_core::rating::entry::{Entries, Entry, Event};
use focus_core::rating::entry_json::{push_payload, read_host_json};
use focus_core::rating::raw::{Raw, RawBatch, RawList, RawRating};
use focus_core::rating::{RatingBatch, RatingValue, Verdict, payload, shape};
use focus_core::{Problem, UserId, text};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer;
use crate::buffer;
use crate::raw::Reader;

/// Numbers of one rating in the answer of [`validate_ratings`]: value, whether the id was
/// canonical, start and end of the trimmed text (−1 without), count of reasons, five reasons.
const RATING: usize = 10;

/// Judges the body in the input, behind it the rater's id (absent for none). The answer is the
/// count of ratings, their numbers tell how to tidy them up.
#[wasm_bindgen(js_name = validateRatings)]
#[must_use]
pub fn validate_ratings(length: usize) -> i32 {
    let input = buffer::take_input(length);
    let mut reader = Reader(&input);
    let raw = reader.batch();
    let rater = match rater(reader.raw()) {
        Ok(rater) => rater,
        Err(problem) => return answer::refuse(&[problem]),
    };
    match shape::validate(&raw, rater) {
        Ok(batch) => tidy(&batch, &raw),
        Err(problems) => answer::refuse(&problems),
    }
}

/// Makes untouched entries for the ids in the input and answers with their JSON.
#[wasm_bindgen(js_name = newEntries)]
#[must_use]
pub fn new_entries(length: usize) -> i32 {
    from_json(length, Entries::read_ids, |entries| {
        let mut out = String::from("[");
        for (at, (id, entry)) in entries.as_slice().iter().enumerate() {
            out.push_str(if at > 0 { ",[" } else { "[" });
            focus_core::json::push_text(&mut out, id);
            out.push(',');
            entry.push_json(&mut out);
            out.push(']');
        }
        out.push(']');
        answer::text(out)
    })
}

/// Applies the event in the input, `[event, entries]`, and answers with the entry that it leaves
/// behind.
#[wasm_bindgen(js_name = applyEvent)]
#[must_use]
pub fn apply_event(length: usize) -> i32 {
    let apply = |value: &focus_core::json::Value<'_>| -> Result<Entry, Vec<Problem>> {
        let [event, entries] = value.as_array().unwrap_or_default() else {
            return Err(Entries::read(value).err().unwrap_or_default());
        };
        let (id, event) = Event::read(event).map_err(|problem| [problem])?;
        let entries = Entries::read(entries)?.apply(id.clone(), event);
        let entries = entries.map_err(|problem| [problem])?;
        let mut found = entries.as_slice().iter().filter(|(known, _)| *known == id);
        Ok(found.next().map(|(_, entry)| entry.clone()).unwrap_or_default())
    };
    from_json(length, apply, |entry| {
        let mut out = String::new();
        entry.push_json(&mut out);
        answer::text(out)
    })
}

/// Builds the wire body of the entries in the input, as JSON.
#[wasm_bindgen(js_name = ratingPayload)]
#[must_use]
pub fn rating_payload(length: usize) -> i32 {
    from_json(length, Entries::read, |entries| {
        let mut out = String::new();
        push_payload(&mut out, &payload::build(&entries));
        answer::text(out)
    })
}

/// Whether the entries in the input may be sent: 1 everybody is rated, 2 a red one has no reason,
/// 4 they may.
#[wasm_bindgen(js_name = ratingReadiness)]
#[must_use]
pub fn rating_readiness(length: usize, submitting: bool) -> i32 {
    from_json(length, Entries::read, |entries| {
        let readiness = entries.readiness(submitting);
        i32::from(readiness.all_rated)
            | i32::from(readiness.invalid_red) << 1
            | i32::from(readiness.can_submit) << 2
    })
}

fn from_json<T>(
    length: usize,
    read: impl FnOnce(&focus_core::json::Value<'_>) -> Result<T, Vec<Problem>>,
    tell: impl FnOnce(T) -> i32,
) -> i32 {
    let input = buffer::take_input(length);
    let text = core::str::from_utf8(&input).unwrap_or_default();
    let outcome = read_host_json(text).map_err(|problem| [problem].into());
    match outcome.and_then(|value| read(&value)) {
        Ok(value) => tell(value),
        Err(problems) => answer::refuse(&problems),
    }
}

fn rater(raw: Raw<'_>) -> Result<Option<UserId>, Problem> {
    match raw {
        Raw::Absent => Ok(None),
        Raw::Text(id) => shape::parse_rater(id).map(Some),
        _ => shape::parse_rater("").map(Some),
    }
}

fn tidy(batch: &RatingBatch, raw: &RawBatch<'_>) -> i32 {
    let raw = match raw {
        RawBatch::Object { ratings: RawList::Items { items, .. }, .. } => items.as_slice(),
        _ => &[],
    };
    let mut numbers = Vec::with_capacity(raw.len() * RATING);
    for (rating, raw) in batch.ratings().iter().zip(raw) {
        let RawRating::Object { ratee_id, other_reason_text, .. } = raw else { continue };
        let canonical = rating.ratee.uuid().to_ascii();
        let is_canonical = matches!(ratee_id, Raw::Text(id) if id.as_bytes() == canonical);
        let (start, end) = kept_text(&rating.verdict, *other_reason_text);
        let mut reasons = [-1.0; 5];
        let mut count = 0;
        if let Verdict::Red { reasons: given, .. } = &rating.verdict {
            for (slot, reason) in reasons.iter_mut().zip(given.iter()) {
                *slot = f64::from(reason as u8);
                count += 1;
            }
        }
        let value: RatingValue = rating.verdict.value();
        numbers.extend([f64::from(value as u8), f64::from(u8::from(is_canonical)), start, end]);
        numbers.push(f64::from(count));
        numbers.extend(reasons);
    }
    buffer::set_numbers(&numbers);
    answer::count(batch.ratings().len())
}

/// Where the trimmed text stands in the text that JavaScript holds, in UTF-16 code units.
fn kept_text(verdict: &Verdict, raw: Raw<'_>) -> (f64, f64) {
    let (Verdict::Red { other_text: Some(kept), .. }, Raw::Text(raw)) = (verdict, raw) else {
        return (-1.0, -1.0);
    };
    let leading =
        text::utf16_length(raw) - text::utf16_length(raw.trim_start_matches(text::is_blank));
    (leading as f64, (leading + text::utf16_length(kept)) as f64)
}
