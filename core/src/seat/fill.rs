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
    let is_live = !matches!(phase::at(start, now), Phase::NotStarted | Phase::Ended);
    let has_human = seats.iter().any(|seat| seat.is_active() && seat.user_id.is_some());
    if !(fill_ai && is_live && has_human) {
        return Vec::new();
    }
    let names = AI_COMPANION_NAMES.into_iter().cycle();
    let companion = |(seat_number, name)| Companion { seat_number, name };
    free_seats(max_seats, seats).into_iter().zip(names).map(companion).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_the_name_in_lower_case_with_underscores() {
        let styles = AI_COMPANION_NAMES.map(avatar_style);
        assert_eq!(styles, ["focus_fox", "study_owl", "calm_cat", "zen_panda"]);
    }
}
