//! Countdowns: milliseconds in, numbers and texts out.

use alloc::string::String;

use focus_core::countdown::{self, Destination};
use focus_core::{Field, Timestamp};

use crate::answer;
use crate::buffer;
use crate::phase::read;

exports! {
    /// The countdown of a kind, to an instant or [`NONE`]. The answer: its text, then
    /// - 0, the refresh: whether it is due;
    /// - 1, a ban: whether it is over, whole seconds left, hours of them;
    /// - 2, the waiting room: whether to get ready, seconds left, where to go (its place counted from
    ///   1, 0 to stay), and no text;
    ///
    /// and at last the milliseconds at which this is another answer, or NaN.
    "countdown" countdown(kind: u32, at: f64, now: f64) -> i32 {
        buffer::clear();
        let field = if kind == 1 { Field::BannedUntil } else { Field::Start };
        let at = match read(at, field) {
            Ok(at) => Some(at),
            // What is no instant is none for the refresh.
            Err(_) if kind == 0 || at == NONE => None,
            Err(problem) => return answer::refuse_one(problem),
        };
        let now = match read(now, Field::Now) {
            Ok(now) => now,
            Err(problem) => return answer::refuse_one(problem),
        };
        let (text, flag, seconds, last, next_change) = match kind {
            0 => {
                let shown = countdown::refresh(at, now);
                (shown.countdown, shown.is_expired, 0, 0, shown.next_change)
            }
            1 => {
                let shown = countdown::ban(at, now);
                let (seconds, hours) = (shown.seconds, shown.hours);
                (shown.countdown, shown.is_expired, seconds, hours, shown.next_change)
            }
            _ => {
                let shown = countdown::waiting_room(at, now);
                let place = shown.redirect.map_or(0, |to: Destination| to as u64 + 1);
                (String::new(), shown.get_ready, shown.remaining, place, shown.next_change)
            }
        };
        let next_change = next_change.map_or(f64::NAN, |at: Timestamp| at.unix_millis() as f64);
        let flag = f64::from(u8::from(flag));
        buffer::keep_text_and(text, [flag, seconds as f64, last as f64, next_change])
    }
}

/// Stands for no instant, where one may be absent.
const NONE: f64 = f64::MIN;
