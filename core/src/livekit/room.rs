//! What a room is like.

use alloc::format;
use alloc::string::String;

use crate::phase::Phase;
use crate::session::{MAX_PARTICIPANTS, TableMode};
use crate::time::Timestamp;
use crate::time::units::SECOND_MILLIS;

/// Seconds before a session's start at which its room is made.
pub const ROOM_CREATION_LEAD_TIME_SECONDS: i64 = 30;
/// Seconds that an empty room stays, at least.
pub const EMPTY_TIMEOUT_SECONDS: u32 = 120;
/// What the id of a room that was never made begins with; its name follows.
pub const DEV_SID_PREFIX: &str = "dev-";

/// A room to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room<'a> {
    /// Its name.
    pub name: &'a str,
    /// How many may be in it: four.
    pub max_participants: u32,
    /// Seconds that it stays while nobody is in it.
    pub empty_timeout: u32,
    /// `{"mode": "quiet"}`
    pub metadata: String,
}

/// The room of a session. Made half a minute before the start, and closed after two minutes alone,
/// it would be gone for who comes late; so it stays at least until nobody may come any more, when
/// setup ends.
#[must_use]
pub fn room(name: &str, mode: TableMode, start: Timestamp, now: Timestamp) -> Room<'_> {
    let setup_ends =
        start.plus_millis(Phase::Setup.end_seconds().unwrap_or_default() * SECOND_MILLIS);
    let wait = setup_ends.unix_millis().saturating_sub(now.unix_millis());
    let wait = wait.div_euclid(SECOND_MILLIS) + i64::from(wait.rem_euclid(SECOND_MILLIS) > 0);
    let empty_timeout = u32::try_from(wait.max(0)).unwrap_or(u32::MAX).max(EMPTY_TIMEOUT_SECONDS);
    let metadata = room_metadata(mode);
    Room { name, max_participants: MAX_PARTICIPANTS, empty_timeout, metadata }
}

/// What a room tells of its table, as JSON text.
#[must_use]
pub fn room_metadata(mode: TableMode) -> String {
    format!("{{\"mode\": \"{}\"}}", mode.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_empty_room_stays_until_setup_ends(before in -400_000..400_000_i64) {
            let start = Timestamp::from_unix_millis(0);
            let room = room("r", TableMode::Quiet, start, start.plus_millis(-before));
            let closes_at = i64::from(room.empty_timeout) * 1_000 - before;
            prop_assert!(closes_at >= 180_000 || room.empty_timeout == 120);
            prop_assert!(room.empty_timeout >= 120);
            prop_assert!(closes_at < 181_000 || room.empty_timeout == 120);
        }
    }

    #[test]
    fn made_half_a_minute_early_it_waits_for_three_and_a_half() {
        let start = Timestamp::from_unix_millis(0);
        let now = start.plus_millis(-ROOM_CREATION_LEAD_TIME_SECONDS * SECOND_MILLIS);
        let room = room("focus-1", TableMode::ForcedAudio, start, now);
        assert_eq!((room.empty_timeout, room.max_participants), (210, 4));
        assert_eq!(room.metadata, r#"{"mode": "forced_audio"}"#);
    }
}
