//! What a table is like that is set because none fits.

use alloc::string::String;

use super::Filters;
use crate::digits;
use crate::phase;
use crate::session::{Language, MAX_PARTICIPANTS, RoomType, TableMode};
use crate::time::Timestamp;

/// Random bytes in a room's name.
pub const ROOM_NAME_BYTES: usize = 6;

/// A session to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession<'a> {
    /// When it starts: the slot.
    pub start_time: Timestamp,
    /// When it ends, 55 minutes later.
    pub end_time: Timestamp,
    /// How people sit: `forced_audio` unless they want otherwise.
    pub mode: TableMode,
    /// What is worked on, if somebody said so.
    pub topic: Option<&'a str>,
    /// What is spoken: `en` unless they want otherwise.
    pub language: Language,
    /// `focus-` and twelve hexadecimal digits.
    pub room_name: String,
    /// What the room looks like.
    pub room_type: RoomType,
    /// Its seats: four.
    pub max_seats: u32,
    /// Whether only who is asked may come: no.
    pub is_private: bool,
    /// Whether companions take the seats that stay free: yes.
    pub fill_ai: bool,
}

/// A session at a slot for somebody with these wishes. `room` names the room, and the remainder of
/// `number` by three picks how it looks; both are random, and drawn by the host.
#[must_use]
pub fn new_session<'a>(
    slot: Timestamp,
    wanted: &Filters<'a>,
    room: [u8; ROOM_NAME_BYTES],
    number: u32,
) -> NewSession<'a> {
    let mut room_name = String::from("focus-");
    for byte in room {
        digits::push_hex(&mut room_name, byte);
    }
    room_name.make_ascii_lowercase();
    let room_type = match number % 3 {
        0 => RoomType::CozyStudy,
        1 => RoomType::CoffeeShop,
        _ => RoomType::Library,
    };
    NewSession {
        start_time: slot,
        end_time: phase::session_end(slot),
        mode: wanted.mode.unwrap_or(TableMode::ForcedAudio),
        topic: wanted.topic,
        language: wanted.language.unwrap_or(Language::English),
        room_name,
        room_type,
        max_seats: MAX_PARTICIPANTS,
        is_private: false,
        fill_ai: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_room_type_comes_up() {
        let slot = Timestamp::from_unix_millis(0);
        let room = |number| new_session(slot, &Filters::default(), [0; 6], number).room_type;
        assert_eq!(
            [room(0), room(1), room(2)],
            [RoomType::ALL[0], RoomType::ALL[1], RoomType::ALL[2]]
        );
        assert_eq!(room(u32::MAX), RoomType::CozyStudy);
    }
}
