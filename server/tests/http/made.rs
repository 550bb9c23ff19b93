//! Sessions that were, made behind the server's back.

use focus_core::Timestamp;

use crate::support::{Client, MINUTE, PEOPLE};

/// The id of a made session.
pub(crate) fn session_id(number: u32) -> String {
    format!("0190f4a0-0000-7000-8000-0000{number:08x}")
}

/// The id of a person's seat in a made session.
fn seat_id(number: u32, person: usize) -> String {
    format!("0190f4a0-0000-7000-900{person}-0000{number:08x}")
}

impl Client {
    /// A session that starts then, with these of the four; each was there for so many minutes.
    pub(crate) async fn made(&self, number: u32, start: Timestamp, there: &[(usize, i64)]) {
        let (id, database) = (session_id(number), self.server.database());
        let (start, end) =
            (database.instant(start), database.instant(focus_core::phase::session_end(start)));
        self.sql(&format!(
            "INSERT INTO sessions (id, start_time, end_time, mode, language, livekit_room_name,
                 created_at, updated_at)
             VALUES ('{id}', {start}, {end}, 'quiet', 'en', 'made-{number}', {start}, {start})"
        ))
        .await;
        for (person, minutes) in there {
            let (seat, user) = (seat_id(number, *person), PEOPLE[*person]);
            let (place, active_ms) = (person + 1, minutes * MINUTE);
            self.sql(&format!(
                "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                     seat_number, joined_at, active_ms, created_at, updated_at)
                 VALUES ('{seat}', '{id}', '{user}', 'human', {place}, {start}, {active_ms},
                     {start}, {start})"
            ))
            .await;
        }
    }

    /// Changes the seat of a person in a made session.
    pub(crate) async fn set_seat(&self, number: u32, person: usize, what: &str) {
        let seat = seat_id(number, person);
        self.sql(&format!("UPDATE session_participants SET {what} WHERE id = '{seat}'")).await;
    }

    /// A number of a person's, out of a table with a row for each.
    pub(crate) async fn number(&self, table: &str, column: &str, person: usize) -> i64 {
        let key = if table == "users" { "id" } else { "user_id" };
        let user = PEOPLE[person];
        self.count(&format!("SELECT {column} FROM {table} WHERE {key} = '{user}'")).await
    }
}
