//! Who gets no seat, and the first reason why.

use focus_core::Timestamp;
use focus_server::testing::START;
use serde_json::json;

use super::{Made, TEN, act, credits, find, free, give, make, seated};
use crate::support::{Client, MINUTE, PEOPLE};

async fn ban(client: &Client, person: usize, until: Timestamp) {
    let (until, id) = (client.server.database().instant(until), PEOPLE[person]);
    client.sql(&format!("UPDATE users SET banned_until = {until} WHERE id = '{id}'")).await;
}

#[tokio::test]
async fn who_is_suspended_waits_until_it_is_over() {
    let client = free().await;
    let table = make(&client, Made::default()).await;
    ban(&client, 0, Timestamp::from_unix_micros(START.unix_micros() + 1)).await;
    assert_eq!(find(&client, 0, &json!({})).await.told(), (403, "ACCOUNT_BANNED"));
    assert_eq!(act(&client, 0, table, "join").await.told(), (403, "ACCOUNT_BANNED"));
    ban(&client, 0, START).await;
    assert_eq!(find(&client, 0, &json!({})).await.status, 200);
}

#[tokio::test]
async fn without_a_credit_there_is_no_seat() {
    let client = free().await;
    let table = make(&client, Made::default()).await;
    give(&client, 0, 0).await;
    assert_eq!(find(&client, 0, &json!({})).await.told(), (402, "INSUFFICIENT_CREDITS"));
    assert_eq!(act(&client, 0, table, "join").await.told(), (402, "INSUFFICIENT_CREDITS"));
    assert_eq!(client.count("SELECT COUNT(*) FROM session_participants").await, 0);
    client.sql(&format!("DELETE FROM credits WHERE user_id = '{}'", PEOPLE[0])).await;
    assert_eq!(find(&client, 0, &json!({})).await.told(), (404, "CREDIT_NOT_FOUND"));
    assert_eq!(act(&client, 0, table, "join").await.told(), (404, "CREDIT_NOT_FOUND"));
}

#[tokio::test]
async fn a_second_seat_at_the_same_time_is_refused_with_the_first() {
    let client = free().await;
    let table = seated(&client, 0).await;
    let other = make(&client, Made::default()).await;
    let again = find(&client, 0, &json!({"filters": {"mode": "quiet"}})).await;
    for answer in
        [again, act(&client, 0, other, "join").await, act(&client, 0, &table, "join").await]
    {
        assert_eq!(answer.told(), (409, "ALREADY_IN_SESSION"));
        assert_eq!(answer.body["existing_session_id"], table.as_str());
        assert_eq!(answer.body["start_time"], TEN);
        assert_eq!(answer.body["message"], answer.body["detail"]);
    }
    assert_eq!(credits(&client, 0).await, 1);
    let later = find(&client, 0, &json!({"target_slot_time": "2026-05-01T10:30:00Z"})).await;
    assert_eq!(later.status, 200);
}

#[tokio::test]
async fn who_owes_ratings_pays_them_first_and_the_debt_is_kept_though_the_match_is_refused() {
    let (client, table) = Client::ratable().await;
    let answer = find(&client, 0, &json!({})).await;
    assert_eq!(answer.told(), (403, "PENDING_RATINGS"));
    assert_eq!(answer.body["message"], answer.body["detail"]);
    assert_eq!(client.count("SELECT COUNT(*) FROM pending_ratings").await, 4);
    let later = Made { start: "2026-05-01T11:00:00Z", ..Made::default() };
    let later = make(&client, later).await;
    assert_eq!(act(&client, 1, later, "join").await.told(), (403, "PENDING_RATINGS"));
    assert_eq!(client.skip(0, &table).await.status, 200);
    assert_eq!(find(&client, 0, &json!({})).await.status, 200);
    // After two days nobody asks any more.
    client.advance(48 * 60 * MINUTE + 5 * MINUTE).await;
    assert_eq!(find(&client, 1, &json!({})).await.status, 200);
}

#[tokio::test]
async fn the_first_reason_is_told() {
    let (client, table) = Client::ratable().await;
    give(&client, 0, 0).await;
    ban(&client, 0, START.plus_millis(60 * MINUTE)).await;
    let past = json!({"target_slot_time": "2026-05-01T09:00:00Z"});
    assert_eq!(find(&client, 0, &past).await.told(), (403, "ACCOUNT_BANNED"));
    ban(&client, 0, START).await;
    assert_eq!(find(&client, 0, &past).await.told(), (400, "INVALID_SLOT"));
    assert_eq!(find(&client, 0, &json!({})).await.told(), (403, "PENDING_RATINGS"));
    client.skip(0, &table).await;
    assert_eq!(find(&client, 0, &json!({})).await.told(), (402, "INSUFFICIENT_CREDITS"));
    give(&client, 0, 1).await;
    seated(&client, 0).await;
    assert_eq!(find(&client, 0, &json!({})).await.told(), (402, "INSUFFICIENT_CREDITS"));
}
