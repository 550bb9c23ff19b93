//! Users, past sessions with ratings, and sessions that wait to be rated.

/// Ratings that every user has received.
const PER_USER: usize = 50;
const SEATS: usize = 4;
/// Ratings of a session in which everybody rates everybody.
const PER_SESSION: usize = SEATS * (SEATS - 1);
/// Sessions that wait to be rated, by each of their four.
const WAITING: usize = 10_000;

/// What stands in the database.
pub(crate) struct Fill {
    pub(crate) users: usize,
    past: usize,
}

impl Fill {
    pub(crate) fn of(ratings: usize) -> Self {
        Self { users: ratings / PER_USER, past: ratings / PER_SESSION }
    }

    /// Requests to rate that there can be.
    pub(crate) const fn rates(&self) -> usize {
        // Few users would owe more ratings than anybody does.
        let waiting = if WAITING < 10 * self.users { WAITING } else { 10 * self.users };
        waiting * SEATS
    }

    /// Who sits on a seat of a session: four in a row.
    pub(crate) const fn user(&self, session: usize, seat: usize) -> usize {
        (session * SEATS + seat) % self.users
    }

    pub(crate) fn user_id(user: usize) -> String {
        format!("00000001-0000-4000-8000-{user:012x}")
    }

    pub(crate) fn waiting_id(session: usize) -> String {
        format!("00000003-0000-4000-8000-{session:012x}")
    }

    /// The statements that make it all. `n` counts up, `id(k)` is an id of kind `k`.
    pub(crate) fn statements(&self, engine: &str) -> Vec<String> {
        let is_sqlite = engine == "sqlite";
        let id = |kind: u32, number: &str| {
            if is_sqlite {
                format!("printf('{kind:08x}-0000-4000-8000-%012x', {number})")
            } else {
                format!("('{kind:08x}-0000-4000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid")
            }
        };
        // Days, or minutes, before now.
        let ago = |minutes: &str| {
            if is_sqlite {
                format!("((unixepoch() - 60 * ({minutes})) * 1000000)")
            } else {
                format!("(now() - ({minutes}) * interval '1 minute')")
            }
        };
        let series = |name: &str, count: usize| {
            if is_sqlite {
                format!(
                    "{name}(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM {name} WHERE n < {count} - 1)"
                )
            } else {
                format!("{name}(n) AS (SELECT generate_series(0, {count} - 1))")
            }
        };
        let with = |count: usize| format!("WITH RECURSIVE {}", series("s", count));
        let members = "(VALUES (0), (1), (2), (3))";
        let member = |session: &str, seat: &str| {
            id(1, &format!("(({session} * {SEATS} + {seat}) % {})", self.users))
        };
        let text = |expression: &str| {
            if is_sqlite { expression.to_owned() } else { format!("({expression})::text") }
        };
        let (past, users, waiting) = (self.past, self.users, self.rates() / SEATS);
        let session = |kind: u32, count: usize, start: &str| {
            let (with, id) = (with(count), id(kind, "n"));
            format!(
                "INSERT INTO sessions (id, start_time, end_time, mode, language, livekit_room_name,
                     settled_at, created_at, updated_at)
                 {with} SELECT {id}, {start}, {start}, 'quiet', 'en', {name}, {now}, {now}, {now}
                 FROM s",
                name = text(&id),
                now = ago("0"),
            )
        };
        let seats = |kind: u32, count: usize| {
            let with = with(count);
            format!(
                "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                     seat_number, joined_at, created_at, updated_at)
                 {with} SELECT {row}, {id}, {user}, 'human', m.column1 + 1, {now}, {now}, {now}
                 FROM s CROSS JOIN {members} AS m",
                row = id(kind + 16, "(n * 4 + m.column1)"),
                id = id(kind, "n"),
                user = member("n", "m.column1"),
                now = ago("0"),
            )
        };
        let full = if is_sqlite { "10000" } else { "100" };
        let weight = if is_sqlite { "100" } else { "1" };
        let now = ago("0");
        let others = |n: &str, m: &str| {
            let ids = (1..SEATS).map(|step| member(n, &format!("(({m} + {step}) % 4)")));
            let ids: Vec<_> = ids.collect();
            if is_sqlite {
                format!("json_array({})", ids.join(", "))
            } else {
                format!("ARRAY[{}]", ids.join(", "))
            }
        };
        // A year of sessions, evenly.
        let start = ago(&format!("3 * 1440 + (n * 360 / {past}) * 1440"));
        vec![
            format!(
                "INSERT INTO users (id, issuer, subject, email, username, created_at, updated_at)
                 {} SELECT {id}, 'http://localhost/dev', {name}, '', {name}, {now}, {now} FROM s",
                with(users),
                id = id(1, "n"),
                name = text(&id(1, "n")),
            ),
            format!(
                "INSERT INTO credits (id, user_id, tier, credits_remaining, credit_cycle_start,
                     referral_code, created_at, updated_at)
                 {} SELECT {id}, {id}, 'free', 2, {now}, {name}, {now}, {now} FROM s",
                with(users),
                id = id(1, "n"),
                name = text(&id(1, "n")),
            ),
            session(2, past, &start),
            seats(2, past),
            format!(
                "INSERT INTO ratings (id, session_id, rater_id, ratee_id, rating,
                     rater_reliability_at_time, weight, created_at, updated_at)
                 {} SELECT {row}, {id}, {rater}, {ratee}, 'green', {full}, {weight}, {start}, {start}
                 FROM s CROSS JOIN {members} AS m CROSS JOIN {members} AS o
                 WHERE m.column1 <> o.column1",
                with(past),
                row = id(4, "(n * 16 + m.column1 * 4 + o.column1)"),
                id = id(2, "n"),
                rater = member("n", "m.column1"),
                ratee = member("n", "o.column1"),
            ),
            session(3, waiting, &ago("60")),
            seats(3, waiting),
            format!(
                "INSERT INTO pending_ratings (id, session_id, user_id, rateable_user_ids,
                     expires_at, created_at, updated_at)
                 {} SELECT {row}, {id}, {user}, {others}, {expires}, {now}, {now}
                 FROM s CROSS JOIN {members} AS m",
                with(waiting),
                row = id(5, "(n * 4 + m.column1)"),
                id = id(3, "n"),
                user = member("n", "m.column1"),
                others = others("n", "m.column1"),
                expires = ago("-2000"),
            ),
            "ANALYZE".to_owned(),
        ]
    }
}
