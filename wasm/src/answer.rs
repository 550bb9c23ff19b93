//! Answers as JavaScript reads them: a number that is not negative, or minus the count of
//! problems, whose records then stand in the numbers.

use alloc::string::String;
use alloc::vec::Vec;

use focus_core::{Allowed, Expected, Field, Params, Problem};

use crate::buffer;

/// Code, four pieces of path, kind of parameter, two parameters; −1 where there is none.
const RECORD: usize = 8;

/// Tells problems.
pub(crate) fn refuse(problems: &[Problem]) -> i32 {
    let mut numbers = Vec::with_capacity(problems.len() * RECORD);
    for problem in problems {
        numbers.extend(record(problem));
    }
    buffer::set_numbers(&numbers);
    -count(problems.len())
}

/// Tells a text; the answer is its length.
pub(crate) fn text(text: String) -> i32 {
    count(buffer::set_text(text))
}

/// A length as the answer has it. Inputs are capped far below what would not fit.
pub(crate) fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

fn record(problem: &Problem) -> [f64; RECORD] {
    let field = |field: Option<Field>| place(Field::ALL, field);
    let index = |index: Option<u32>| index.map_or(-1.0, f64::from);
    let (kind, first, second) = match problem.params {
        Params::None => (0, 0, 0),
        Params::Min(min) => (1, min, 0),
        Params::Max(max) => (2, max, 0),
        Params::Expected(expected) => (3, position(Expected::ALL, expected), 0),
        Params::Allowed(allowed) => (4, position(Allowed::ALL, allowed), 0),
        Params::At { line, column } => (5, line, column),
    };
    [
        f64::from(problem.code as u32),
        field(problem.path.head),
        index(problem.path.index),
        field(problem.path.member),
        index(problem.path.item),
        f64::from(kind),
        f64::from(first),
        f64::from(second),
    ]
}

fn place<T: PartialEq + Copy>(all: &[T], one: Option<T>) -> f64 {
    one.map_or(-1.0, |one| f64::from(position(all, one)))
}

fn position<T: PartialEq>(all: &[T], one: T) -> u32 {
    (0..).zip(all).find(|(_, known)| **known == one).map_or(0, |(at, _)| at)
}
