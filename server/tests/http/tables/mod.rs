//! Tables: how people get to them, and how they go.

mod companions;
mod counted;
mod crowd;
mod joining;
mod leaving;
mod matching;
mod refusals;
mod slots;
mod summary;
mod tokens;

use focus_core::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, PEOPLE, send};

const QUICK_MATCH: &str = "/api/v1/sessions/quick-match";

/// Half past nine; the next slot is at ten.
const TEN: &str = "2026-05-01T10:00:00Z";

/// A server whose four people sit nowhere.
async fn free() -> Client {
    let client = Client::start().await;
    client.sql("DELETE FROM session_participants").await;
    client.sql("DELETE FROM sessions").await;
    client
}

/// Has one of the four look for a table.
async fn find(client: &Client, person: usize, body: &Value) -> Answer {
    client.post(QUICK_MATCH, &client.token(person).await, body).await
}

/// Has one of the four find any table at the next slot, which must do; gives its session.
async fn seated(client: &Client, person: usize) -> String {
    let answer = find(client, person, &json!({})).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    id_of(&answer)
}

fn id_of(answer: &Answer) -> String {
    answer.body["session"]["id"].as_str().unwrap().to_owned()
}

/// Posts without a body to a route of a session: `join`, `leave`, `cancel`.
async fn act(client: &Client, person: usize, session: &str, what: &str) -> Answer {
    let path = format!("/api/v1/sessions/{session}/{what}");
    send(client.request(Method::POST, &path).bearer_auth(client.token(person).await)).await
}

async fn look(client: &Client, person: usize, session: &str) -> Answer {
    client.get(&format!("/api/v1/sessions/{session}"), &client.token(person).await).await
}

async fn credits(client: &Client, person: usize) -> i64 {
    let id = PEOPLE[person];
    client.count(&format!("SELECT credits_remaining FROM credits WHERE user_id = '{id}'")).await
}

async fn give(client: &Client, person: usize, credits: i64) {
    let id = PEOPLE[person];
    client
        .sql(&format!("UPDATE credits SET credits_remaining = {credits} WHERE user_id = '{id}'"))
        .await;
}

/// The lines of one of the four in the ledger.
async fn ledger(client: &Client, person: usize) -> Vec<(String, String)> {
    let id = PEOPLE[person];
    let query = format!(
        "SELECT transaction_type, CAST(amount AS TEXT) FROM credit_transactions
         WHERE user_id = '{id}' AND related_session_id IS NOT NULL ORDER BY created_at, id"
    );
    let rows = client.server.database().rows(&query);
    let text = |cell: &Option<String>| cell.clone().unwrap();
    rows.await.iter().map(|row| (text(&row[0]), text(&row[1]))).collect()
}

/// Every balance is what an account begins with and what the ledger says.
async fn assert_balanced(client: &Client, begun_with: i64) {
    let odd = format!(
        "SELECT COUNT(*) FROM credits c WHERE c.credits_remaining <> {begun_with} + COALESCE(
             (SELECT CAST(SUM(t.amount) AS BIGINT) FROM credit_transactions t
              WHERE t.user_id = c.user_id), 0)"
    );
    assert_eq!(client.count(&odd).await, 0);
}

/// A table that nobody sits at, behind the server's back.
struct Made {
    id: &'static str,
    start: &'static str,
    created: &'static str,
    max_seats: u32,
    is_private: bool,
    fill_ai: bool,
}

impl Default for Made {
    fn default() -> Self {
        Self {
            id: "0190f4a0-0000-7000-8000-00000000000a",
            start: TEN,
            created: "2026-05-01T08:00:00Z",
            max_seats: 4,
            is_private: false,
            fill_ai: true,
        }
    }
}

async fn make(client: &Client, table: Made) -> &'static str {
    let database = client.server.database();
    let instant = |text: &str| database.instant(Timestamp::parse(text).unwrap());
    let flag = |flag: bool| match (database.is_sqlite(), flag) {
        (true, flag) => u8::from(flag).to_string(),
        (false, flag) => flag.to_string(),
    };
    let Made { id, max_seats, .. } = table;
    let start = instant(table.start);
    let created = instant(table.created);
    let (is_private, fill_ai) = (flag(table.is_private), flag(table.fill_ai));
    let end = Timestamp::parse(table.start).unwrap().plus_millis(55 * 60_000);
    let end = database.instant(end);
    client
        .sql(&format!(
            "INSERT INTO sessions (id, start_time, end_time, mode, language, livekit_room_name,
                 is_private, fill_ai, max_seats, created_at, updated_at)
             VALUES ('{id}', {start}, {end}, 'forced_audio', 'en', 'room-{id}', {is_private},
                 {fill_ai}, {max_seats}, {created}, {created})"
        ))
        .await;
    id
}
