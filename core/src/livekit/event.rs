//! What a room tells, and what of it changes something.

use crate::id::UserId;
use crate::json::Value;
use crate::problem::Field;
use crate::settlement::{ConnectionEvent, SettlementTrigger};

/// What changes, in which room. When is for the host to say: the instant at which it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomChange<'a> {
    /// Somebody came or went: for [`Connection::apply`](crate::settlement::Connection::apply).
    Connection {
        /// The room's name.
        room: &'a str,
        /// Who.
        user_id: UserId,
        /// What they did.
        event: ConnectionEvent,
    },
    /// The room is closed: for [`is_due`](crate::settlement::is_due).
    Settlement {
        /// The room's name.
        room: &'a str,
        /// What asks.
        trigger: SettlementTrigger,
    },
}

/// What an event of the rooms changes: `participant_joined`, `participant_left` and `room_finished`
/// do something, and every other kind nothing. Nor does an event without a room, one of somebody
/// whose identity is no user's id, or anything that is no event; it is not refused, because it would
/// only be sent again.
#[must_use]
pub fn change(event: Value<'_>) -> Option<RoomChange<'_>> {
    let text = |field, member| {
        let text = event.member_of(field)?.member_of(member)?.as_text();
        text.filter(|text| !text.is_empty())
    };
    let room = text(Field::Room, Field::Name)?;
    let kind = match event.member_of(Field::Event)?.as_text()? {
        "participant_joined" => ConnectionEvent::Joined,
        "participant_left" => ConnectionEvent::Left,
        "room_finished" => {
            return Some(RoomChange::Settlement { room, trigger: SettlementTrigger::RoomFinished });
        }
        _ => return None,
    };
    let user_id = UserId::parse(text(Field::Participant, Field::Identity)?)?;
    Some(RoomChange::Connection { room, user_id, event: kind })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json;

    proptest! {
        #[test]
        fn no_other_kind_changes_anything(kind in "[a-z_]{0,20}") {
            prop_assume!(!["participant_joined", "participant_left", "room_finished"]
                .contains(&kind.as_str()));
            let event = format!(
                r#"{{"event": "{kind}", "room": {{"name": "r"}}, "participant":
                {{"identity": "0190f4a0-1c00-7000-8000-0000000000a1"}}}}"#
            );
            let event = json::read(&event).unwrap();
            prop_assert_eq!(change(event.root()), None);
        }
    }
}
