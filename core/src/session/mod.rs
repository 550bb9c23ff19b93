//! Sessions: the id, the guard before a rating, the seats that are free, and what a table is like.

mod access;
mod guard;
mod table;

pub use access::check_access;
pub use guard::guard;
pub use table::{Language, RoomType, TOPIC_MAX_LENGTH, TableMode};

use crate::code::Code;
use crate::id::SessionId;
use crate::problem::Problem;

/// Seats of a table unless it says otherwise.
pub const MAX_PARTICIPANTS: u32 = 4;

/// Who sits on a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ParticipantType {
    /// A person.
    Human,
    /// A companion that the product plays.
    AiCompanion,
}

impl ParticipantType {
    /// The words on the wire, in order.
    pub const WORDS: &'static [&'static str] = &["human", "ai_companion"];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::AiCompanion => "ai_companion",
        }
    }

    /// The type of a wire word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Human, Self::AiCompanion].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Reads a session id: a UUID in the 8-4-4-4-12 form, any case, not nil.
///
/// # Errors
/// `INVALID_SESSION_ID`.
pub fn parse_id(text: &str) -> Result<SessionId, Problem> {
    SessionId::parse(text).ok_or(Problem::new(Code::InvalidSessionId))
}

/// Seats that nobody active holds.
#[must_use]
pub const fn available_seats(max_seats: u32, active_participants: u32) -> u32 {
    max_seats.saturating_sub(active_participants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_never_has_fewer_than_no_free_seats() {
        assert_eq!(available_seats(4, 1), 3);
        assert_eq!(available_seats(2, 2), 0);
        assert_eq!(available_seats(2, 3), 0);
    }

    #[test]
    fn the_participant_words_are_the_types() {
        for word in ParticipantType::WORDS {
            assert_eq!(ParticipantType::parse(word).unwrap().as_str(), *word);
        }
        assert_eq!(ParticipantType::parse("ai"), None);
    }
}
