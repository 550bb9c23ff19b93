//! The wide rules: facts in as values, lists out through serde. Only in the full build.

use focus_core::json::Items;
use focus_core::rating::{eligibility, history, pending, shape};
use focus_core::{Field, Path, Problem, Timestamp, facts};
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::answer;
use crate::buffer;
use crate::input::{Input, next};

exports! {
    /// Judges a body, then by facts and an instant whether it may be stored.
    "checkRatingEligibility" check_rating_eligibility(
        nodes: usize,
        text: usize,
        length: usize
    ) -> i32 {
        let input = Input::take(nodes, text, length);
        let mut values = input.values();
        let outcome = shape::validate(next(&mut values), None).and_then(|batch| {
            let facts = eligibility::Facts::read(next(&mut values))?;
            eligibility::check(&batch, &facts, instant(&mut values)?)
        });
        told(outcome.map(|()| 0))
    }

    /// Whether rating may be skipped, by facts and an instant.
    "checkSkipEligibility" check_skip_eligibility(
        nodes: usize,
        text: usize,
        length: usize
    ) -> i32 {
        let input = Input::take(nodes, text, length);
        let mut values = input.values();
        let outcome = eligibility::Facts::read(next(&mut values)).and_then(|facts| {
            eligibility::check_skip(&facts, instant(&mut values)?).map_err(one)
        });
        told(outcome.map(|()| 0))
    }

    /// Whether a pending record is open: 0, 1, or problems.
    "isPendingOpen" is_pending_open(nodes: usize, text: usize, length: usize) -> i32 {
        judge_pending(&Input::take(nodes, text, length), pending::is_open)
    }

    /// Whether a pending record may be deleted: 0, 1, or problems.
    "isPendingDeletable" is_pending_deletable(nodes: usize, text: usize, length: usize) -> i32 {
        judge_pending(&Input::take(nodes, text, length), pending::is_deletable)
    }

    /// The sum of received ratings: in all, green, red, percentage of green.
    "historySummary" history_summary(green: f64, red: f64) -> i32 {
        buffer::clear();
        let counts = history::count(green, Field::Green)
            .and_then(|green| Ok((green, history::count(red, Field::Red)?)));
        counts.map_or_else(answer::refuse_one, |(green, red)| {
            let sum = history::summary(green, red);
            buffer::keep_few([
                sum.total_received as f64,
                sum.green_count as f64,
                sum.red_count as f64,
                sum.green_percentage,
            ])
        })
    }
}

/// Who owes ratings, by facts and an instant: a list, or minus the address of problems.
#[wasm_bindgen(js_name = pendingRecords)]
#[must_use]
pub fn pending_records(nodes: usize, text: usize, length: usize) -> JsValue {
    let input = Input::take(nodes, text, length);
    let mut values = input.values();
    tell(pending::SessionSeats::read(next(&mut values)).and_then(|session| {
        Ok(pending::records(session.start_time, &session.seats, instant(&mut values)?))
    }))
}

fn judge_pending(input: &Input, judge: fn(Option<Timestamp>, Timestamp, Timestamp) -> bool) -> i32 {
    let mut values = input.values();
    told(pending::PendingState::read(next(&mut values)).and_then(|state| {
        Ok(i32::from(judge(state.completed_at, state.expires_at, instant(&mut values)?)))
    }))
}

fn instant(values: &mut Items<'_>) -> Result<Timestamp, Vec<Problem>> {
    facts::instant(next(values).shape(), Path::of(Field::Now)).map_err(one)
}

fn one(problem: Problem) -> Vec<Problem> {
    vec![problem]
}

fn told(outcome: Result<i32, Vec<Problem>>) -> i32 {
    outcome.unwrap_or_else(|problems| answer::refuse(&problems))
}

fn tell<T: Serialize>(outcome: Result<T, Vec<Problem>>) -> JsValue {
    let refuse = |problems: Vec<Problem>| JsValue::from(answer::refuse(&problems));
    outcome.map_or_else(refuse, |value| {
        serde_wasm_bindgen::to_value(&value).unwrap_or(JsValue::UNDEFINED)
    })
}
