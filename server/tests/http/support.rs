//! A client for tests, and shortcuts to the states they need.

use focus_core::Timestamp;
use focus_server::testing::TestServer;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::documented;

pub(crate) const MINUTE: i64 = 60_000;

/// The four people of laptop mode.
pub(crate) const PEOPLE: [&str; 4] = [
    "5eed0000-0000-4000-8000-000000000001",
    "5eed0000-0000-4000-8000-000000000002",
    "5eed0000-0000-4000-8000-000000000003",
    "5eed0000-0000-4000-8000-000000000004",
];

/// An id that nothing has.
pub(crate) const NOBODY: &str = "0190f4a0-0000-7000-8000-0000000000ab";

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// Status and code in one.
    pub(crate) fn told(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub(crate) struct Client {
    pub(crate) server: TestServer,
    http: reqwest::Client,
}

impl Client {
    pub(crate) async fn start() -> Self {
        Self::of(TestServer::start().await)
    }

    pub(crate) fn of(server: TestServer) -> Self {
        Self { server, http: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.server.url(path))
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        send(self.request(Method::GET, path).bearer_auth(token)).await
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.post_text(path, token, &body.to_string()).await
    }

    pub(crate) async fn post_text(&self, path: &str, token: &str, body: &str) -> Answer {
        let request = self.request(Method::POST, path).bearer_auth(token);
        send(request.header("content-type", "application/json").body(body.to_owned())).await
    }

    /// A token of one of the four, 0 to 3.
    pub(crate) async fn token(&self, person: usize) -> String {
        let answer = self.post("/dev/token", "", &json!({"user": PEOPLE[person]})).await;
        answer.body["access_token"].as_str().unwrap().to_owned()
    }

    /// The table that is live, or a new one.
    pub(crate) async fn table(&self) -> String {
        let answer = send(self.request(Method::POST, "/dev/table")).await;
        answer.body["session_id"].as_str().unwrap().to_owned()
    }

    /// Waits until so many fetches of the first issuer's keys have ended, however they did.
    pub(crate) async fn fetched(&self, count: u64) {
        loop {
            let status = &self.server.state.key_sets()[0];
            if status.fetches.iter().map(|(_, count)| count).sum::<u64>() >= count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    }

    pub(crate) async fn advance(&self, milliseconds: i64) {
        let answer = self.post("/dev/clock", "", &json!({"advance_ms": milliseconds})).await;
        assert_eq!(answer.status, 200);
    }

    /// A server whose table may be rated.
    pub(crate) async fn ratable() -> (Self, String) {
        let client = Self::start().await;
        let table = client.table().await;
        client.advance(50 * MINUTE).await;
        (client, table)
    }

    pub(crate) async fn rate(&self, person: usize, table: &str, body: &Value) -> Answer {
        let token = self.token(person).await;
        self.post(&format!("/api/v1/sessions/{table}/rate"), &token, body).await
    }

    pub(crate) async fn skip(&self, person: usize, table: &str) -> Answer {
        let token = self.token(person).await;
        let path = format!("/api/v1/sessions/{table}/rate/skip");
        send(self.request(Method::POST, &path).bearer_auth(token)).await
    }

    pub(crate) async fn pending(&self, person: usize) -> Value {
        let token = self.token(person).await;
        self.get("/api/v1/sessions/pending-ratings", &token).await.body
    }

    /// Runs a statement behind the server's back.
    pub(crate) async fn sql(&self, statement: &str) {
        self.server.database().execute(statement).await;
    }

    /// What a query with one number gives.
    pub(crate) async fn count(&self, query: &str) -> i64 {
        self.server.database().count(query).await
    }

    /// Has one of the four have left at this instant.
    pub(crate) async fn leave(&self, person: usize, at: Timestamp) {
        let (at, id) = (self.server.database().instant(at), PEOPLE[person]);
        let sql = format!("UPDATE session_participants SET left_at = {at} WHERE user_id = '{id}'");
        self.sql(&sql).await;
    }

    /// Moves every session to this start, in microseconds since the epoch.
    pub(crate) async fn begin_at(&self, micros: i64) {
        let start = self.server.database().instant(Timestamp::from_unix_micros(micros));
        self.sql(&format!("UPDATE sessions SET start_time = {start}")).await;
    }
}

/// Sends a request and holds the answer against the server's document of itself.
pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let (client, request) = request.build_split();
    let request = request.unwrap();
    let asked = request.try_clone().unwrap();
    let response = client.execute(request).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    documented::check(&asked, status, &headers, &text);
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer { status, headers, body }
}

/// Waits until something is so, for ten seconds at most.
pub(crate) async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !is_so().await {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let waited = focus_server::testing::within(std::time::Duration::from_secs(10), wait).await;
    assert_eq!(waited, Some(()), "it is so in time");
}

/// Green for each of these people.
pub(crate) fn greens(people: &[usize]) -> Value {
    let green = |person: &usize| json!({"ratee_id": PEOPLE[*person], "rating": "green"});
    json!({"ratings": people.iter().map(green).collect::<Vec<_>>()})
}

/// The names of an object's members, sorted.
pub(crate) fn members(value: &Value) -> Vec<&str> {
    let mut names: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}
