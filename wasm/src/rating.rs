//! Ratings: values in, numbers out; texts are told by where they stand in the input.

use alloc::vec;
use alloc::vec::Vec;

use focus_core::json::{Shape, Value};
use focus_core::rating::entry::{Entries, Entry, Event};
use focus_core::rating::{RatingBatch, Reasons, Verdict, payload, shape};
use focus_core::{Field, Path, Problem};

use crate::answer;
use crate::buffer;
use crate::input::{Input, next};
use crate::session::is_lower;

exports! {
    /// Judges a body, and behind it the rater's id (none is fine). The answer has whether the body
    /// names a session, the place of its id, the count of ratings, and of each: place of the
    /// ratee's id, whether that is canonical, value, place of the trimmed text, count of reasons,
    /// and those.
    "validateRatings" validate_ratings(nodes: usize, text: usize, length: usize) -> i32 {
        let input = Input::take(nodes, text, length);
        let mut values = input.values();
        let body = next(&mut values);
        let mut rater = None;
        if let Some(id) = values.next() {
            match shape::parse_rater(id.as_text().unwrap_or_default()) {
                Ok(id) => rater = Some(id),
                Err(problem) => return answer::refuse_one(problem),
            }
        }
        tell(shape::validate(body, rater), |batch| tidy(&batch, body, &input))
    }

    /// Makes untouched entries for a list of ids. The answer has the count of those that stay, and
    /// their places.
    "newEntries" new_entries(nodes: usize, text: usize, length: usize) -> i32 {
        let input = Input::take(nodes, text, length);
        tell(Entries::new(next(&mut input.values())), |entries| {
            let mut numbers = vec![entries.as_slice().len() as f64];
            for (id, _) in entries.as_slice() {
                input.place(id, &mut numbers);
            }
            numbers
        })
    }

    /// Applies an event of a kind: whom it concerns, the argument, and the entry (none is fine).
    /// The answer is the entry: value or −1, place of the text, count of reasons and their places.
    "applyEvent" apply_event(kind: u32, nodes: usize, text: usize, length: usize) -> i32 {
        let input = Input::take(nodes, text, length);
        match applied(kind, &input) {
            Err(problem) => answer::refuse_one(problem),
            Ok(entry) => {
            let mut numbers = vec![entry.value.map_or(-1.0, |value| f64::from(value as u8))];
            input.place(entry.other_reason_text, &mut numbers);
            push_places(&entry.reasons, &input, &mut numbers);
            buffer::keep(numbers)
            }
        }
    }

    /// Builds the wire body of entries. The answer has the count of ratings, and of each: place of
    /// the id, value, place of the text, count of reasons and their places.
    "ratingPayload" rating_payload(nodes: usize, text: usize, length: usize) -> i32 {
        let input = Input::take(nodes, text, length);
        tell(Entries::restore(next(&mut input.values())), |entries| {
            let body = payload::build(&entries);
            let mut numbers = vec![body.len() as f64];
            for rating in &body {
                input.place(rating.ratee_id, &mut numbers);
                numbers.push(f64::from(rating.rating as u8));
                input.place(rating.other_reason_text.unwrap_or_default(), &mut numbers);
                push_places(&rating.reasons, &input, &mut numbers);
            }
            numbers
        })
    }

    /// Whether entries may be sent. The answer: everybody is rated, a red one has no reason, they
    /// may.
    "ratingReadiness" rating_readiness(
        submitting: u32,
        nodes: usize,
        text: usize,
        length: usize
    ) -> i32 {
        let input = Input::take(nodes, text, length);
        match Entries::restore(next(&mut input.values())) {
            Err(problems) => answer::refuse(&problems),
            Ok(entries) => {
                let readiness = entries.readiness(submitting != 0);
                let known = [readiness.all_rated, readiness.invalid_red, readiness.can_submit];
                buffer::keep_few(known.map(|known| f64::from(u8::from(known))))
            }
        }
    }
}

fn applied(kind: u32, input: &Input) -> Result<Entry<'_>, Problem> {
    let mut values = input.values();
    let (id, argument) = (next(&mut values).shape(), next(&mut values).shape());
    let (_, event) = Event::read(kind as usize, id, argument)?;
    let entry = match values.next() {
        None => Entry::default(),
        Some(entry) => Entry::read(entry, Path::of(Field::Entries))?,
    };
    Ok(entry.apply(event))
}

fn tell<T>(outcome: Result<T, Vec<Problem>>, tell: impl FnOnce(T) -> Vec<f64>) -> i32 {
    match outcome {
        Ok(value) => buffer::keep(tell(value)),
        Err(problems) => answer::refuse(&problems),
    }
}

fn push_places(texts: &[&str], input: &Input, numbers: &mut Vec<f64>) {
    numbers.push(texts.len() as f64);
    for text in texts {
        input.place(text, numbers);
    }
}

fn tidy(batch: &RatingBatch<'_>, body: Value<'_>, input: &Input) -> Vec<f64> {
    let mut numbers = vec![f64::from(u8::from(batch.session_id().is_some()))];
    input.place(batch.session_id().unwrap_or_default(), &mut numbers);
    numbers.push(batch.ratings().count() as f64);
    let Shape::Array(items) = body.field(Field::Ratings) else { return numbers };
    for (rating, item) in batch.ratings().zip(items) {
        let Shape::Text(id) = item.field(Field::RateeId) else { return numbers };
        input.place(id, &mut numbers);
        numbers.push(f64::from(u8::from(is_lower(id))));
        numbers.push(f64::from(rating.verdict.value() as u8));
        let (reasons, text) = match rating.verdict {
            Verdict::Red { reasons, other_text } => (reasons, other_text.unwrap_or_default()),
            _ => (Reasons::default(), ""),
        };
        input.place(text, &mut numbers);
        numbers.push(reasons.iter().count() as f64);
        for reason in reasons.iter() {
            numbers.push(f64::from(reason as u8));
        }
    }
    numbers
}
