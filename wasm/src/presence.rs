//! Presence: numbers in, numbers out. Words are passed as their place in their list.

use focus_core::presence::{self, PresenceEvent, PresenceState, Tracker};
use focus_core::{Allowed, Field, Path, Problem};

use crate::answer;
use crate::buffer;
use crate::phase::read;

exports! {
    /// What an event leads to, by the five numbers that are remembered (NaN for somebody new). The
    /// answer: those five, a view as bits with whether it has changed (bit 5) and whether the others
    /// are to be told (bit 6), and the milliseconds of the next change, or NaN.
    "presenceStep" presence_step(
        event: u32,
        now: f64,
        bits: f64,
        signal: f64,
        key: f64,
        spoke: f64,
        told: f64
    ) -> i32 {
        buffer::clear();
        let Some(event) = PresenceEvent::ALL.get(event as usize) else {
            let path = Path::of(Field::Event);
            return answer::refuse_one(Problem::unknown_value(path, Allowed::PresenceEvents));
        };
        let now = match read(now, Field::Now) {
            Ok(now) => now,
            Err(problem) => return answer::refuse_one(problem),
        };
        let step = Tracker::from_numbers([bits, signal, key, spoke, told]).step(*event, now);
        let [bits, signal, key, spoke, told] = step.tracker.to_numbers();
        let flags = u32::from(step.has_changed) << 5 | u32::from(step.is_due) << 6;
        let view = f64::from(step.view.to_bits() | flags);
        let next = step.next_change.map_or(f64::NAN, |at| at.unix_millis() as f64);
        buffer::keep_few([bits, signal, key, spoke, told, view, next])
    }

    /// How somebody is shown, by the place of a state (4 for none): the places of state (2 bits),
    /// sprite (3) and badge (2), then the opacity in hundredths.
    "presenceLook" presence_look(state: u32, speaking: u32, typing: u32, ai: u32) -> i32 {
        buffer::clear();
        let found = PresenceState::ALL.get(state as usize).copied();
        if found.is_none() && state != 4 {
            let path = Path::of(Field::PresenceState);
            return answer::refuse_one(Problem::unknown_value(path, Allowed::PresenceStates));
        }
        let look = presence::look(found, speaking != 0, typing != 0, ai != 0);
        look.state as i32
            | (look.sprite as i32) << 2
            | (look.badge as i32) << 5
            | i32::from(look.opacity_percent) << 7
    }
}
