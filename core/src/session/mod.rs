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
use crate::words::word_set;

/// Seats of a table unless it says otherwise.
pub const MAX_PARTICIPANTS: u32 = 4;

word_set! {
    /// Who sits on a seat.
    ParticipantType {
        /// A person.
        Human "human",
        /// A companion that the product plays.
        AiCompanion "ai_companion",
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
