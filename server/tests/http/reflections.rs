//! What people write for their table.

use reqwest::Method;
use serde_json::{Value, json};

use crate::crowd::Crowd;
use crate::support::{Answer, Client, MINUTE, NOBODY, PEOPLE, members};

async fn reflect(client: &Client, person: usize, table: &str, body: &Value) -> Answer {
    let token = client.token(person).await;
    client.post(&format!("/api/v1/sessions/{table}/reflections"), &token, body).await
}

async fn read(client: &Client, person: usize, table: &str) -> Answer {
    let token = client.token(person).await;
    client.get(&format!("/api/v1/sessions/{table}/reflections"), &token).await
}

#[tokio::test]
async fn a_reflection_is_kept_and_read_by_the_table_oldest_first() {
    let client = Client::start().await;
    let table = client.table().await;
    let body = json!({"phase": "setup", "content": " \u{feff}I plan 🦊 ", "mood": "ignored"});
    let answer = reflect(&client, 0, &table, &body).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    let mut expected = json!({"session_id": table, "user_id": PEOPLE[0],
        "display_name": "Amara Okafor", "phase": "setup", "content": "I plan 🦊",
        "created_at": "2026-05-01T09:30:00Z", "updated_at": "2026-05-01T09:30:00Z"});
    expected["id"] = answer.body["id"].clone();
    assert_eq!(answer.body, expected);
    client.advance(MINUTE).await;
    reflect(&client, 1, &table, &json!({"phase": "social", "content": "Done"})).await;
    client.advance(MINUTE).await;
    reflect(&client, 0, &table, &json!({"phase": "break", "content": "Tea"})).await;
    let answer = read(&client, 3, &table).await;
    assert_eq!((answer.status, members(&answer.body)), (200, vec!["reflections"]));
    let list = answer.body["reflections"].as_array().unwrap();
    let told: Vec<_> = list.iter().map(|one| one["content"].as_str().unwrap()).collect();
    assert_eq!(told, ["I plan 🦊", "Done", "Tea"]);
    assert_eq!(list[0], expected);
}

#[tokio::test]
async fn writing_again_replaces_and_keeps_when_it_was_first_written() {
    let client = Client::start().await;
    let table = client.table().await;
    let first = reflect(&client, 0, &table, &json!({"phase": "break", "content": "One"})).await;
    client.advance(MINUTE).await;
    let second = reflect(&client, 0, &table, &json!({"phase": "break", "content": "Two"})).await;
    assert_eq!(second.status, 201);
    let mut expected = first.body;
    expected["content"] = "Two".into();
    expected["updated_at"] = "2026-05-01T09:31:00Z".into();
    assert_eq!(second.body, expected);
    assert_eq!(read(&client, 0, &table).await.body["reflections"], json!([expected]));
}

#[tokio::test]
async fn without_a_display_name_the_username_is_shown() {
    let client = Client::start().await;
    let table = client.table().await;
    let token = client.token(0).await;
    client.patch("/api/v1/users/me", &token, &json!({"display_name": null})).await;
    let answer = reflect(&client, 0, &table, &json!({"phase": "setup", "content": "x"})).await;
    assert_eq!(answer.body["display_name"], "amara");
}

#[tokio::test]
async fn a_reflection_has_a_phase_and_says_something_of_at_most_500_code_points() {
    let client = Client::start().await;
    let table = client.table().await;
    let longest = format!(" {} ", "🦊".repeat(500));
    for (body, told) in [
        (json!({"phase": "setup", "content": longest}), (201, "")),
        (json!({"phase": "setup", "content": "🦊".repeat(501)}), (422, "TOO_LONG")),
        (json!({"phase": "setup", "content": " \u{3000}\n"}), (422, "MISSING")),
        (json!({"phase": "setup", "content": ""}), (422, "MISSING")),
        (json!({"phase": "setup"}), (422, "MISSING")),
        (json!({"phase": "setup", "content": null}), (422, "WRONG_TYPE")),
        (json!({"phase": "setup", "content": "a\u{0}b"}), (422, "INVALID_TEXT")),
        (json!({"phase": "work_1", "content": "x"}), (422, "UNKNOWN_VALUE")),
        (json!({"phase": 1, "content": "x"}), (422, "WRONG_TYPE")),
        (json!({"content": 7}), (422, "VALIDATION_ERROR")),
        (json!([]), (422, "WRONG_TYPE")),
    ] {
        let answer = reflect(&client, 0, &table, &body).await;
        assert_eq!(answer.told(), told, "{body}");
    }
    assert_eq!(client.count("SELECT COUNT(*) FROM session_reflections").await, 1);
}

#[tokio::test]
async fn only_who_has_or_had_a_seat_writes_and_reads() {
    let crowd = Crowd::start().await;
    let client = &crowd.client;
    let table = client.table().await;
    let stranger = crowd.token("stranger");
    crowd.me(&stranger).await;
    let good = json!({"phase": "setup", "content": "x"});
    let path = |id: &str| format!("/api/v1/sessions/{id}/reflections");
    for (id, told) in [
        (table.as_str(), (403, "NOT_PARTICIPANT")),
        (NOBODY, (404, "SESSION_NOT_FOUND")),
        ("diary", (422, "INVALID_SESSION_ID")),
        ("x", (422, "INVALID_SESSION_ID")),
    ] {
        assert_eq!(client.get(&path(id), &stranger).await.told(), told, "{id}");
        assert_eq!(client.post(&path(id), &stranger, &good).await.told(), told, "{id}");
    }
    let bad = client.post(&path(NOBODY), &stranger, &json!({})).await;
    assert_eq!(bad.told(), (422, "MISSING"));
    client.leave(0, focus_server::testing::START).await;
    assert_eq!(reflect(client, 0, &table, &good).await.status, 201);
    assert_eq!(read(client, 0, &table).await.status, 200);
    let bare = client.bare(Method::GET, &path(&table)).await;
    assert_eq!(bare.told(), (401, "TOKEN_MISSING"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_reflection_at_once_is_one() {
    let client = Client::start().await;
    let table = client.table().await;
    let body = json!({"phase": "setup", "content": "x"});
    let all = tokio::join!(
        reflect(&client, 0, &table, &body),
        reflect(&client, 0, &table, &body),
        reflect(&client, 0, &table, &body),
        reflect(&client, 1, &table, &body),
    );
    assert_eq!([all.0.status, all.1.status, all.2.status, all.3.status], [201; 4]);
    assert_eq!(client.count("SELECT COUNT(*) FROM session_reflections").await, 2);
}
