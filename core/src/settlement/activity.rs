//! How long somebody was in the room: stretches are added up, and cut to minutes once.
//!
//! Instants are cut to whole milliseconds first, as phases are, and nothing is cut afterwards until
//! minutes are asked for. So coming and going often costs nobody a minute.

use crate::facts::Facts;
use crate::problem::Field;
use crate::time::Timestamp;
use crate::words::word_set;

word_set! {
    /// What the room says of somebody.
    ConnectionEvent {
        /// They came.
        Joined "joined",
        /// They went.
        Left "left",
    }
}

/// Somebody's connection to the room of a session, and the time that it added up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// Milliseconds of stretches that are over; more than 49 days are told as that.
    pub active_ms: u32,
    /// When the last stretch began.
    pub connected_at: Option<Timestamp>,
    /// When it was over; none while it lasts.
    pub disconnected_at: Option<Timestamp>,
    /// How often they went.
    pub disconnects: u32,
}

impl Connection {
    /// Reads `activeMs`, `connectedAt`, `disconnectedAt` and `disconnects`, each of which may be
    /// absent or `null`.
    pub fn read(facts: &mut Facts<'_>) -> Self {
        let active_ms = facts.count_or(Field::ActiveMs, u32::MAX, 0);
        let connected_at = facts.optional_instant(Field::ConnectedAt);
        let disconnected_at = facts.optional_instant(Field::DisconnectedAt);
        let disconnects = facts.count_or(Field::Disconnects, u32::MAX, 0);
        Self { active_ms, connected_at, disconnected_at, disconnects }
    }

    /// Whether they are in the room.
    #[must_use]
    pub const fn is_connected(&self) -> bool {
        self.connected_at.is_some() && self.disconnected_at.is_none()
    }

    /// Whole minutes of the stretches that are over.
    #[must_use]
    pub const fn total_active_minutes(&self) -> u32 {
        self.active_ms / 60_000
    }

    /// What it is after an event at `now`. An event that is told twice changes nothing: who is in
    /// the room cannot come, and who is not cannot go.
    #[must_use]
    pub fn apply(self, event: ConnectionEvent, now: Timestamp) -> Self {
        match (event, self.connected_at.filter(|_| self.is_connected())) {
            (ConnectionEvent::Joined, None) => {
                Self { connected_at: Some(now), disconnected_at: None, ..self }
            }
            (ConnectionEvent::Left, Some(since)) => {
                let stretch = (now.unix_millis() - since.unix_millis()).max(0);
                let stretch = u32::try_from(stretch).unwrap_or(u32::MAX);
                Self {
                    active_ms: self.active_ms.saturating_add(stretch),
                    disconnected_at: Some(now),
                    disconnects: self.disconnects.saturating_add(1),
                    ..self
                }
            }
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ConnectionEvent::{Joined, Left};
    use super::*;

    proptest! {
        #[test]
        fn repeated_events_change_nothing_and_no_time_is_lost(
            steps in prop::collection::vec(0..200_000_i64, 0..12),
        ) {
            let (mut once, mut twice) = (Connection::default(), Connection::default());
            let (mut now, mut inside) = (Timestamp::from_unix_millis(0), 0);
            for (place, step) in steps.iter().enumerate() {
                now = now.plus_millis(*step);
                let event = if place % 2 == 0 { Joined } else { Left };
                inside += if event == Left { *step } else { 0 };
                once = once.apply(event, now);
                twice = twice.apply(event, now).apply(event, now.plus_millis(1));
            }
            prop_assert_eq!(once, twice);
            prop_assert_eq!(i64::from(once.active_ms), inside);
            prop_assert_eq!(i64::from(once.total_active_minutes()), inside / 60_000);
        }
    }
}
