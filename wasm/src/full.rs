//! The wide rules: facts in as values, lists out through serde. Only in the full build.

use focus_core::ask::{self, Asked};
use focus_core::json::{Items, Shape, Value};
use focus_core::presence::sound;
use focus_core::rating::{eligibility, shape};
use focus_core::{Field, Path, Problem, Timestamp, facts};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::answer;
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

    /// The level of a list of samples, in millionths.
    "soundLevel" sound_level(nodes: usize, text: usize, length: usize) -> i32 {
        let input = Input::take(nodes, text, length);
        let mut values = input.values();
        match sound::samples(values.next().map_or(Shape::Absent, Value::shape)) {
            Ok(samples) => sound::level(samples) as i32,
            Err(problem) => answer::refuse(&[problem]),
        }
    }
}

/// Asks a rule of the core by its number, about facts and an instant: a list that holds the answer,
/// or minus the address of problems.
#[wasm_bindgen]
#[must_use]
pub fn ask(rule: usize, nodes: usize, text: usize, length: usize) -> JsValue {
    let input = Input::take(nodes, text, length);
    let mut values = input.values();
    let asked = Asked { facts: next(&mut values), now: next(&mut values) };
    match ask::ask(rule, asked) {
        Some(Ok(answer)) => {
            [answer].serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
        }
        Some(Err(problems)) => answer::refuse(&problems).into(),
        None => JsValue::UNDEFINED,
    }
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
