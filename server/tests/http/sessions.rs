//! Reading sessions: the phase is told from the clock, and only participants may look.

use crate::support::{Client, MINUTE, NOBODY, PEOPLE, members};
use focus_server::testing::START;

#[tokio::test]
async fn a_session_has_every_member_of_the_contract() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let answer = client.get(&format!("/api/v1/sessions/{table}"), &token).await;
    assert_eq!(answer.status, 200);
    let expected = [
        "available_seats",
        "current_phase",
        "end_time",
        "has_started",
        "id",
        "language",
        "livekit_room_name",
        "mode",
        "participants",
        "phase_started_at",
        "room_type",
        "start_time",
        "topic",
    ];
    assert_eq!(members(&answer.body), expected);
    assert_eq!(answer.body["start_time"], "2026-05-01T09:30:00Z");
    assert_eq!(answer.body["end_time"], "2026-05-01T10:25:00Z");
    assert_eq!(answer.body["available_seats"], 0);
    let seats = answer.body["participants"].as_array().unwrap();
    let users: Vec<_> = seats.iter().map(|seat| seat["user_id"].as_str().unwrap()).collect();
    assert_eq!(users, PEOPLE);
    let expected = [
        "ai_companion_name",
        "avatar_config",
        "display_name",
        "id",
        "is_active",
        "joined_at",
        "participant_type",
        "pixel_avatar_id",
        "seat_number",
        "user_id",
        "username",
    ];
    assert_eq!(members(&seats[0]), expected);
    assert_eq!(seats[3]["seat_number"], 4);
}

#[tokio::test]
async fn the_phase_follows_the_clock() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let path = format!("/api/v1/sessions/{table}");
    for (step, phase, since) in [
        (0, "setup", "2026-05-01T09:30:00Z"),
        (3, "work_1", "2026-05-01T09:33:00Z"),
        (25, "break", "2026-05-01T09:58:00Z"),
        (2, "work_2", "2026-05-01T10:00:00Z"),
        (20, "social", "2026-05-01T10:20:00Z"),
        (5, "ended", "2026-05-01T10:25:00Z"),
    ] {
        client.advance(step * MINUTE).await;
        let body = client.get(&path, &token).await.body;
        assert_eq!(body["current_phase"], phase);
        assert_eq!(body["phase_started_at"], since);
        assert_eq!(body["has_started"], true);
    }
}

#[tokio::test]
async fn a_session_to_come_is_setup_and_has_not_started() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    client.begin_at(START.unix_micros() + 1).await;
    let body = client.get(&format!("/api/v1/sessions/{table}"), &token).await.body;
    assert_eq!(body["current_phase"], "setup");
    assert_eq!(body["phase_started_at"], "2026-05-01T09:30:00Z");
    client.begin_at(START.unix_micros() + 1_001).await;
    let body = client.get(&format!("/api/v1/sessions/{table}"), &token).await.body;
    assert_eq!((&body["current_phase"], &body["has_started"]), (&"setup".into(), &false.into()));
    assert!(body["phase_started_at"].is_null());
}

#[tokio::test]
async fn only_who_sits_there_may_look() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let path = format!("/api/v1/sessions/{table}");
    client.leave(0, START).await;
    assert_eq!(client.get(&path, &token).await.told(), (403, "NOT_PARTICIPANT"));
    let body = client.get(&path, &client.token(1).await).await.body;
    assert_eq!(body["available_seats"], 1);
    assert_eq!(body["participants"][0]["is_active"], false);
}

#[tokio::test]
async fn an_unknown_session_is_not_found_and_an_id_must_be_a_uuid() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let told = async |id: &str| {
        let answer = client.get(&format!("/api/v1/sessions/{id}"), &token).await;
        (answer.status, answer.body["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(told(NOBODY).await, (404, "SESSION_NOT_FOUND".to_owned()));
    for id in ["1", "%FF", "00000000-0000-0000-0000-000000000000", "diary%2Fx"] {
        assert_eq!(told(id).await, (422, "INVALID_SESSION_ID".to_owned()), "{id}");
    }
    let upper = client.table().await.to_uppercase();
    assert_eq!(client.get(&format!("/api/v1/sessions/{upper}"), &token).await.status, 200);
}

#[tokio::test]
async fn upcoming_sessions_are_the_live_ones_and_those_to_come_in_order() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(2).await);
    client.advance(54 * MINUTE + 59_999).await;
    let upcoming = client.get("/api/v1/sessions/upcoming", &token).await.body;
    let session = &upcoming["sessions"][0];
    let expected = [
        "current_phase",
        "end_time",
        "has_started",
        "id",
        "language",
        "mode",
        "my_seat_number",
        "participant_count",
        "start_time",
        "topic",
    ];
    assert_eq!(members(session), expected);
    assert_eq!(session["id"], table.as_str());
    assert_eq!(session["current_phase"], "social");
    assert_eq!((&session["my_seat_number"], &session["participant_count"]), (&3.into(), &4.into()));
    client.advance(1).await;
    let next = client.table().await;
    assert_ne!(next, table);
    let upcoming = client.get("/api/v1/sessions/upcoming", &token).await.body;
    assert_eq!(upcoming["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(upcoming["sessions"][0]["id"], next.as_str());
}

#[tokio::test]
async fn a_seat_that_was_left_is_not_upcoming() {
    let client = Client::start().await;
    client.leave(0, START).await;
    let told = async |person| {
        let token = client.token(person).await;
        client.get("/api/v1/sessions/upcoming", &token).await.body
    };
    assert_eq!(told(0).await["sessions"], serde_json::json!([]));
    assert_eq!(told(1).await["sessions"][0]["participant_count"], 3);
}
