//! Companions for the seats that stay free when a session starts.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Seat, free_seats};
use crate::phase::{self, Phase};
use crate::time::Timestamp;

/// What companions are called, in order; after the last the first comes again.
pub const AI_COMPANION_NAMES: [&str; 4] = ["Focus Fox", "Study Owl", "Calm Cat", "Zen Panda"];
/// The type of a companion's avatar.
pub const AVATAR_TYPE: &str = "ai";

/// A companion to be seated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Companion {
    /// Where.
    pub seat_number: u32,
    /// What it is called.
    pub name: &'static str,
}

/// How the avatar of a companion looks: its name in lower case, with `_` for spaces.
#[must_use]
pub fn avatar_style(name: &str) -> String {
    let letter = |letter: char| if letter == ' ' { '_' } else { letter.to_ascii_lowercase() };
    name.chars().map(letter).collect()
}

/// Whether companions come to a session that starts at `start`: while it is live, where they are
/// wanted and a person sits, and once. `filled_at` is when they came, be it that no seat was free;
/// a seat that somebody leaves later stays free for who comes back.
#[must_use]
pub fn is_fill_due(
    start: Timestamp,
    fill_ai: bool,
    seats: &[Seat],
    filled_at: Option<Timestamp>,
    now: Timestamp,
) -> bool {
    let is_live = !matches!(phase::at(start, now), Phase::NotStarted | Phase::Ended);
    let has_human = seats.iter().any(|seat| seat.is_active() && seat.user_id.is_some());
    fill_ai && filled_at.is_none() && is_live && has_human
}

/// The companions of a session that starts at `start`: one for each free seat, from the lowest on.
/// None before the start and once it has ended, none where nobody wants them, and none at a table
/// where no person sits: one is enough.
#[must_use]
pub fn fill(
    start: Timestamp,
    fill_ai: bool,
    max_seats: u32,
    seats: &[Seat],
    now: Timestamp,
) -> Vec<Companion> {
    if !is_fill_due(start, fill_ai, seats, None, now) {
        return Vec::new();
    }
    let names = AI_COMPANION_NAMES.into_iter().cycle();
    let companion = |(seat_number, name)| Companion { seat_number, name };
    free_seats(max_seats, seats).into_iter().zip(names).map(companion).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{UserId, Uuid};

    #[test]
    fn a_style_is_the_name_in_lower_case_with_underscores() {
        let styles = AI_COMPANION_NAMES.map(avatar_style);
        assert_eq!(styles, ["focus_fox", "study_owl", "calm_cat", "zen_panda"]);
    }

    #[test]
    fn companions_come_once_and_to_somebody() {
        let start = Timestamp::from_unix_millis(0);
        let person = Seat {
            user_id: Some(UserId::new(Uuid::MAX)),
            seat_number: 1,
            left_at: None,
            credit_deducted_at: None,
            credit_refunded_at: None,
        };
        let due = |seat, filled_at, now| is_fill_due(start, true, &[seat], filled_at, now);
        assert!(due(person, None, start));
        assert!(!due(person, Some(start), start));
        assert!(!due(Seat { user_id: None, ..person }, None, start));
        assert!(!due(Seat { left_at: Some(start), ..person }, None, start));
        assert!(!due(person, None, start.plus_millis(-1)));
        assert!(!is_fill_due(start, false, &[person], None, start));
    }
}
