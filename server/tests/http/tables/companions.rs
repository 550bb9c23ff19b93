//! Companions take the seats that are free when a session starts, once.

use serde_json::{Value, json};

use super::{Made, act, assert_balanced, credits, free, look, make, seated};
use crate::support::{Client, MINUTE};

const COMPANIONS: &str =
    "SELECT COUNT(*) FROM session_participants WHERE participant_type = 'ai_companion'";

fn names(session: &Value) -> Vec<(i64, String)> {
    let seats = session["participants"].as_array().unwrap().iter();
    let companion = seats.filter(|seat| seat["participant_type"] == "ai_companion");
    let name = |seat: &Value| {
        let name = seat["ai_companion_name"].as_str().unwrap().to_owned();
        (seat["seat_number"].as_i64().unwrap(), name)
    };
    companion.map(name).collect()
}

/// Two sit on seats 1 and 3 of a table that is about to start.
async fn two() -> (Client, String) {
    let client = free().await;
    let table = seated(&client, 0).await;
    seated(&client, 1).await;
    seated(&client, 2).await;
    act(&client, 1, &table, "leave").await;
    (client, table)
}

#[tokio::test]
async fn the_job_has_them_come_at_the_start_and_not_before() {
    let (client, table) = two().await;
    client.advance(30 * MINUTE - 1).await;
    assert_eq!(client.server.fill_seats().await, 0);
    client.advance(1).await;
    assert_eq!(client.server.fill_seats().await, 2);
    assert_eq!(client.server.fill_seats().await, 0);
    let session = look(&client, 0, &table).await.body;
    assert_eq!(names(&session), [(2, "Focus Fox".to_owned()), (4, "Study Owl".to_owned())]);
    assert_eq!(session["available_seats"], 0);
    let fox = &session["participants"].as_array().unwrap()[2];
    assert_eq!(fox["avatar_config"], json!({"type": "ai", "style": "focus_fox"}));
    assert_eq!((&fox["user_id"], &fox["is_active"]), (&Value::Null, &json!(true)));
    assert_eq!(fox["joined_at"], "2026-05-01T10:00:00Z");
    assert_eq!((credits(&client, 0).await, credits(&client, 2).await), (1, 1));
    assert_balanced(&client, 2).await;
}

#[tokio::test]
async fn whoever_looks_before_the_job_finds_them_there() {
    let (client, table) = two().await;
    client.advance(30 * MINUTE - 1).await;
    assert_eq!(look(&client, 0, &table).await.body["available_seats"], 2);
    client.advance(1).await;
    assert_eq!(look(&client, 0, &table).await.body["available_seats"], 0);
    assert_eq!(client.server.fill_seats().await, 0);
    assert_eq!(client.count(COMPANIONS).await, 2);
}

#[tokio::test]
async fn a_stranger_who_looks_brings_nobody() {
    let (client, table) = two().await;
    client.advance(30 * MINUTE).await;
    assert_eq!(look(&client, 3, &table).await.told(), (403, "NOT_PARTICIPANT"));
    assert_eq!(client.count(COMPANIONS).await, 0);
}

#[tokio::test]
async fn they_keep_their_seats_and_take_none_that_is_left_later() {
    let (client, table) = two().await;
    client.advance(30 * MINUTE).await;
    client.server.fill_seats().await;
    assert_eq!(act(&client, 3, &table, "join").await.told(), (409, "SESSION_FULL"));
    assert_eq!(act(&client, 0, &table, "leave").await.status, 200);
    client.advance(MINUTE).await;
    assert_eq!(client.server.fill_seats().await, 0);
    assert_eq!(look(&client, 2, &table).await.body["available_seats"], 1);
    let back = act(&client, 0, &table, "join").await;
    assert_eq!((back.status, &back.body["credit_deducted"]), (200, &json!(false)));
}

#[tokio::test]
async fn they_come_only_where_they_are_wanted_as_many_as_there_are_seats_and_to_somebody() {
    let client = free().await;
    let alone = Made { fill_ai: false, ..Made::default() };
    let alone = make(&client, alone).await;
    assert_eq!(act(&client, 0, alone, "join").await.status, 200);
    let small = "0190f4a0-0000-7000-8000-00000000000b";
    make(&client, Made { id: small, max_seats: 3, ..Made::default() }).await;
    assert_eq!(act(&client, 1, small, "join").await.status, 200);
    let empty = "0190f4a0-0000-7000-8000-00000000000c";
    make(&client, Made { id: empty, ..Made::default() }).await;
    client.advance(30 * MINUTE).await;
    assert_eq!(client.server.fill_seats().await, 2);
    assert_eq!(look(&client, 0, alone).await.body["available_seats"], 3);
    assert_eq!(look(&client, 1, small).await.body["available_seats"], 0);
    // Somebody comes late to the empty table, and then so do they.
    client.advance(2 * MINUTE).await;
    assert_eq!(act(&client, 2, empty, "join").await.status, 200);
    assert_eq!(client.server.fill_seats().await, 3);
}

#[tokio::test]
async fn a_session_that_ended_unseen_gets_none() {
    let (client, table) = two().await;
    client.advance(85 * MINUTE - 1).await;
    client.sql("UPDATE sessions SET fill_ai = NOT fill_ai").await;
    assert_eq!(client.server.fill_seats().await, 0);
    client.sql("UPDATE sessions SET fill_ai = NOT fill_ai").await;
    client.advance(1).await;
    assert_eq!(client.server.fill_seats().await, 0);
    assert_eq!(look(&client, 0, &table).await.body["available_seats"], 2);
}
