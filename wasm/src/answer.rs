//! Answers as JavaScript reads them: the address of numbers, or minus the address of problems.

use alloc::vec;
use alloc::vec::Vec;

use focus_core::{Code, Problem};

use crate::buffer;

/// Tells problems: their count, then of each its code, five pieces of path, kind of parameter and
/// two parameters; −1 where there is none.
pub(crate) fn refuse(problems: &[Problem]) -> i32 {
    let mut numbers = vec![problems.len() as f64];
    for problem in problems {
        record(problem, &mut numbers);
    }
    -buffer::keep(numbers)
}

/// Tells one problem.
pub(crate) fn refuse_one(problem: Problem) -> i32 {
    refuse(&[problem])
}

/// Tells one problem without a place.
pub(crate) fn refuse_whole(code: Code) -> i32 {
    refuse_one(Problem::new(code))
}

/// Tells an outcome that holds nothing else: 0, or problems.
pub(crate) fn done(outcome: Result<(), Problem>) -> i32 {
    outcome.map_or_else(refuse_one, |()| 0)
}

fn record(problem: &Problem, numbers: &mut Vec<f64>) {
    let [code, params @ ..] = problem.numbers();
    numbers.push(f64::from(code));
    for piece in problem.path.pieces() {
        numbers.push(piece.map_or(-1.0, f64::from));
    }
    for number in params {
        numbers.push(f64::from(number));
    }
}
