//! What holds for every route: the shape of refusals, request ids, CORS, health, time.

use focus_core::rulebook;
use reqwest::Method;
use serde_json::json;

use crate::support::{Client, PEOPLE, members, send};

#[tokio::test]
async fn an_unknown_address_and_an_unknown_method_have_the_common_shape() {
    let client = Client::start().await;
    for path in ["/nothing", "/api/v1/nothing", "/api/v1/time/x", "/api/v1/users/me/"] {
        let answer = send(client.request(Method::GET, path)).await;
        assert_eq!(answer.told(), (404, "NOT_FOUND"), "{path}");
        assert_eq!(members(&answer.body), ["code", "detail", "request_id"]);
        assert_eq!(answer.header("content-type"), "application/json");
    }
    for path in ["/api/v1/credits/balance", "/api/v1/time", "/health/live"] {
        let answer = send(client.request(Method::DELETE, path)).await;
        assert_eq!(answer.told(), (405, "METHOD_NOT_ALLOWED"), "{path}");
        assert_eq!(answer.header("allow"), "GET,HEAD");
    }
}

#[tokio::test]
async fn a_request_id_is_taken_when_sane_and_minted_when_not() {
    let client = Client::start().await;
    let told = async |name: &str, value: &str| {
        let answer = send(client.request(Method::GET, "/nothing").header(name, value)).await;
        assert_eq!(answer.body["request_id"], answer.header("x-request-id"));
        answer.header("x-request-id").to_owned()
    };
    assert_eq!(told("x-request-id", "abc-1").await, "abc-1");
    assert_eq!(told("x-correlation-id", "abc-2").await, "abc-2");
    for bad in ["two words", &"x".repeat(129)] {
        let minted = told("x-request-id", bad).await;
        assert!(focus_core::Uuid::parse(&minted).is_some(), "{minted}");
    }
    let fine = send(client.request(Method::GET, "/api/v1/time")).await;
    assert!(focus_core::Uuid::parse(fine.header("x-request-id")).is_some());
}

#[tokio::test]
async fn every_answer_tells_the_version_of_the_rules() {
    let client = Client::start().await;
    let paths = ["/api/v1/time", "/health/ready", "/api/v1/users/me", "/nothing"];
    let methods = [Method::GET, Method::HEAD, Method::POST, Method::DELETE];
    for (path, method) in paths.iter().flat_map(|path| methods.iter().map(move |it| (path, it))) {
        let answer = send(client.request(method.clone(), path)).await;
        assert_eq!(answer.header("x-rules-version"), rulebook::VERSION, "{method} {path}");
    }
    let foreign = client.request(Method::GET, "/api/v1/time").header("host", "evil.example");
    let preflight = client.request(Method::OPTIONS, "/api/v1/sessions/x/rate");
    let preflight = preflight
        .header("origin", "http://localhost:3000")
        .header("access-control-request-method", "POST");
    let lie = client.request(Method::GET, "/api/v1/time").header("x-rules-version", "1.0");
    for (request, status) in [(foreign, 404), (preflight, 200), (lie, 200)] {
        let answer = send(request).await;
        assert_eq!((answer.status, answer.header("x-rules-version")), (status, rulebook::VERSION));
        assert_eq!(answer.headers.get_all("x-rules-version").iter().count(), 1);
    }
}

#[tokio::test]
async fn a_preflight_needs_no_token_and_names_what_was_asked_for() {
    let client = Client::start().await;
    let request = client.request(Method::OPTIONS, "/api/v1/sessions/x/rate");
    let request = request
        .header("origin", "http://localhost:3000")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type");
    let answer = send(request).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), "http://localhost:3000");
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    assert_eq!(answer.header("access-control-allow-methods"), "POST");
    assert_eq!(answer.header("access-control-allow-headers"), "authorization,content-type");
    assert!(!answer.header("x-request-id").is_empty());
}

#[tokio::test]
async fn pages_of_this_machine_may_read_answers_and_refusals_and_others_may_not() {
    let client = Client::start().await;
    for (path, status) in [("/api/v1/time", 200), ("/api/v1/users/me", 401), ("/nothing", 404)] {
        let request = client.request(Method::GET, path).header("origin", "http://[::1]:3000");
        let answer = send(request).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), "http://[::1]:3000");
        let exposed = "x-request-id,x-rules-version,retry-after";
        assert_eq!(answer.header("access-control-expose-headers"), exposed);
        let request = client.request(Method::GET, path).header("origin", "https://evil.example");
        assert_eq!(send(request).await.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn the_time_is_told_without_a_token_and_never_cached() {
    let client = Client::start().await;
    let answer = send(client.request(Method::GET, "/api/v1/time")).await;
    let expected = json!({"now": "2026-05-01T09:30:00Z", "unix_ms": 1_777_627_800_000_i64});
    assert_eq!((answer.status, &answer.body), (200, &expected));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn what_is_told_to_one_person_is_never_cached() {
    let client = Client::start().await;
    let answer = client.post("/dev/token", "", &json!({"user": PEOPLE[0]})).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let token = client.token(0).await;
    for path in ["/api/v1/users/me", "/api/v1/sessions/pending-ratings"] {
        let answer = client.get(path, &token).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{path}");
    }
}

#[tokio::test]
async fn the_server_is_alive_and_ready() {
    let client = Client::start().await;
    let live = send(client.request(Method::GET, "/health/live")).await;
    assert_eq!((live.status, live.body), (200, json!({"status": "live"})));
    let ready = send(client.request(Method::GET, "/health/ready")).await;
    assert_eq!((ready.status, ready.body), (200, json!({"status": "ready"})));
}
