//! Laptop mode: people, tokens, the clock, the table; and none of it in `serve`.

use focus_server::config::Command;
use focus_server::testing::{Options, START, TestServer};
use reqwest::Method;
use serde_json::json;

use crate::support::{Client, MINUTE, NOBODY, PEOPLE, members, send};

#[tokio::test]
async fn there_are_four_people_to_sign_in_as() {
    let client = Client::start().await;
    let answer = send(client.request(Method::GET, "/dev/users")).await;
    let users = answer.body["users"].as_array().unwrap();
    let ids: Vec<_> = users.iter().map(|user| user["id"].as_str().unwrap()).collect();
    assert_eq!(ids, PEOPLE);
    assert_eq!(members(&users[0]), ["display_name", "id", "pixel_avatar_id", "username"]);
}

#[tokio::test]
async fn a_token_lasts_a_day_of_the_real_clock() {
    let client = Client::start().await;
    let answer = client.post("/dev/token", "", &json!({"user": PEOPLE[0]})).await;
    assert_eq!(members(&answer.body), ["access_token", "expires_at", "user"]);
    assert_eq!(answer.body["expires_at"], "2026-05-02T09:30:00Z");
    assert_eq!(answer.body["user"]["id"], PEOPLE[0]);
    let token = answer.body["access_token"].as_str().unwrap();
    client.advance(30 * 24 * 60 * MINUTE).await;
    assert_eq!(client.get("/api/v1/users/me", token).await.status, 200);
    client.server.clock.set_real(START.plus_millis(24 * 60 * MINUTE - 1));
    assert_eq!(client.get("/api/v1/users/me", token).await.status, 200);
    client.server.clock.set_real(START.plus_millis(24 * 60 * MINUTE));
    assert_eq!(client.get("/api/v1/users/me", token).await.told(), (401, "TOKEN_EXPIRED"));
}

#[tokio::test]
async fn a_token_is_for_one_of_the_four() {
    let client = Client::start().await;
    let token = async |body: serde_json::Value| {
        let answer = client.post("/dev/token", "", &body).await;
        (answer.status, answer.body["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(token(json!({"user": NOBODY})).await, (404, "USER_NOT_FOUND".to_owned()));
    assert_eq!(token(json!({"user": "amara"})).await, (422, "INVALID_ID".to_owned()));
    assert_eq!(token(json!({})).await, (422, "MISSING".to_owned()));
}

#[tokio::test]
async fn the_clock_moves_forward_only_and_everybody_sees_it() {
    let client = Client::start().await;
    let answer = client.post("/dev/clock", "", &json!({"advance_ms": 1_500})).await;
    let expected = json!({"now": "2026-05-01T09:30:01.500000Z",
        "unix_ms": 1_777_627_801_500_i64, "offset_ms": 1_500});
    assert_eq!((answer.status, &answer.body), (200, &expected));
    let told = send(client.request(Method::GET, "/dev/clock")).await;
    assert_eq!(told.body, expected);
    let time = send(client.request(Method::GET, "/api/v1/time")).await;
    assert_eq!(time.body["unix_ms"], 1_777_627_801_500_i64);
    for (step, code) in [
        (json!(-1), "TOO_FEW"),
        (json!(1.5), "WRONG_TYPE"),
        (json!("1"), "WRONG_TYPE"),
        (json!(1e300), "TOO_MANY"),
    ] {
        let answer = client.post("/dev/clock", "", &json!({"advance_ms": step})).await;
        assert_eq!(answer.told(), (422, code));
        assert_eq!(answer.body["errors"][0]["path"], "advance_ms");
    }
}

#[tokio::test]
async fn clock_key_and_table_are_kept_over_a_restart() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    client.advance(10 * MINUTE).await;
    let client = Client::of(client.server.restart_with(Options::default()).await);
    let clock = send(client.request(Method::GET, "/dev/clock")).await;
    assert_eq!(clock.body["offset_ms"], 10 * MINUTE);
    assert_eq!(client.table().await, table);
    let answer = client.get(&format!("/api/v1/sessions/{table}"), &token).await;
    assert_eq!((answer.status, &answer.body["current_phase"]), (200, &"work_1".into()));
    client.advance(45 * MINUTE).await;
    let client = Client::of(client.server.restart_with(Options::default()).await);
    let token = client.token(0).await;
    let upcoming = client.get("/api/v1/sessions/upcoming", &token).await.body;
    let fresh = &upcoming["sessions"][0];
    assert_eq!(fresh["start_time"], "2026-05-01T10:25:00Z");
    assert_ne!(fresh["id"], table.as_str());
    assert_eq!(client.count("SELECT COUNT(*) FROM sessions").await, 2);
}

#[tokio::test]
async fn a_table_to_come_is_not_live() {
    let options = Options { real: START.plus_millis(24 * 60 * MINUTE), ..Options::default() };
    let client = Client::of(TestServer::start_with(options).await);
    let later = client.table().await;
    let client = Client::of(client.server.restart_with(Options::default()).await);
    let table = client.table().await;
    assert_ne!(table, later);
    let token = client.token(0).await;
    let answer = client.get(&format!("/api/v1/sessions/{table}"), &token).await;
    assert_eq!((answer.status, &answer.body["current_phase"]), (200, &"setup".into()));
    assert_eq!(client.table().await, table);
}

#[tokio::test]
async fn a_request_to_a_foreign_name_finds_nothing() {
    let client = Client::start().await;
    for path in ["/dev/users", "/api/v1/time", "/health/live"] {
        let request = client.request(Method::GET, path).header("host", "evil.example:8080");
        let answer = send(request).await;
        assert_eq!(answer.told(), (404, "NOT_FOUND"), "{path}");
        assert_eq!(answer.body["request_id"], answer.header("x-request-id"));
        let request = client.request(Method::GET, path).header("host", "localhost:3000");
        assert_eq!(send(request).await.status, 200, "{path}");
    }
    let options = Options { command: Command::Serve, ..Options::default() };
    let client = Client::of(TestServer::start_with(options).await);
    let request = client.request(Method::GET, "/api/v1/time").header("host", "focus.example.com");
    assert_eq!(send(request).await.status, 200);
}

#[tokio::test]
async fn a_foreign_page_changes_nothing_in_laptop_mode() {
    let client = Client::start().await;
    for path in ["/dev/token", "/dev/clock", "/dev/table"] {
        for origin in ["https://evil.example", "null", "http://localhost.evil.example"] {
            let request = client.request(Method::POST, path).header("origin", origin);
            assert_eq!(send(request).await.told(), (404, "NOT_FOUND"), "{path} {origin}");
        }
    }
    let request = client.request(Method::POST, "/dev/table");
    assert_eq!(send(request.header("origin", "http://localhost:3000")).await.status, 200);
}

#[cfg(unix)]
#[tokio::test]
async fn the_signing_key_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let client = Client::start().await;
    let file = std::fs::metadata(client.server.data_dir().join("dev-key.p8")).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn serve_has_no_development_routes() {
    let options = Options { command: Command::Serve, ..Options::default() };
    let client = Client::of(TestServer::start_with(options).await);
    for path in ["/dev/users", "/dev/clock", "/dev/.well-known/jwks.json"] {
        let answer = send(client.request(Method::GET, path)).await;
        assert_eq!(answer.told(), (404, "NOT_FOUND"), "{path}");
    }
    for path in ["/dev/token", "/dev/clock", "/dev/table"] {
        let answer = client.post(path, "", &json!({"user": PEOPLE[0]})).await;
        assert_eq!(answer.told(), (404, "NOT_FOUND"), "{path}");
    }
}
