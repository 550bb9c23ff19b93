//! Nobody is waited for for ever.

use serde_json::json;

use super::process::{Process, now};
use super::table::{Row, Took};
use crate::support::send;

pub(super) async fn of_a_header() -> Row {
    let mut process = Process::dev(&[]).await;
    let begun = now();
    let mut slow = process.connect().await;
    slow.say("GET /api/v1/time HTTP/1.1\r\nHost: localhost\r\n").await;
    let rest = slow.closed().await;
    let took = begun.elapsed();
    assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 408 "), "{rest}");
    process.stop();
    let row = Row::new("a client sends half a header and no more", "the connection is closed");
    row.took(took, Took::Seconds(5)).left(process.left().await)
}

pub(super) async fn of_a_body() -> Row {
    let mut process = Process::dev(&[("BODY_DEADLINE_SECONDS", "1")]).await;
    let mut slow = process.connect().await;
    let begun = now();
    slow.begin("/dev/clock", 9).await;
    slow.say("{").await;
    let (head, body) = slow.answer().await.unwrap();
    let took = begun.elapsed();
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let seen = format!("{} `{}`", &head[9..12], body["code"].as_str().unwrap());
    process.stop();
    let row = Row::new("a body does not come, where `BODY_DEADLINE_SECONDS` is 1", seen);
    row.took(took, Took::Seconds(1)).left(process.left().await)
}

pub(super) async fn of_a_request() -> Row {
    let mut process = Process::dev(&[("REQUEST_DEADLINE_SECONDS", "1")]).await;
    let begun = now();
    let slow = json!({"kind": "slow", "milliseconds": 600_000});
    let answer = send(process.posting("/dev/fault", &slow)).await;
    let took = begun.elapsed();
    let (status, code) = answer.told();
    let seen = format!("{status} `{code}`");
    process.stop();
    let row = Row::new("a handler takes long, where `REQUEST_DEADLINE_SECONDS` is 1", seen);
    row.took(took, Took::Seconds(1)).left(process.left().await)
}
