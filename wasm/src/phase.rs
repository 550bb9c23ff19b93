//! Phases: numbers in, numbers out. Phases are passed as their place in the order, 0 to 6.

use focus_core::phase::{self, Phase};
use focus_core::{Code, Field, Path, Problem, Timestamp};

use crate::answer;
use crate::buffer;

exports! {
    /// The instant of a text in the input as milliseconds, or NaN.
    "instantOfText" instant_of_text(length: usize) -> f64 {
        let instant = Timestamp::parse(buffer::text(length));
        instant.map_or(f64::NAN, |instant| instant.unix_millis() as f64)
    }

    /// The phase, seconds left, seconds left in all, progress, minutes elapsed, and the milliseconds
    /// of the next change (NaN once ended).
    "phaseInfo" phase_info(start: f64, now: f64) -> i32 {
        buffer::clear();
        let (start, now) = match (read(start, Field::Start), read(now, Field::Now)) {
            (Ok(start), Ok(now)) => (start, now),
            (Err(start), Err(now)) => return answer::refuse(&[start, now]),
            (Err(problem), _) | (_, Err(problem)) => return answer::refuse_one(problem),
        };
        let info = phase::info(start, now);
        let change = phase::next_change(start, now);
        let numbers = [
            f64::from(info.phase.index()),
            info.time_remaining as f64,
            info.total_time_remaining as f64,
            info.progress,
            info.elapsed_minutes,
            change.map_or(f64::NAN, |change| change.unix_millis() as f64),
        ];
        buffer::keep_few(numbers)
    }

    /// Everything that a phase is apart from time, as bits: the place of its API code (3), how many
    /// phases lie behind (3), whether people work (1), whether there is a reflection (1), the place of
    /// the phase that follows (3, all ones for none), seconds that it lasts.
    "phaseFacts" phase_facts(phase: u32) -> i32 {
        let Some(phase) = of_place(phase) else {
            buffer::clear();
            return answer::refuse_one(phase::unknown_phase());
        };
        i32::from(phase.api_place())
            | i32::from(phase.completed_count()) << 3
            | i32::from(phase.is_work()) << 6
            | i32::from(phase.has_reflection()) << 7
            | phase.next().map_or(7, |next| i32::from(next.index())) << 8
            | (phase.duration_seconds() as i32) << 11
    }

    /// Whether arriving in `next` from `previous` opens the closing dialogue.
    "opensEndModal" opens_end_modal(previous: u32, next: u32) -> u32 {
        match (of_place(previous), of_place(next)) {
            (Some(previous), Some(next)) => u32::from(next.opens_end_modal(previous)),
            _ => 0,
        }
    }

    /// The phase of the API code at a place among the codes.
    "fromApiPhase" from_api_phase(code: u32, has_started: u32) -> i32 {
        buffer::clear();
        match Phase::from_api_place(Some(code as usize), has_started != 0) {
            Ok(phase) => i32::from(phase.index()),
            Err(problem) => answer::refuse_one(problem),
        }
    }

    /// `MM:SS`, as text.
    "formatTime" format_time(seconds: f64) -> i32 {
        buffer::clear();
        phase::format_time(seconds).map_or_else(answer::refuse_one, buffer::keep_text)
    }
}

/// Reads an instant; its problem stands at `field`.
pub(crate) fn read(millis: f64, field: Field) -> Result<Timestamp, Problem> {
    let problem = Problem::at(Code::InvalidTimestamp, Path::of(field));
    Timestamp::from_unix_ms_number(millis).ok_or(problem)
}

fn of_place(place: u32) -> Option<Phase> {
    Phase::from_index(u8::try_from(place).ok()?)
}
