//! Users with credits, and sessions of four, some of them at the next slots.

use focus_core::Timestamp;
use focus_server::testing::TestDatabase;

pub(crate) const ISSUER: &str = "https://issuer.test";
const SEATS: usize = 4;

/// What stands in the database.
#[derive(Clone, Copy)]
pub(crate) struct Fill {
    pub(crate) users: usize,
    pub(crate) sessions: usize,
    /// How many of the sessions are at each of the next slots.
    pub(crate) at_each_slot: usize,
}

impl Fill {
    pub(crate) fn user_id(user: usize) -> String {
        format!("00000001-0000-4000-8000-{user:012x}")
    }

    pub(crate) fn session_id(session: usize) -> String {
        format!("00000002-0000-4000-8000-{session:012x}")
    }

    /// The first of the sessions begin at the next slots in turn, the others in the year before.
    pub(crate) async fn write(self, database: &TestDatabase, slots: &[Timestamp]) {
        let is_sqlite = database.is_sqlite();
        let id = |kind: u32, number: &str| {
            if is_sqlite {
                format!("printf('{kind:08x}-0000-4000-8000-%012x', {number})")
            } else {
                format!("('{kind:08x}-0000-4000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid")
            }
        };
        let text = |id: &str| if is_sqlite { id.to_owned() } else { format!("({id})::text") };
        let with = |count: usize| {
            if is_sqlite {
                format!(
                    "WITH RECURSIVE s(n) AS
                     (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {count} - 1)"
                )
            } else {
                format!("WITH s(n) AS (SELECT generate_series(0, {count} - 1))")
            }
        };
        let micros = |expression: &str| {
            if is_sqlite {
                format!("({expression})")
            } else {
                format!("(timestamptz 'epoch' + ({expression}) * interval '1 microsecond')")
            }
        };
        let now = database.instant(slots[0]);
        let (first, count) = (slots[0].unix_micros(), slots.len());
        let start = micros(&format!(
            "CASE WHEN n < {near} THEN {first} + (n % {count}) * CAST(1800000000 AS BIGINT)
             ELSE {first} - 86400000000 - n * CAST(1800000000 AS BIGINT) END",
            near = self.at_each_slot * count,
        ));
        let (user, session) = (id(1, "n"), id(2, "n"));
        let (name, room) = (text(&user), text(&session));
        let seat = id(3, &format!("(n * {SEATS} + m.column1)"));
        let member = id(1, &format!("((n * {SEATS} + m.column1) % {})", self.users));
        for statement in [
            format!(
                "INSERT INTO users (id, issuer, subject, email, username, created_at, updated_at)
                 {} SELECT {user}, '{ISSUER}', {name}, '', {name}, {now}, {now} FROM s",
                with(self.users),
            ),
            format!(
                "INSERT INTO credits (id, user_id, tier, credits_remaining, credit_cycle_start,
                     referral_code, created_at, updated_at)
                 {} SELECT {user}, {user}, 'free', 2, {now}, {name}, {now}, {now} FROM s",
                with(self.users),
            ),
            format!(
                "INSERT INTO sessions (id, start_time, end_time, mode, language, livekit_room_name,
                     created_at, updated_at)
                 {} SELECT {session}, {start}, {start}, 'quiet', 'en', {room}, {now}, {now} FROM s",
                with(self.sessions),
            ),
            format!(
                "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                     seat_number, joined_at, created_at, updated_at)
                 {} SELECT {seat}, {session}, {member}, 'human', m.column1 + 1, {now}, {now}, {now}
                 FROM s CROSS JOIN (VALUES (0), (1), (2), (3)) AS m",
                with(self.sessions),
            ),
            "ANALYZE".to_owned(),
        ] {
            database.execute(&statement).await;
        }
    }
}
