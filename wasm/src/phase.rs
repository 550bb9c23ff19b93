//! Phases: numbers in, numbers out. Phases are passed as their place in the order, 0 to 6.

use alloc::vec::Vec;

use focus_core::phase::{self, Phase};
use focus_core::{Code, Field, Path, Problem, Timestamp};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer;
use crate::buffer;

/// The instant of a text in the input as milliseconds, or NaN.
#[wasm_bindgen(js_name = instantOfText)]
#[must_use]
pub fn instant_of_text(length: usize) -> f64 {
    let input = buffer::take_input(length);
    let instant = core::str::from_utf8(&input).ok().and_then(Timestamp::parse);
    instant.map_or(f64::NAN, |instant| instant.unix_millis() as f64)
}

/// The phase; the numbers are seconds left, seconds left in all, progress, minutes elapsed.
#[wasm_bindgen(js_name = phaseInfo)]
#[must_use]
pub fn phase_info(start: f64, now: f64) -> i32 {
    let (start, now) = match instants(start, now) {
        Ok(instants) => instants,
        Err(problems) => return answer::refuse(&problems),
    };
    let info = phase::info(start, now);
    buffer::set_numbers(&[
        info.time_remaining as f64,
        info.total_time_remaining as f64,
        info.progress,
        info.elapsed_minutes,
    ]);
    i32::from(info.phase.index())
}

/// 1 with the milliseconds of the next change in the numbers, 0 once ended.
#[wasm_bindgen(js_name = nextPhaseChange)]
#[must_use]
pub fn next_phase_change(start: f64, now: f64) -> i32 {
    let (start, now) = match instants(start, now) {
        Ok(instants) => instants,
        Err(problems) => return answer::refuse(&problems),
    };
    let Some(change) = phase::next_change(start, now) else { return 0 };
    buffer::set_numbers(&[change.unix_millis() as f64]);
    1
}

/// The phase that follows, or −1.
#[wasm_bindgen(js_name = nextPhase)]
#[must_use]
pub fn next_phase(phase: u8) -> i32 {
    let next = Phase::from_index(phase).and_then(Phase::next);
    next.map_or(-1, |next| i32::from(next.index()))
}

/// Whether people work in this phase.
#[wasm_bindgen(js_name = isWorkPhase)]
#[must_use]
pub fn is_work_phase(phase: u8) -> bool {
    Phase::from_index(phase).is_some_and(Phase::is_work)
}

/// Seconds that the phase lasts.
#[wasm_bindgen(js_name = phaseDuration)]
#[must_use]
pub fn phase_duration(phase: u8) -> i32 {
    known(phase, |phase| i32::try_from(phase.duration_seconds()).unwrap_or(0))
}

/// How many of the five phases lie behind.
#[wasm_bindgen(js_name = phasesCompleted)]
#[must_use]
pub fn phases_completed(phase: u8) -> i32 {
    known(phase, |phase| i32::from(phase.completed_count()))
}

/// Whether the board asks for a reflection in this phase.
#[wasm_bindgen(js_name = hasReflection)]
#[must_use]
pub fn has_reflection(phase: u8) -> bool {
    Phase::from_index(phase).is_some_and(Phase::has_reflection)
}

/// Whether arriving in `next` from `previous` opens the closing dialogue.
#[wasm_bindgen(js_name = opensEndModal)]
#[must_use]
pub fn opens_end_modal(previous: u8, next: u8) -> bool {
    match (Phase::from_index(previous), Phase::from_index(next)) {
        (Some(previous), Some(next)) => next.opens_end_modal(previous),
        _ => false,
    }
}

/// The place of the phase's API code among the codes.
#[wasm_bindgen(js_name = toApiPhase)]
#[must_use]
pub fn to_api_phase(phase: u8) -> i32 {
    known(phase, |phase| {
        let place = Phase::API_WORDS.iter().position(|code| *code == phase.to_api());
        answer::count(place.unwrap_or_default())
    })
}

/// The phase of the API code at a place among the codes.
#[wasm_bindgen(js_name = fromApiPhase)]
#[must_use]
pub fn from_api_phase(code: u8, has_started: bool) -> i32 {
    let code = Phase::API_WORDS.get(usize::from(code)).copied().unwrap_or_default();
    match Phase::from_api(code, has_started) {
        Ok(phase) => i32::from(phase.index()),
        Err(problem) => answer::refuse(&[problem]),
    }
}

/// `MM:SS`, as text.
#[wasm_bindgen(js_name = formatTime)]
#[must_use]
pub fn format_time(seconds: f64) -> i32 {
    match phase::format_time(seconds) {
        Ok(text) => answer::text(text),
        Err(problem) => answer::refuse(&[problem]),
    }
}

fn known(phase: u8, ask: impl FnOnce(Phase) -> i32) -> i32 {
    Phase::from_index(phase).map_or_else(|| answer::refuse(&[phase::unknown_phase()]), ask)
}

fn instants(start: f64, now: f64) -> Result<(Timestamp, Timestamp), Vec<Problem>> {
    let read = |millis, field| {
        let problem = Problem::at(Code::InvalidTimestamp, Path::of(field));
        Timestamp::from_unix_ms_number(millis).ok_or(problem)
    };
    match (read(start, Field::Start), read(now, Field::Now)) {
        (Ok(start), Ok(now)) => Ok((start, now)),
        (start, now) => Err([start.err(), now.err()].into_iter().flatten().collect()),
    }
}
