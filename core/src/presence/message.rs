//! What tablemates tell each other: one message, written and read.

use alloc::string::{String, ToString};

use super::PresenceState;
use crate::id::UserId;
use crate::json::{self, Shape};
use crate::problem::Field;
use crate::time::Timestamp;

/// The `type` of the message.
pub const PRESENCE_MESSAGE_TYPE: &str = "presence";

/// Somebody's presence as told by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who.
    pub user_id: UserId,
    /// Whether they are there.
    pub presence_state: PresenceState,
    /// Whether they type.
    pub is_typing: bool,
    /// When they told it, by their own clock.
    pub timestamp: Timestamp,
}

impl Message {
    /// The message as JSON text, on one line; its timestamp is in whole milliseconds.
    #[must_use]
    pub fn write(&self) -> String {
        let Self { user_id, presence_state, is_typing, timestamp } = self;
        let millis = timestamp.unix_millis().to_string();
        [
            "{\"type\":\"",
            PRESENCE_MESSAGE_TYPE,
            "\",\"userId\":\"",
            &user_id.to_string(),
            "\",\"presenceState\":\"",
            presence_state.as_str(),
            "\",\"isTyping\":",
            if *is_typing { "true" } else { "false" },
            ",\"timestamp\":",
            &millis,
            "}",
        ]
        .concat()
    }

    /// Reads a message. None for what is no such message, and for that of `own`, since some rooms send
    /// one's own back. Members that nobody knows do not disturb.
    #[must_use]
    pub fn read(text: &str, own: Option<UserId>) -> Option<Self> {
        let document = json::read(text).ok()?;
        let message = document.root();
        let text = |field| message.member_of(field)?.as_text();
        if text(Field::Type)? != PRESENCE_MESSAGE_TYPE {
            return None;
        }
        let user_id = UserId::parse(text(Field::UserId)?)?;
        let presence_state = PresenceState::parse(text(Field::PresenceState)?)?;
        let Shape::Bool(is_typing) = message.field(Field::IsTyping) else { return None };
        let Shape::Number(timestamp) = message.field(Field::Timestamp) else { return None };
        let timestamp = Timestamp::from_unix_ms_number(timestamp.value)?;
        let found = Self { user_id, presence_state, is_typing, timestamp };
        (own != Some(user_id)).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::Uuid;

    proptest! {
        #[test]
        fn a_message_comes_back_as_it_went_to_everybody_else(
            id in any::<[u8; 16]>().prop_filter_map("not nil", Uuid::from_bytes),
            presence_state in prop::sample::select(PresenceState::ALL),
            is_typing: bool,
            millis in -8_640_000_000_000_000_i64..=8_640_000_000_000_000,
        ) {
            let timestamp = Timestamp::from_unix_millis(millis);
            let message = Message { user_id: UserId::new(id), presence_state, is_typing, timestamp };
            let text = message.write();
            prop_assert_eq!(Message::read(&text, None), Some(message));
            prop_assert_eq!(Message::read(&text, Some(message.user_id)), None);
            prop_assert_eq!(Message::read(text.get(1..).unwrap(), None), None);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text: String) {
            prop_assert_eq!(Message::read(&text, None), None);
        }
    }
}
