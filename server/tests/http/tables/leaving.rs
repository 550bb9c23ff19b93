//! Leaving and cancelling.

use reqwest::Method;
use serde_json::{Value, json};

use super::{act, assert_balanced, credits, find, free, id_of, ledger, look, seated};
use crate::support::{Answer, Client, MINUTE, NOBODY, PEOPLE, members, send};

async fn leave_with(client: &Client, session: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/sessions/{session}/leave");
    client.post(&path, &client.token(0).await, body).await
}

#[tokio::test]
async fn a_seat_is_left_at_any_time_and_nothing_is_given_back() {
    let client = free().await;
    let table = seated(&client, 0).await;
    let left = act(&client, 0, &table, "leave").await;
    assert_eq!((left.status, members(&left.body)), (200, vec!["session_id", "status"]));
    assert_eq!(left.body, json!({"status": "left", "session_id": table}));
    assert_eq!((credits(&client, 0).await, ledger(&client, 0).await.len()), (1, 1));
    let again = act(&client, 0, &table, "leave").await;
    assert_eq!(again.told(), (403, "NOT_PARTICIPANT"));
    let body = look(&client, 0, &table).await;
    assert_eq!(body.told(), (403, "NOT_PARTICIPANT"));
    seated(&client, 1).await;
    client.advance(80 * MINUTE).await;
    assert_eq!(act(&client, 1, &table, "leave").await.status, 200);
    assert_eq!(act(&client, 1, NOBODY, "leave").await.told(), (404, "SESSION_NOT_FOUND"));
    assert_eq!(act(&client, 1, "x", "leave").await.told(), (422, "INVALID_SESSION_ID"));
}

#[tokio::test]
async fn a_reason_may_be_given_of_five_hundred_characters() {
    let client = free().await;
    let table = seated(&client, 0).await;
    for (body, told) in [
        (json!({"reason": "é".repeat(501)}), (422, "TOO_LONG")),
        (json!({"reason": 1}), (422, "WRONG_TYPE")),
        (json!([]), (422, "WRONG_TYPE")),
    ] {
        assert_eq!(leave_with(&client, &table, &body).await.told(), told, "{body}");
    }
    let long = json!({"reason": format!(" {} ", "é".repeat(500))});
    assert_eq!(leave_with(&client, &table, &long).await.status, 200);
}

#[tokio::test]
async fn an_hour_ahead_the_credit_comes_back_and_a_second_later_it_does_not() {
    let client = free().await;
    let slot = json!({"target_slot_time": "2026-05-01T11:00:00Z"});
    let table = id_of(&find(&client, 0, &slot).await);
    find(&client, 1, &slot).await;
    client.advance(30 * MINUTE).await;
    let done = act(&client, 0, &table, "cancel").await;
    let message = "Session cancelled. Credit refunded to your account.";
    let expected = json!({"status": "cancelled", "session_id": table, "credit_refunded": true,
        "message": message});
    assert_eq!((done.status, done.body), (200, expected));
    assert_eq!(credits(&client, 0).await, 2);
    let lines = ledger(&client, 0).await;
    assert_eq!(lines[1], ("refund".to_owned(), "1".to_owned()));
    client.advance(1_000).await;
    let late = act(&client, 1, &table, "cancel").await;
    assert_eq!((late.status, &late.body["credit_refunded"]), (200, &json!(false)));
    let message = "Session cancelled. No refund: 59 minutes before start, minimum 60 required.";
    assert_eq!(late.body["message"], message);
    assert_eq!(credits(&client, 1).await, 1);
    let held = "SELECT COUNT(*) FROM session_participants WHERE left_at IS NULL";
    assert_eq!(client.count(held).await, 0);
    assert_balanced(&client, 2).await;
}

#[tokio::test]
async fn a_session_that_has_begun_is_left_and_not_cancelled() {
    let client = free().await;
    let table = seated(&client, 0).await;
    client.advance(30 * MINUTE - 1).await;
    seated_elsewhere(&client, &table).await;
    client.advance(1).await;
    let late = act(&client, 0, &table, "cancel").await;
    assert_eq!(late.told(), (400, "SESSION_ALREADY_STARTED"));
    let text = "Session has already started. Use /leave endpoint instead.";
    assert_eq!(late.body["detail"], text);
    assert_eq!(look(&client, 0, &table).await.status, 200);
}

/// Only who sits there cancels.
async fn seated_elsewhere(client: &Client, table: &str) {
    assert_eq!(act(client, 1, table, "cancel").await.told(), (403, "NOT_PARTICIPANT"));
    assert_eq!(act(client, 1, NOBODY, "cancel").await.told(), (404, "SESSION_NOT_FOUND"));
    assert_eq!(act(client, 1, "x", "cancel").await.told(), (422, "INVALID_SESSION_ID"));
}

#[tokio::test]
async fn who_cancelled_owes_nothing_and_who_left_does() {
    let client = free().await;
    let table = seated(&client, 0).await;
    for person in 1..4 {
        seated(&client, person).await;
    }
    act(&client, 0, &table, "cancel").await;
    client.advance(40 * MINUTE).await;
    act(&client, 1, &table, "leave").await;
    client.advance(40 * MINUTE).await;
    assert_eq!(client.pending(0).await["has_pending"], false);
    let users = client.pending(1).await["pending"]["rateable_users"].clone();
    let users: Vec<_> = users.as_array().unwrap().iter().map(|u| u["user_id"].clone()).collect();
    assert_eq!(users, [json!(PEOPLE[2]), json!(PEOPLE[3])]);
}

#[tokio::test]
async fn upcoming_sessions_count_who_sits_there() {
    let client = free().await;
    let table = seated(&client, 0).await;
    seated(&client, 1).await;
    act(&client, 1, &table, "leave").await;
    let request = client.request(Method::GET, "/api/v1/sessions/upcoming");
    let body = send(request.bearer_auth(client.token(0).await)).await.body;
    assert_eq!(body["sessions"][0]["participant_count"], 1);
    assert_eq!(body["sessions"][0]["my_seat_number"], 1);
}
