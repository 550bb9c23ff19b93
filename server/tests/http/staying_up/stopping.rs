//! A process that is asked to stop.

use std::time::Duration;

use reqwest::Method;
use tokio::net::TcpListener;

use super::process::{Process, now, until};
use super::table::{Row, Took};
use crate::support::send;

const SLOW: &str = r#"{"kind":"slow","milliseconds":1}"#;

pub(super) async fn at_its_start() -> Row {
    // A database that takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("postgresql://u:p@{}/db", silent.local_addr().unwrap());
    let mut process = Process::spawn("serve", &[("DATABASE_URL", &url)]);
    let _asked = silent.accept().await.unwrap();
    let (took, code) = process.stopped().await;
    let row = Row::new("SIGTERM while it waits for its database at the start", "nothing");
    row.took(took, Took::AtOnce).left(code)
}

pub(super) async fn with_a_delay() -> Row {
    let mut process = Process::dev(&[("DRAIN_DELAY_SECONDS", "2")]).await;
    let mut kept = process.connect().await;
    kept.ask("/api/v1/time").await;
    let (before, _) = kept.answer().await.unwrap();
    assert!(!before.contains("connection: close"), "{before}");
    let begun = now();
    process.stop();
    let ready = until("not ready", async || {
        Some(process.get("/health/ready").await).filter(|ready| ready.status != 200)
    })
    .await;
    assert_eq!((ready.told(), ready.header("retry-after")), ((503, "OVERLOADED"), "5"));
    assert_eq!(ready.body["detail"], "The server is stopping.");
    kept.ask("/api/v1/time").await;
    let (head, _) = kept.answer().await.unwrap();
    assert!(head.starts_with("http/1.1 200 ") && head.contains("connection: close"), "{head}");
    assert_eq!(kept.closed().await, "");
    let fresh = process.get("/api/v1/time").await;
    assert_eq!((fresh.status, fresh.header("connection")), (200, "close"));
    let code = process.left().await;
    assert!(!process.accepts().await);
    let row = Row::new(
        "SIGTERM, where `DRAIN_DELAY_SECONDS` is 2",
        "ready 503 `OVERLOADED`; everything else is served, with `Connection: close`, to who comes \
         anew too; then nobody is let in",
    );
    row.took(begun.elapsed(), Took::Seconds(2)).left(code)
}

pub(super) async fn with_a_running_request() -> Row {
    let mut process = Process::dev(&[]).await;
    let mut running = process.connect().await;
    running.begin("/dev/fault", SLOW.len()).await;
    process.stop();
    process.refuses().await;
    assert!(process.runs());
    running.say(SLOW).await;
    let (head, _) = running.answer().await.unwrap();
    assert!(head.starts_with("http/1.1 200 ") && head.contains("connection: close"), "{head}");
    let begun = now();
    let code = process.left().await;
    let row = Row::new(
        "SIGTERM while a request runs",
        "nobody new is let in; the request is answered, 200 with `Connection: close`",
    );
    row.took(begun.elapsed(), Took::AtOnce).left(code)
}

pub(super) async fn with_a_request_that_does_not_end() -> Row {
    let mut process = Process::dev(&[("DRAIN_DEADLINE_SECONDS", "1")]).await;
    let mut running = process.connect().await;
    running.begin("/dev/fault", SLOW.len()).await;
    let begun = now();
    process.stop();
    let rest = running.closed().await;
    let code = process.left().await;
    assert_eq!(rest, "");
    let row = Row::new(
        "SIGTERM while a request runs that does not end, where `DRAIN_DEADLINE_SECONDS` is 1",
        "the connection is cut",
    );
    row.took(begun.elapsed(), Took::Seconds(1)).left(code)
}

pub(super) async fn with_silent_connections() -> Row {
    let mut process = Process::dev(&[]).await;
    let _silent = process.connect().await;
    let mut half = process.connect().await;
    half.say("GET /api/v1/time HTTP/1.1\r\nHost: localhost\r\n").await;
    let mut idle = process.connect().await;
    idle.ask("/api/v1/time").await;
    idle.answer().await.unwrap();
    let (took, code) = process.stopped().await;
    let row = Row::new(
        "SIGTERM while connections are idle, silent, and in the midst of a header",
        "they are closed",
    );
    row.took(took, Took::AtOnce).left(code)
}

/// A client that has asked for more than the sockets between hold, once the server waits for it.
async fn unread(process: &Process) -> super::process::Connection {
    let mut unread = process.connect().await;
    for _ in 0..400 {
        unread.ask("/openapi.json").await;
    }
    let answered = || process.lines("/openapi.json").len();
    let mut before = 0;
    until("a server that waits", async || {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let is_stuck = before > 0 && answered() == before;
        before = answered();
        is_stuck.then_some(())
    })
    .await;
    assert!((1..400).contains(&before), "{before}");
    unread
}

pub(super) async fn with_a_slow_reader() -> Row {
    let mut process = Process::dev(&[]).await;
    let mut slow = unread(&process).await;
    process.stop();
    process.refuses().await;
    // Longer than a connection has for its goodbye.
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(process.runs());
    let mut last = String::new();
    while let Some((head, body)) = slow.answer().await {
        assert!(head.starts_with("http/1.1 200 ") && body.ends_with('}'), "{head}");
        last = head;
    }
    let begun = now();
    let code = process.left().await;
    assert!(!last.is_empty());
    let row = Row::new(
        "SIGTERM while a client is slow to take its answer",
        "the answer, to its last byte",
    );
    row.took(begun.elapsed(), Took::AtOnce).left(code)
}

pub(super) async fn with_a_client_that_never_reads() -> Row {
    let mut process = Process::dev(&[("DRAIN_DEADLINE_SECONDS", "1")]).await;
    let _unread = unread(&process).await;
    let (took, code) = process.stopped().await;
    let row = Row::new(
        "SIGTERM while a client takes nothing of its answer, where `DRAIN_DEADLINE_SECONDS` is 1",
        "the connection is cut",
    );
    row.took(took, Took::Seconds(1)).left(code)
}

pub(super) async fn with_a_stream_of_events() -> Row {
    let mut process = Process::dev(&[]).await;
    let table = send(process.request(Method::POST, "/dev/table")).await;
    let path = format!("/api/v1/sessions/{}/events", table.body["session_id"].as_str().unwrap());
    let request = process.request(Method::GET, &path).bearer_auth(process.token(0).await);
    let mut events = request.send().await.unwrap();
    assert!(events.chunk().await.unwrap().is_some());
    let begun = now();
    process.stop();
    // An end that is no end of the stream would be an error.
    while events.chunk().await.unwrap().is_some() {}
    let code = process.left().await;
    let row = Row::new("SIGTERM while somebody looks at a live table", "the stream ends");
    row.took(begun.elapsed(), Took::AtOnce).left(code)
}

pub(super) async fn twice_while_it_waits() -> Row {
    let mut process = Process::dev(&[("DRAIN_DELAY_SECONDS", "60")]).await;
    process.stop();
    process.logged("asked to stop").await;
    assert_eq!(process.get("/api/v1/time").await.status, 200);
    let (took, code) = process.stopped().await;
    let row = Row::new("SIGTERM twice, the second one in the drain's delay", "served until then");
    row.took(took, Took::AtOnce).left(code)
}

pub(super) async fn twice_while_a_request_runs() -> Row {
    let mut process = Process::dev(&[]).await;
    let mut running = process.connect().await;
    running.begin("/dev/fault", SLOW.len()).await;
    process.stop();
    process.refuses().await;
    assert!(process.runs());
    let (took, code) = process.stopped().await;
    let row = Row::new(
        "SIGTERM twice, the second one while a request still runs",
        "the connection is cut",
    );
    row.took(took, Took::AtOnce).left(code)
}
