//! A live table.

use std::collections::VecDeque;
use std::time::Duration;

use focus_server::testing::{Options, START};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::reached;
use crate::support::{Client, MINUTE, NOBODY, PEOPLE, send};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(10);

struct Stream {
    response: Response,
    text: String,
    events: VecDeque<(String, Value)>,
}

impl Stream {
    async fn open(client: &Client, table: &str, token: &str) -> Self {
        let path = format!("/api/v1/sessions/{table}/events");
        let response = client.request(Method::GET, &path).bearer_auth(token).send().await.unwrap();
        assert_eq!(response.status(), 200);
        reached::note(&Method::GET, "/api/v1/sessions/{id}/events", 200, "");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self { response, text: String::new(), events: VecDeque::new() }
    }

    /// The next event; none when the stream is over.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some(event);
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await;
            let chunk = chunk.unwrap().unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                if let Some(event) = event.strip_prefix("event: ") {
                    let (name, data) = event.split_once("\ndata: ").unwrap();
                    self.events.push_back((name.to_owned(), serde_json::from_str(data).unwrap()));
                }
                self.text = rest.to_owned();
            }
        }
    }

    /// The next event of this name.
    async fn wait(&mut self, name: &str) -> Value {
        loop {
            let (found, data) = self.next().await.unwrap();
            if found == name {
                return data;
            }
        }
    }
}

#[tokio::test]
async fn a_live_table_tells_all_of_it_and_then_what_changed() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let whole = client.get(&format!("/api/v1/sessions/{table}"), &token).await.body;
    let mut stream = Stream::open(&client, &table, &token).await;
    for person in 0..4 {
        let seat = stream.next().await.unwrap();
        assert_eq!(seat, ("seat".to_owned(), whole["participants"][person].clone()));
        let presence = json!({"user_id": PEOPLE[person], "is_connected": false});
        assert_eq!(stream.next().await.unwrap(), ("presence".to_owned(), presence));
    }
    let phase = stream.wait("phase").await;
    assert_eq!(phase["current_phase"], "setup");
    assert_eq!(phase["phase_started_at"], whole["phase_started_at"]);
    client.advance(3 * MINUTE).await;
    let phase = stream.wait("phase").await;
    let work = json!({"current_phase": "work_1", "phase_started_at": "2026-05-01T09:33:00Z",
        "has_started": true});
    assert_eq!(phase, work);
    client.advance(52 * MINUTE).await;
    assert_eq!(stream.wait("phase").await["current_phase"], "ended");
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn a_table_that_has_ended_is_not_followed_again() {
    let (client, table) = Client::ratable().await;
    client.advance(5 * MINUTE).await;
    let token = client.token(0).await;
    let answer = client.get(&format!("/api/v1/sessions/{table}/events"), &token).await;
    assert_eq!(answer.status, 204);
}

#[tokio::test]
async fn only_who_sits_at_a_table_may_follow_it() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let path = |id: &str| format!("/api/v1/sessions/{id}/events");
    let nobody = client.get(&path(NOBODY), &token).await;
    assert_eq!(nobody.told(), (404, "SESSION_NOT_FOUND"));
    assert_eq!(client.get(&path("x"), &token).await.told(), (422, "INVALID_SESSION_ID"));
    client.leave(0, START).await;
    assert_eq!(client.get(&path(&table), &token).await.told(), (403, "NOT_PARTICIPANT"));
}

#[tokio::test]
async fn a_stream_ends_with_the_token_that_opened_it() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let mut stream = Stream::open(&client, &table, &token).await;
    stream.wait("phase").await;
    // Development tokens live for a day. The table's clock goes with it, so it has ended too, and
    // is not told any more.
    client.server.clock.set_real(START.plus_millis(24 * 60 * MINUTE));
    let answer = send(client.request(Method::GET, "/api/v1/users/me").bearer_auth(&token)).await;
    assert_eq!(answer.told(), (401, "TOKEN_EXPIRED"));
    while let Some((name, data)) = stream.next().await {
        assert_eq!((name.as_str(), data["current_phase"].as_str()), ("phase", Some("ended")));
    }
}

#[tokio::test]
async fn a_stream_ends_when_the_token_that_opened_it_is_revoked() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    for scope in ["token", "all"] {
        let token = if scope == "token" { token.clone() } else { client.token(0).await };
        let mut stream = Stream::open(&client, &table, &token).await;
        stream.wait("phase").await;
        let body = json!({"scope": scope});
        assert_eq!(client.post("/api/v1/auth/revoke", &token, &body).await.status, 204);
        assert_eq!(stream.next().await, None, "{scope}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_instance_writes_is_told_by_the_other() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let beside = Client::of(client.server.start_beside(Options::default()).await);
    let mut stream = Stream::open(&beside, &table, &token).await;
    stream.wait("phase").await;
    let path = format!("/api/v1/sessions/{table}/leave");
    let answer = client.post(&path, &client.token(1).await, &json!({})).await;
    assert_eq!(answer.status, 200);
    let seat = stream.wait("seat").await;
    assert_eq!((&seat["user_id"], &seat["is_active"]), (&json!(PEOPLE[1]), &json!(false)));
    // Who leaves is told so, and nothing afterwards.
    let path = format!("/api/v1/sessions/{table}/leave");
    assert_eq!(client.post(&path, &token, &json!({})).await.status, 200);
    assert_eq!(stream.wait("seat").await["user_id"], PEOPLE[0]);
    assert_eq!(stream.next().await, None);
}
