//! The table that somebody is seated at: the oldest that fits.

use super::Filters;
use crate::facts::Facts;
use crate::id::SessionId;
use crate::phase;
use crate::problem::{Allowed, Field};
use crate::session::{Language, MAX_PARTICIPANTS, TableMode, available_seats};
use crate::time::Timestamp;

/// A table that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table<'a> {
    /// Its session.
    pub id: SessionId,
    /// When the session starts.
    pub start_time: Timestamp,
    /// When the table was set.
    pub created_at: Timestamp,
    /// Whether only who was asked may sit there.
    pub is_private: bool,
    /// How people sit.
    pub mode: TableMode,
    /// What is worked on, as it stands.
    pub topic: Option<&'a str>,
    /// What is spoken.
    pub language: Language,
    /// Its seats.
    pub max_seats: u32,
    /// Who sits there now, companions too.
    pub active_participants: u32,
}

impl<'a> Table<'a> {
    /// Reads one of `tables`: `id`, `startTime`, `createdAt`, `isPrivate`, `mode`, `topic`,
    /// `language`, `maxSeats` (absent or `null`: four) and `activeParticipants`.
    pub fn read(table: &mut Facts<'a>) -> Self {
        let id = table.id(Field::Id);
        let start_time = table.instant(Field::StartTime);
        let created_at = table.instant(Field::CreatedAt);
        let is_private = table.truth(Field::IsPrivate);
        let mode = table.choice::<TableMode>(Field::Mode, Allowed::TableModes);
        let topic = table.optional_word(Field::Topic);
        let language = table.choice::<Language>(Field::Language, Allowed::Languages);
        let max_seats = table.count_or(Field::MaxSeats, MAX_PARTICIPANTS, MAX_PARTICIPANTS);
        let active_participants = table.count(Field::ActiveParticipants, u32::MAX);
        Self {
            id: SessionId::new(id),
            start_time,
            created_at,
            is_private,
            mode,
            topic,
            language,
            max_seats,
            active_participants,
        }
    }

    /// Whether somebody with these wishes may sit down for a slot. A topic fits to the letter.
    #[must_use]
    pub fn fits(&self, slot: Timestamp, wanted: &Filters<'_>, now: Timestamp) -> bool {
        self.start_time == slot
            && phase::at(self.start_time, now).is_joinable()
            && !self.is_private
            && wanted.mode.is_none_or(|mode| mode == self.mode)
            && wanted.language.is_none_or(|language| language == self.language)
            && wanted.topic.is_none_or(|topic| self.topic == Some(topic))
            && available_seats(self.max_seats, self.active_participants) > 0
    }
}

/// The table that fits and was set first; of several set at once, the one with the lowest id.
/// None when a new one has to be set.
#[must_use]
pub fn choose(
    tables: &[Table<'_>],
    slot: Timestamp,
    wanted: &Filters<'_>,
    now: Timestamp,
) -> Option<SessionId> {
    let fitting = tables.iter().filter(|table| table.fits(slot, wanted, now));
    fitting.min_by_key(|table| (table.created_at, table.id)).map(|table| table.id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::Uuid;

    fn table(id: u8, created: i64, active: u32) -> Table<'static> {
        Table {
            id: SessionId::new(Uuid::from_bytes([id; 16]).unwrap()),
            start_time: Timestamp::from_unix_millis(0),
            created_at: Timestamp::from_unix_millis(created),
            is_private: false,
            mode: TableMode::Quiet,
            topic: None,
            language: Language::English,
            max_seats: 4,
            active_participants: active,
        }
    }

    proptest! {
        #[test]
        fn the_order_of_the_tables_does_not_matter(
            rows in prop::collection::vec((1..9_u8, 0..3_i64, 2..6_u32), 0..6),
            turn in 0..6_usize,
        ) {
            let mut tables: Vec<_> = rows.iter().map(|(i, c, a)| table(*i, *c, *a)).collect();
            let start = Timestamp::from_unix_millis(0);
            let first = choose(&tables, start, &Filters::default(), start);
            tables.rotate_left(turn.min(rows.len()));
            prop_assert_eq!(choose(&tables, start, &Filters::default(), start), first);
        }
    }
}
