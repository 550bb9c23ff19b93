//! Joining a table that was picked, and coming back to one.

use reqwest::Method;
use serde_json::json;

use super::{
    Made, TEN, act, assert_balanced, credits, find, free, give, id_of, ledger, make, seated,
};
use crate::support::{MINUTE, NOBODY, PEOPLE, send};

#[tokio::test]
async fn a_table_that_was_picked_is_joined_as_by_a_match() {
    let client = free().await;
    let table = make(&client, Made::default()).await;
    let answer = act(&client, 0, table, "join").await;
    assert_eq!((answer.status, id_of(&answer).as_str()), (200, table));
    assert_eq!(
        (&answer.body["seat_number"], &answer.body["wait_minutes"]),
        (&json!(1), &json!(30))
    );
    assert_eq!(answer.body["credit_deducted"], true);
    assert_eq!(credits(&client, 0).await, 1);
    let wrong = act(&client, 0, "1", "join").await;
    assert_eq!(wrong.told(), (422, "INVALID_SESSION_ID"));
    assert_eq!(act(&client, 0, NOBODY, "join").await.told(), (404, "SESSION_NOT_FOUND"));
}

#[tokio::test]
async fn the_wait_is_told_in_whole_minutes() {
    let client = free().await;
    let table = make(&client, Made::default()).await;
    client.advance(29 * MINUTE).await;
    let answer = act(&client, 0, table, "join").await;
    assert_eq!(
        (&answer.body["wait_minutes"], &answer.body["is_immediate"]),
        (&json!(1), &json!(false))
    );
    client.advance(1_000).await;
    let answer = act(&client, 1, table, "join").await;
    assert_eq!(
        (&answer.body["wait_minutes"], &answer.body["is_immediate"]),
        (&json!(0), &json!(true))
    );
    client.advance(2 * MINUTE).await;
    let answer = act(&client, 2, table, "join").await;
    assert_eq!(
        (&answer.body["wait_minutes"], &answer.body["is_immediate"]),
        (&json!(0), &json!(true))
    );
}

#[tokio::test]
async fn a_table_can_be_joined_until_minute_three() {
    let client = free().await;
    let table = make(&client, Made::default()).await;
    client.advance(33 * MINUTE - 1).await;
    assert_eq!(act(&client, 0, table, "join").await.status, 200);
    client.advance(1).await;
    let late = act(&client, 1, table, "join").await;
    assert_eq!(late.told(), (409, "SESSION_PHASE_ERROR"));
    assert_eq!(late.body["detail"], "Session is in work_1 phase, requires setup.");
    assert_eq!(credits(&client, 1).await, 2);
}

#[tokio::test]
async fn a_table_has_as_many_seats_as_it_says() {
    let client = free().await;
    let table = make(&client, Made { max_seats: 2, ..Made::default() }).await;
    assert_eq!(act(&client, 0, table, "join").await.status, 200);
    assert_eq!(act(&client, 1, table, "join").await.status, 200);
    assert_eq!(act(&client, 2, table, "join").await.told(), (409, "SESSION_FULL"));
    assert_eq!(credits(&client, 2).await, 2);
    assert_eq!(act(&client, 0, table, "leave").await.status, 200);
    assert_eq!(act(&client, 2, table, "join").await.body["seat_number"], 1);
}

#[tokio::test]
async fn a_private_table_is_not_there_for_strangers() {
    let client = free().await;
    let table = make(&client, Made { is_private: true, ..Made::default() }).await;
    assert_eq!(act(&client, 0, table, "join").await.told(), (404, "SESSION_NOT_FOUND"));
    client.sql(&format!("UPDATE sessions SET created_by = '{}'", PEOPLE[0])).await;
    assert_eq!(act(&client, 0, table, "join").await.status, 200);
    assert_eq!(act(&client, 1, table, "join").await.told(), (404, "SESSION_NOT_FOUND"));
}

#[tokio::test]
async fn who_left_comes_back_without_paying_again_though_no_credit_is_left() {
    let client = free().await;
    give(&client, 0, 1).await;
    let table = seated(&client, 0).await;
    seated(&client, 1).await;
    assert_eq!(act(&client, 0, &table, "leave").await.status, 200);
    client.advance(MINUTE).await;
    let back = act(&client, 0, &table, "join").await;
    assert_eq!((back.status, &back.body["credit_deducted"]), (200, &json!(false)), "{back:?}");
    assert_eq!(back.body["seat_number"], 1);
    assert_eq!(back.body["session"]["participants"][0]["joined_at"], "2026-05-01T09:31:00Z");
    act(&client, 0, &table, "leave").await;
    // A match finds the same table again.
    let back = find(&client, 0, &json!({"target_slot_time": TEN})).await;
    assert_eq!((id_of(&back), &back.body["credit_deducted"]), (table.clone(), &json!(false)));
    assert_eq!((credits(&client, 0).await, ledger(&client, 0).await.len()), (0, 1));
    let rows = format!("SELECT COUNT(*) FROM session_participants WHERE user_id = '{}'", PEOPLE[0]);
    assert_eq!(client.count(&rows).await, 1);
    // In setup too, and not later.
    act(&client, 0, &table, "leave").await;
    client.advance(29 * MINUTE + 3 * MINUTE - 1).await;
    assert_eq!(act(&client, 0, &table, "join").await.status, 200);
    act(&client, 0, &table, "leave").await;
    give(&client, 0, 1).await;
    client.advance(1).await;
    assert_eq!(act(&client, 0, &table, "join").await.told(), (409, "SESSION_PHASE_ERROR"));
}

#[tokio::test]
async fn who_was_given_the_credit_back_pays_again_and_it_is_given_back_once() {
    let client = free().await;
    let slot = json!({"target_slot_time": "2026-05-01T12:00:00Z"});
    let table = id_of(&find(&client, 0, &slot).await);
    let cancelled = act(&client, 0, &table, "cancel").await;
    assert_eq!(cancelled.body["credit_refunded"], true);
    assert_eq!(credits(&client, 0).await, 2);
    client.advance(MINUTE).await;
    let back = act(&client, 0, &table, "join").await;
    assert_eq!((back.status, &back.body["credit_deducted"]), (200, &json!(true)));
    assert_eq!(credits(&client, 0).await, 1);
    client.advance(MINUTE).await;
    let again = act(&client, 0, &table, "cancel").await;
    assert_eq!(again.body["credit_refunded"], false);
    assert_eq!(again.body["message"], "Session cancelled. Credit was already refunded.");
    assert_eq!(credits(&client, 0).await, 1);
    assert_balanced(&client, 2).await;
}

#[tokio::test]
async fn a_request_that_comes_again_takes_one_seat_and_one_credit() {
    let client = free().await;
    let table = make(&client, Made::default()).await;
    let token = client.token(0).await;
    let key = "0190f4a0-0000-7000-8000-0000000000aa";
    let ask = |path: String, body: Option<&str>| {
        let request = client.request(Method::POST, &path).bearer_auth(&token);
        let request = request.header("x-idempotency-key", key);
        send(match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_owned()),
            None => request,
        })
    };
    let quick = async || ask(super::QUICK_MATCH.to_owned(), Some("{}")).await;
    let first = quick().await;
    assert_eq!((first.status, id_of(&first).as_str()), (200, table));
    assert_eq!(quick().await.body, first.body);
    let act = async |what| ask(format!("/api/v1/sessions/{table}/{what}"), None).await;
    for what in ["leave", "join", "cancel"] {
        client.advance(MINUTE).await;
        let first = act(what).await;
        assert_eq!(first.status, 200, "{what}: {first:?}");
        assert_eq!(act(what).await.body, first.body);
    }
    assert_eq!((credits(&client, 0).await, ledger(&client, 0).await.len()), (1, 1));
}
