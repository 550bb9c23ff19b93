//! What must hold between rows that no key and no constraint holds together, each as a query for
//! the rows that break it.

use std::fmt::Write as _;

use focus_core::credit::STARTING_CREDITS;

use super::engine::{OpenError, Postgres, Sqlite};
use super::{Engine, Result, Row, Snapshot, Sql, Store, StoreError, Value};
use crate::clock::Clock;
use crate::config::DatabaseSettings;

/// Something that must hold.
pub(crate) struct Check {
    /// What, in words.
    pub(crate) name: &'static str,
    /// Finds the rows that break it.
    sql: Sql,
    values: &'static [u32],
    /// What is told of such a row: ids first, then numbers, each a label with its column.
    ids: &'static [(&'static str, &'static str)],
    numbers: &'static [&'static str],
}

impl Check {
    const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql: Sql::each(sql, sql), values: &[], ids: &[], numbers: &[] }
    }

    const fn telling(
        self,
        ids: &'static [(&'static str, &'static str)],
        numbers: &'static [&'static str],
    ) -> Self {
        Self { ids, numbers, ..self }
    }

    /// One line on a row: ids and numbers, nothing about a person.
    fn told(&self, row: &Row) -> Result<String> {
        let mut line = String::new();
        for (label, column) in self.ids {
            let id = row.maybe_id(column)?.map_or_else(|| "nobody".to_owned(), String::from);
            let comma = if line.is_empty() { "" } else { ", " };
            // Writing into a text never fails.
            let _ = write!(line, "{comma}{label} {id}");
        }
        for (at, column) in self.numbers.iter().enumerate() {
            let mark = if at == 0 { ": " } else { ", " };
            let _ = write!(line, "{mark}{column} {}", row.integer(column)?);
        }
        Ok(line)
    }
}

const USER: (&str, &str) = ("user", "user_id");
const SESSION: (&str, &str) = ("session", "session_id");

/// Everything that is checked, in order.
pub(crate) const CHECKS: [Check; 12] = [
    Check {
        values: &[STARTING_CREDITS],
        ..Check::new(
            "credits: every balance is what an account begins with and the sum of its ledger",
            "SELECT c.user_id, c.credits_remaining AS balance,
                 CAST($1 AS BIGINT) + COALESCE(CAST(SUM(t.amount) AS BIGINT), 0) AS expected
             FROM credits c LEFT JOIN credit_transactions t ON t.user_id = c.user_id
             GROUP BY c.user_id, c.credits_remaining
             HAVING c.credits_remaining
                 <> CAST($1 AS BIGINT) + COALESCE(CAST(SUM(t.amount) AS BIGINT), 0)
             ORDER BY c.user_id",
        )
        .telling(&[USER], &["balance", "expected"])
    },
    Check::new(
        "gifts: each has two sides of one amount",
        "SELECT giver, taker, CAST(amount AS BIGINT) AS amount,
             CAST(SUM(sent) AS BIGINT) AS sent, CAST(SUM(received) AS BIGINT) AS received
         FROM (SELECT user_id AS giver, related_user_id AS taker, -amount AS amount, created_at,
                   1 AS sent, 0 AS received
               FROM credit_transactions WHERE transaction_type = 'gift_sent'
               UNION ALL
               SELECT related_user_id, user_id, amount, created_at, 0, 1
               FROM credit_transactions WHERE transaction_type = 'gift_received') sides
         GROUP BY giver, taker, amount, created_at
         HAVING SUM(sent) <> SUM(received) OR amount <= 0 OR giver IS NULL OR taker IS NULL
         ORDER BY giver, taker, created_at",
    )
    .telling(&[("giver", "giver"), ("taker", "taker")], &["amount", "sent", "received"]),
    Check::new(
        "essence: every balance is the sum of its ledger, and what was earned less what was spent",
        "SELECT e.user_id, e.balance, COALESCE(CAST(SUM(t.amount) AS BIGINT), 0) AS expected,
             e.total_earned AS earned, e.total_spent AS spent
         FROM furniture_essence e LEFT JOIN essence_transactions t ON t.user_id = e.user_id
         GROUP BY e.user_id, e.balance, e.total_earned, e.total_spent
         HAVING e.balance <> COALESCE(CAST(SUM(t.amount) AS BIGINT), 0)
             OR e.balance <> e.total_earned - e.total_spent
         ORDER BY e.user_id",
    )
    .telling(&[USER], &["balance", "expected", "earned", "spent"]),
    Check::new(
        "ledgers: every line is an account's",
        "SELECT user_id FROM credit_transactions t
         WHERE NOT EXISTS (SELECT 1 FROM credits c WHERE c.user_id = t.user_id)
         UNION SELECT user_id FROM essence_transactions t
         WHERE NOT EXISTS (SELECT 1 FROM furniture_essence e WHERE e.user_id = t.user_id)
         ORDER BY user_id",
    )
    .telling(&[USER], &[]),
    Check::new(
        "seats: none is taken twice",
        "SELECT session_id, CAST(seat_number AS BIGINT) AS seat, COUNT(*) AS people
         FROM session_participants WHERE left_at IS NULL
         GROUP BY session_id, seat_number HAVING COUNT(*) > 1 ORDER BY session_id, seat_number",
    )
    .telling(&[SESSION], &["seat", "people"]),
    Check::new(
        "seats: nobody has two at one time",
        "SELECT p.user_id, p.session_id
         FROM session_participants p JOIN sessions s ON s.id = p.session_id
         WHERE p.left_at IS NULL AND EXISTS (
             SELECT 1 FROM session_participants q JOIN sessions r ON r.id = q.session_id
             WHERE q.user_id = p.user_id AND q.left_at IS NULL AND r.start_time = s.start_time
                 AND q.id <> p.id)
         ORDER BY p.user_id, p.session_id",
    )
    .telling(&[USER, SESSION], &[]),
    Check::new(
        "seats: every number is one of its table's",
        "SELECT p.session_id, CAST(p.seat_number AS BIGINT) AS seat,
             CAST(s.max_seats AS BIGINT) AS seats
         FROM session_participants p JOIN sessions s ON s.id = p.session_id
         WHERE p.seat_number < 1 OR p.seat_number > s.max_seats
         ORDER BY p.session_id, p.seat_number",
    )
    .telling(&[SESSION], &["seat", "seats"]),
    Check::new(
        "seats: each is a known session's, and every human is a known user",
        "SELECT p.session_id, p.user_id, CAST(p.seat_number AS BIGINT) AS seat
         FROM session_participants p LEFT JOIN sessions s ON s.id = p.session_id
         LEFT JOIN users u ON u.id = p.user_id
         WHERE s.id IS NULL OR (p.participant_type = 'human') <> (u.id IS NOT NULL)
             OR (p.user_id IS NOT NULL AND u.id IS NULL)
         ORDER BY p.session_id, p.seat_number",
    )
    .telling(&[SESSION, USER], &["seat"]),
    Check::new(
        "ratings: nobody rated somebody twice in a session",
        "SELECT session_id, rater_id, ratee_id, COUNT(*) AS ratings FROM ratings
         GROUP BY session_id, rater_id, ratee_id HAVING COUNT(*) > 1
         ORDER BY session_id, rater_id, ratee_id",
    )
    .telling(&[SESSION, ("rater", "rater_id"), ("ratee", "ratee_id")], &["ratings"]),
    Check::new(
        "ratings: both are other people and had a seat",
        "SELECT r.session_id, r.rater_id, r.ratee_id FROM ratings r
         WHERE r.rater_id = r.ratee_id
             OR NOT EXISTS (SELECT 1 FROM session_participants p
                            WHERE p.session_id = r.session_id AND p.user_id = r.rater_id)
             OR NOT EXISTS (SELECT 1 FROM session_participants p
                            WHERE p.session_id = r.session_id AND p.user_id = r.ratee_id)
         ORDER BY r.session_id, r.rater_id, r.ratee_id",
    )
    .telling(&[SESSION, ("rater", "rater_id"), ("ratee", "ratee_id")], &[]),
    Check::new(
        "pending ratings: who owes them had a seat",
        "SELECT p.user_id, p.session_id FROM pending_ratings p
         WHERE NOT EXISTS (SELECT 1 FROM session_participants s
                           WHERE s.session_id = p.session_id AND s.user_id = p.user_id)
         ORDER BY p.user_id, p.session_id",
    )
    .telling(&[USER, SESSION], &[]),
    Check {
        sql: Sql::each(
            "SELECT p.user_id, p.session_id, ratee.value AS ratee_id
             FROM pending_ratings p, json_each(p.rateable_user_ids) ratee
             WHERE ratee.value = p.user_id
                 OR NOT EXISTS (SELECT 1 FROM session_participants s
                                WHERE s.session_id = p.session_id AND s.user_id = ratee.value)
             ORDER BY p.user_id, p.session_id",
            "SELECT p.user_id, p.session_id, ratee.value AS ratee_id
             FROM pending_ratings p CROSS JOIN LATERAL unnest(p.rateable_user_ids) ratee (value)
             WHERE ratee.value = p.user_id
                 OR NOT EXISTS (SELECT 1 FROM session_participants s
                                WHERE s.session_id = p.session_id AND s.user_id = ratee.value)
             ORDER BY p.user_id, p.session_id",
        ),
        ..Check::new("pending ratings: whom they are about are others, who had a seat", "")
            .telling(&[USER, SESSION, ("ratee", "ratee_id")], &[])
    },
];

impl Store {
    /// Opens a database to look into it: it is neither made, migrated nor written.
    ///
    /// # Errors
    /// When it is away, not ours, or of another schema than this release's.
    pub(crate) async fn open_to_look(
        settings: &DatabaseSettings,
        clock: Clock,
    ) -> std::result::Result<Self, OpenError> {
        let engine: Box<dyn Engine> = match settings {
            DatabaseSettings::Sqlite(settings) => Box::new(Sqlite::open_to_look(settings).await?),
            DatabaseSettings::Postgres(settings) => {
                Box::new(Postgres::open_to_look(settings).await?)
            }
        };
        Ok(Self::on(engine, clock))
    }
}

impl Snapshot {
    /// Lets statements take as long as they need, until this snapshot is dropped.
    pub(crate) async fn be_patient(&mut self) -> Result<()> {
        let sql = Sql::each("SELECT 1", "SET LOCAL statement_timeout = 0");
        self.connection.execute(sql, Vec::new()).await.map(drop)
    }

    /// A line for each row that breaks what is checked.
    pub(crate) async fn findings(&mut self, check: &Check) -> Result<Vec<String>> {
        let values = check.values.iter().map(|value| Value::from(*value)).collect();
        let rows = self.rows(check.sql, values).await?;
        rows.iter().map(|row| check.told(row)).collect::<std::result::Result<_, StoreError>>()
    }
}
