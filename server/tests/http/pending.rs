//! Who owes ratings, from when, and for how long.

use focus_core::Timestamp;
use focus_server::testing::START;
use serde_json::json;

use crate::support::{Client, MINUTE, PEOPLE, greens, members};

#[tokio::test]
async fn ratings_are_owed_from_minute_50_until_48_hours_after_the_end() {
    let client = Client::start().await;
    let table = client.table().await;
    client.advance(50 * MINUTE - 1).await;
    assert_eq!(client.pending(0).await, json!({"has_pending": false, "pending": null}));
    client.advance(1).await;
    let pending = client.pending(0).await;
    assert_eq!(pending["has_pending"], true);
    let info = &pending["pending"];
    assert_eq!(members(info), ["expires_at", "rateable_users", "session_id"]);
    assert_eq!(info["session_id"], table.as_str());
    assert_eq!(info["expires_at"], "2026-05-03T10:25:00Z");
    let users = info["rateable_users"].as_array().unwrap();
    let ids: Vec<_> = users.iter().map(|user| user["user_id"].as_str().unwrap()).collect();
    assert_eq!(ids, PEOPLE[1..]);
    let expected = ["avatar_config", "display_name", "user_id", "username"];
    assert_eq!(members(&users[0]), expected);
    client.advance(48 * 60 * MINUTE + 5 * MINUTE - 1).await;
    assert_eq!(client.pending(0).await["has_pending"], true);
    client.advance(1).await;
    assert_eq!(client.pending(0).await["has_pending"], false);
}

#[tokio::test]
async fn who_left_before_the_start_owes_nothing_and_is_rated_by_nobody() {
    let client = Client::start().await;
    client.table().await;
    client.leave(0, Timestamp::from_unix_micros(START.unix_micros() - 1)).await;
    client.advance(50 * MINUTE).await;
    assert_eq!(client.pending(0).await["has_pending"], false);
    let users = client.pending(1).await["pending"]["rateable_users"].clone();
    assert_eq!(users.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn records_are_made_once_for_everybody_by_whoever_looks_first() {
    let (client, table) = Client::ratable().await;
    assert_eq!(client.count("SELECT COUNT(*) FROM pending_ratings").await, 0);
    assert_eq!(client.rate(3, &table, &greens(&[0])).await.status, 200);
    assert_eq!(client.count("SELECT COUNT(*) FROM pending_ratings").await, 4);
    client.pending(0).await;
    client.skip(1, &table).await;
    assert_eq!(client.count("SELECT COUNT(*) FROM pending_ratings").await, 4);
    let open = "SELECT COUNT(*) FROM pending_ratings WHERE completed_at IS NULL";
    assert_eq!(client.count(open).await, 2);
}

#[tokio::test]
async fn the_oldest_debt_is_asked_for_first() {
    let (client, old) = Client::ratable().await;
    client.advance(5 * MINUTE).await;
    let new = client.table().await;
    client.advance(50 * MINUTE).await;
    assert_eq!(client.pending(0).await["pending"]["session_id"], old.as_str());
    client.skip(0, &old).await;
    assert_eq!(client.pending(0).await["pending"]["session_id"], new.as_str());
    // The debts were kept when both were due, and the newer one may be paid first.
    assert_eq!(client.rate(1, &new, &greens(&[0])).await.status, 200);
    assert_eq!(client.pending(1).await["pending"]["session_id"], old.as_str());
}

#[tokio::test]
async fn somebody_alone_owes_nothing() {
    let client = Client::start().await;
    client.table().await;
    client.sql(&format!("DELETE FROM session_participants WHERE user_id <> '{}'", PEOPLE[0])).await;
    client.advance(50 * MINUTE).await;
    assert_eq!(client.pending(0).await["has_pending"], false);
}
