//! Bodies that are refused before anybody reads what they say.

use std::time::Duration;

use focus_server::config::{Command, Deadlines};
use focus_server::testing::{Options, TestServer};
use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::issuers::{Key, claims};
use crate::provider::{self, Provider};
use crate::support::{Answer, Client, NOBODY, send};

async fn rate(client: &Client, kind: Option<&str>, body: Vec<u8>) -> Answer {
    let path = format!("/api/v1/sessions/{NOBODY}/rate");
    let request = client.request(Method::POST, &path).bearer_auth(client.token(0).await);
    let request = kind.into_iter().fold(request, |r, kind| r.header("content-type", kind));
    send(request.body(body)).await
}

#[tokio::test]
async fn malformed_json_is_told_with_line_and_column() {
    let client = Client::start().await;
    let answer = rate(&client, Some("application/json"), b"{\n  \"ratings\": ]".to_vec()).await;
    assert_eq!(answer.told(), (400, "MALFORMED_JSON"));
    let detail = "The body is not valid JSON: see line 2, column 14.";
    assert_eq!(answer.body["detail"], detail);
    let broken = b"{\"ratings\": \"\xff\"}".to_vec();
    let answer = rate(&client, Some("application/json"), broken).await;
    let detail = "The body is not valid JSON: see line 1, column 14.";
    assert_eq!((answer.status, &answer.body["detail"]), (400, &detail.into()));
}

#[tokio::test]
async fn absurd_json_is_refused_and_harms_nobody() {
    let client = Client::start().await;
    for body in ["[".repeat(60_000), "1e999".to_owned(), String::new(), "nul".to_owned()] {
        let answer = rate(&client, Some("application/json"), body.into_bytes()).await;
        assert_eq!(answer.told(), (400, "MALFORMED_JSON"));
    }
    for body in ["null", "[]", "7", "\"x\""] {
        let answer = rate(&client, Some("application/json"), body.into()).await;
        assert_eq!(answer.told(), (422, "WRONG_TYPE"));
        assert_eq!(answer.body["errors"][0]["path"], "");
    }
}

#[tokio::test]
async fn a_member_that_stands_twice_is_malformed_json_everywhere() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let twice = r#"{"session_id": null, "session_id": null}"#;
    for path in ["rate", "rate/skip"] {
        let path = format!("/api/v1/sessions/{NOBODY}/{path}");
        let answer = client.post_text(&path, &token, twice).await;
        assert_eq!(answer.told(), (400, "MALFORMED_JSON"), "{path}");
        let detail = "The body is not valid JSON: see line 1, column 33.";
        assert_eq!(answer.body["detail"], detail);
    }
    let answer = client.post_text("/dev/clock", "", r#"{"advance_ms": 1, "advance_ms": 2}"#).await;
    assert_eq!(answer.told(), (400, "MALFORMED_JSON"));
}

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    let client = Client::start().await;
    for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
        let answer = rate(&client, kind, b"{}".to_vec()).await;
        assert_eq!(answer.told(), (415, "UNSUPPORTED_MEDIA_TYPE"));
    }
    for kind in ["application/json; charset=utf-8", "application/vnd.focus+json"] {
        assert_eq!(rate(&client, Some(kind), b"{}".to_vec()).await.status, 422);
    }
}

#[tokio::test]
async fn a_body_over_64_kib_is_refused() {
    let client = Client::start().await;
    let body = |length: usize| format!("{{\"x\":\"{}\"}}", "x".repeat(length - 8)).into_bytes();
    let answer = rate(&client, Some("application/json"), body(65_536)).await;
    assert_eq!(answer.told(), (422, "MISSING"));
    let answer = rate(&client, Some("application/json"), body(65_537)).await;
    assert_eq!(answer.told(), (413, "BODY_TOO_LARGE"));
    assert_eq!(answer.body["detail"], "The body is larger than 65536 bytes.");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_waited_for_until_its_deadline_only() {
    let body = Duration::from_millis(50);
    let deadlines = Deadlines { body, ..Deadlines::default() };
    let options = Options { deadlines, ..Options::default() };
    let client = Client::of(TestServer::start_with(options).await);
    let address = client.server.base_url.trim_start_matches("http://").to_owned();
    let mut slow = TcpStream::connect(&address).await.unwrap();
    let head = "POST /dev/token HTTP/1.1\r\nHost: localhost\r\n\
        Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = slow.read_to_string(&mut answer);
    tokio::time::timeout(Duration::from_secs(5), read).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 504 "), "{answer}");
    assert!(answer.contains("\"code\":\"DEADLINE_EXCEEDED\""), "{answer}");
}

#[tokio::test]
async fn a_request_that_waits_for_something_else_is_given_up_at_its_deadline() {
    let (provider, key) = (Provider::default(), Key::ec(Some("one")));
    provider.answer(provider::Answer::Hang);
    let issuers = vec![provider.settings(provider.serve().await)];
    let deadlines = Deadlines { request: Duration::from_millis(50), ..Deadlines::default() };
    let options = Options { command: Command::Serve, issuers, deadlines, ..Options::default() };
    let client = Client::of(TestServer::start_with(options).await);
    let answer = client.get("/api/v1/users/me", &key.sign(&claims())).await;
    assert_eq!(answer.told(), (504, "DEADLINE_EXCEEDED"));
}
