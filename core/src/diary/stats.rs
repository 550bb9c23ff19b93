//! The diary's numbers.

use crate::facts::Facts;
use crate::problem::Field;
use crate::settlement::{Presence, focus_minutes};
use crate::streak::week_start;
use crate::time::Timestamp;

/// A seat that somebody took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attended {
    /// When they took it.
    pub joined_at: Timestamp,
    /// How long they were there.
    pub presence: Presence,
}

impl Attended {
    /// Reads `joinedAt` and what [`Presence::read`] reads.
    pub fn read(facts: &mut Facts<'_>) -> Self {
        let joined_at = facts.instant(Field::JoinedAt);
        let presence = Presence::read(facts);
        Self { joined_at, presence }
    }
}

/// Focus minutes of the seats taken since the week began, Monday midnight UTC included: of each
/// session as many as [`focus_minutes`] says, so at most 45.
#[must_use]
pub fn weekly_focus_minutes(seats: &[Attended], now: Timestamp) -> u32 {
    let since = week_start(now);
    let seats = seats.iter().filter(|seat| seat.joined_at >= since);
    seats.fold(0, |sum, seat| sum.saturating_add(focus_minutes(&seat.presence)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn only_seats_of_the_week_count(offset in -1_000_000_i64..1_000_000, minutes in 1..100_u32) {
            let monday = Timestamp::parse("2026-04-27T00:00:00Z").unwrap();
            let joined_at = Timestamp::from_unix_micros(monday.unix_micros() + offset);
            let presence = Presence {
                start_time: joined_at,
                total_active_minutes: minutes,
                connected_at: None,
                disconnected_at: None,
            };
            let sum = weekly_focus_minutes(
                &[Attended { joined_at, presence }; 2],
                monday.plus_millis(86_400_000),
            );
            prop_assert_eq!(sum, if offset < 0 { 0 } else { 2 * minutes.min(45) });
        }
    }
}
