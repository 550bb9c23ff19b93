//! Requests that arrive twice.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, MINUTE, greens, send};

const KEY: &str = "0190f4a0-0000-7000-8000-00000000000a";

async fn rate(client: &Client, table: &str, keys: &[&str], body: &Value) -> Answer {
    let token = client.token(0).await;
    let path = format!("/api/v1/sessions/{table}/rate");
    let request = client.request(Method::POST, &path).bearer_auth(token);
    let request = request.header("content-type", "application/json").body(body.to_string());
    send(keys.iter().fold(request, |request, key| request.header("x-idempotency-key", *key))).await
}

#[tokio::test]
async fn a_replay_is_answered_the_same_and_moves_nothing() {
    let (client, table) = Client::ratable().await;
    let body = greens(&[1, 2]);
    let first = rate(&client, &table, &[KEY], &body).await;
    assert_eq!(first.status, 200, "{first:?}");
    let again = rate(&client, &table, &[&KEY.to_uppercase()], &body).await;
    assert_eq!((again.status, again.body), (200, first.body));
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 2);
    // Without its key it is another request.
    assert_eq!(rate(&client, &table, &[], &body).await.told(), (409, "RATING_ALREADY_EXISTS"));
}

#[tokio::test]
async fn a_key_belongs_to_one_body_and_one_session() {
    let (client, table) = Client::ratable().await;
    assert_eq!(rate(&client, &table, &[KEY], &greens(&[1])).await.status, 200);
    let other = rate(&client, &table, &[KEY], &greens(&[2])).await;
    assert_eq!(other.told(), (422, "IDEMPOTENCY_KEY_REUSED"));
    let elsewhere = rate(&client, crate::support::NOBODY, &[KEY], &greens(&[1])).await;
    assert_eq!(elsewhere.told(), (422, "IDEMPOTENCY_KEY_REUSED"));
}

#[tokio::test]
async fn what_was_refused_is_judged_anew() {
    let client = Client::start().await;
    let table = client.table().await;
    let body = greens(&[1]);
    assert_eq!(rate(&client, &table, &[KEY], &body).await.told(), (403, "SESSION_NOT_RATABLE"));
    client.advance(50 * MINUTE).await;
    assert_eq!(rate(&client, &table, &[KEY], &body).await.status, 200);
}

#[tokio::test]
async fn a_key_lives_for_a_day() {
    let (client, table) = Client::ratable().await;
    assert_eq!(rate(&client, &table, &[KEY], &greens(&[1])).await.status, 200);
    client.advance(24 * 60 * MINUTE - 1).await;
    assert_eq!(rate(&client, &table, &[KEY], &greens(&[1])).await.status, 200);
    client.advance(1).await;
    let answer = rate(&client, &table, &[KEY], &greens(&[1])).await;
    assert_eq!(answer.told(), (409, "RATING_ALREADY_EXISTS"));
}

#[tokio::test]
async fn a_key_that_is_none_or_two_is_refused() {
    let (client, table) = Client::ratable().await;
    for keys in [&["k"][..], &[""], &["00000000-0000-0000-0000-000000000000"], &[KEY, KEY]] {
        let answer = rate(&client, &table, keys, &greens(&[1])).await;
        assert_eq!(answer.told(), (400, "IDEMPOTENCY_KEY_INVALID"), "{keys:?}");
    }
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_equal_requests_at_once_one_is_done_and_all_are_answered_the_same() {
    let (client, table) = Client::ratable().await;
    let token = client.token(0).await;
    let path = format!("/api/v1/sessions/{table}/rate");
    let body = greens(&[1, 2, 3]);
    let request = || {
        let request = client.request(Method::POST, &path).bearer_auth(&token);
        let request = request.header("content-type", "application/json").body(body.to_string());
        send(request.header("x-idempotency-key", KEY))
    };
    let answers = futures_util::future::join_all((0..16).map(|_| request())).await;
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (200, &answers[0].body));
    }
    assert_eq!(answers[0].body["ratings_submitted"], json!(3));
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 3);
}
