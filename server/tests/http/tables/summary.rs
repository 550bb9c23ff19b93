//! What a session was for somebody.

use focus_core::Timestamp;
use serde_json::json;

use super::{act, find, free, id_of, seated};
use crate::support::{Answer, Client, MINUTE, NOBODY, PEOPLE, members};

async fn summary(client: &Client, person: usize, session: &str) -> Answer {
    client.get(&format!("/api/v1/sessions/{session}/summary"), &client.token(person).await).await
}

/// What the rooms told of one of the four.
async fn in_room(client: &Client, person: usize, active_ms: i64, since: Option<&str>) {
    let since = since.map(|text| Timestamp::parse(text).unwrap());
    let since = since.map_or("NULL".to_owned(), |at| client.server.database().instant(at));
    let id = PEOPLE[person];
    client
        .sql(&format!(
            "UPDATE session_participants SET active_ms = {active_ms}, connected_at = {since}
             WHERE user_id = '{id}'"
        ))
        .await;
}

#[tokio::test]
async fn a_summary_has_every_member_of_the_contract() {
    let client = free().await;
    let wanted = json!({"filters": {"topic": "Rust", "mode": "quiet"}});
    let table = id_of(&find(&client, 0, &wanted).await);
    seated(&client, 1).await;
    let answer = summary(&client, 0, &table).await;
    let expected = json!({"focus_minutes": 0, "essence_earned": false, "tablemate_count": 1,
        "phases_completed": 0, "total_phases": 5, "mode": "quiet", "topic": "Rust"});
    assert_eq!((answer.status, answer.body), (200, expected));
    let answer = summary(&client, 1, &table).await;
    assert_eq!(members(&answer.body).len(), 7);
    assert_eq!(summary(&client, 2, &table).await.told(), (403, "NOT_PARTICIPANT"));
    act(&client, 1, &table, "leave").await;
    assert_eq!(summary(&client, 1, &table).await.told(), (403, "NOT_PARTICIPANT"));
    assert_eq!(summary(&client, 0, &table).await.body["tablemate_count"], 0);
    assert_eq!(summary(&client, 0, NOBODY).await.told(), (404, "SESSION_NOT_FOUND"));
    assert_eq!(summary(&client, 0, "x").await.told(), (422, "INVALID_SESSION_ID"));
}

#[tokio::test]
async fn phases_are_counted_as_they_end_and_companions_are_no_tablemates() {
    let client = free().await;
    let table = seated(&client, 0).await;
    client.advance(30 * MINUTE).await;
    client.server.fill_seats().await;
    for (minutes, completed) in [(0, 0), (3, 1), (25, 2), (2, 3), (20, 4), (5, 5), (60, 5)] {
        client.advance(minutes * MINUTE).await;
        let body = summary(&client, 0, &table).await.body;
        assert_eq!(body["phases_completed"], completed);
        assert_eq!(body["tablemate_count"], 0);
    }
}

#[tokio::test]
async fn focus_minutes_are_those_of_the_room_and_at_most_forty_five() {
    let client = free().await;
    let table = seated(&client, 0).await;
    let minutes = async || summary(&client, 0, &table).await.body["focus_minutes"].clone();
    client.advance(30 * MINUTE).await;
    in_room(&client, 0, 7 * MINUTE + 59_999, None).await;
    assert_eq!(minutes().await, 7);
    in_room(&client, 0, 50 * MINUTE, None).await;
    assert_eq!(minutes().await, 45);
    // Nobody saw them go: what lies in the work blocks until now.
    in_room(&client, 0, 0, Some("2026-05-01T10:01:00Z")).await;
    client.advance(10 * MINUTE).await;
    assert_eq!(minutes().await, 7);
    client.advance(200 * MINUTE).await;
    assert_eq!(minutes().await, 45);
}

#[tokio::test]
async fn essence_is_earned_by_twenty_minutes_and_staying_until_the_social_phase() {
    let client = free().await;
    let table = seated(&client, 0).await;
    let earned = async || summary(&client, 0, &table).await.body["essence_earned"].clone();
    client.advance(30 * MINUTE).await;
    in_room(&client, 0, 20 * MINUTE, None).await;
    client.advance(50 * MINUTE - 1).await;
    assert_eq!(earned().await, false);
    client.advance(1).await;
    assert_eq!(earned().await, true);
    in_room(&client, 0, 20 * MINUTE - 1, None).await;
    assert_eq!(earned().await, false);
}
