//! The wide rules: facts in and lists out, through serde. Only in the full build.

use focus_core::rating::{eligibility, history, pending, shape};
use focus_core::{Code, Expected, Field, Path, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::answer;
use crate::input::Input;

/// What pending records are made from.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionSeats {
    start_time: Timestamp,
    seats: Vec<pending::Seat>,
}

/// What tells whether a pending record is open.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PendingState {
    completed_at: Option<Timestamp>,
    expires_at: Timestamp,
}

/// Judges the body in the input, then whether it may be stored.
#[wasm_bindgen(js_name = checkRatingEligibility)]
#[must_use]
pub fn check_rating_eligibility(
    nodes: usize,
    text: usize,
    length: usize,
    facts: JsValue,
    now: JsValue,
) -> i32 {
    let input = Input::take(nodes, text, length);
    let outcome = shape::validate(input.root(), None).and_then(|batch| {
        let facts: eligibility::Facts = read(facts)?;
        eligibility::check(&batch, &facts, instant(now)?)
    });
    outcome.map_or_else(|problems| answer::refuse(&problems), |()| 0)
}

/// Whether rating may be skipped.
#[wasm_bindgen(js_name = checkSkipEligibility)]
#[must_use]
pub fn check_skip_eligibility(facts: JsValue, now: JsValue) -> i32 {
    let outcome = read(facts).and_then(|facts: eligibility::Facts| {
        eligibility::check_skip(&facts, instant(now)?).map_err(|problem| vec![problem])
    });
    outcome.map_or_else(|problems| answer::refuse(&problems), |()| 0)
}

/// Who owes ratings: a list, or the negative count of problems.
#[wasm_bindgen(js_name = pendingRecords)]
#[must_use]
pub fn pending_records(facts: JsValue, now: JsValue) -> JsValue {
    tell(read(facts).and_then(|facts: SessionSeats| {
        Ok(pending::records(facts.start_time, &facts.seats, instant(now)?))
    }))
}

/// Whether a pending record is open: 0, 1, or the negative count of problems.
#[wasm_bindgen(js_name = isPendingOpen)]
#[must_use]
pub fn is_pending_open(state: JsValue, now: JsValue) -> i32 {
    judge_pending(state, now, pending::is_open)
}

/// Whether a pending record may be deleted: 0, 1, or the negative count of problems.
#[wasm_bindgen(js_name = isPendingDeletable)]
#[must_use]
pub fn is_pending_deletable(state: JsValue, now: JsValue) -> i32 {
    judge_pending(state, now, pending::is_deletable)
}

/// The sum of received ratings.
#[wasm_bindgen(js_name = historySummary)]
#[must_use]
pub fn history_summary(green: f64, red: f64) -> JsValue {
    let count = |number: f64, field| {
        let whole = number as u32;
        let problem = Problem::wrong_type(Path::of(field), Expected::WholeNumber);
        if f64::from(whole) == number { Ok(whole) } else { Err(vec![problem]) }
    };
    let green = count(green, Field::Green);
    tell(green.and_then(|green| Ok(history::summary(green, count(red, Field::Red)?))))
}

fn judge_pending(
    state: JsValue,
    now: JsValue,
    judge: fn(Option<Timestamp>, Timestamp, Timestamp) -> bool,
) -> i32 {
    let outcome = read(state).and_then(|state: PendingState| {
        Ok(judge(state.completed_at, state.expires_at, instant(now)?))
    });
    outcome.map_or_else(|problems| answer::refuse(&problems), i32::from)
}

fn read<T: for<'de> Deserialize<'de>>(facts: JsValue) -> Result<T, Vec<Problem>> {
    let wrong = || vec![Problem::wrong_type(Path::of(Field::Facts), Expected::Object)];
    serde_wasm_bindgen::from_value(facts).map_err(|_| wrong())
}

/// Milliseconds or text; the text keeps its microseconds.
fn instant(now: JsValue) -> Result<Timestamp, Vec<Problem>> {
    let problem = Problem::at(Code::InvalidTimestamp, Path::of(Field::Now));
    serde_wasm_bindgen::from_value(now).map_err(|_| vec![problem])
}

fn tell<T: Serialize>(outcome: Result<T, Vec<Problem>>) -> JsValue {
    let refuse = |problems: Vec<Problem>| JsValue::from(answer::refuse(&problems));
    outcome.map_or_else(refuse, |value| {
        serde_wasm_bindgen::to_value(&value).unwrap_or(JsValue::UNDEFINED)
    })
}
