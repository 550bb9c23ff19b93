//! Many at once.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Made, QUICK_MATCH, act, assert_balanced, credits, free, ledger, make};
use crate::issuers::{ISSUER, Key, claims};
use crate::provider::Provider;
use crate::support::{Answer, Client, send};
use focus_server::testing::START;

/// Strangers with two credits each, `user-0` and so on; gives their tokens.
async fn strangers(client: &Client, key: &Key, count: usize) -> Vec<String> {
    let now = client.server.database().instant(START);
    let mut tokens = Vec::new();
    for n in 0..count {
        let id = format!("0190f4a0-0000-7000-8000-{n:012x}");
        client
            .sql(&format!(
                "INSERT INTO users (id, issuer, subject, email, username, created_at, updated_at)
                 VALUES ('{id}', '{ISSUER}', 'user-{n}', 'u{n}@example.com', 'user_{n}', {now}, {now});
                 INSERT INTO credits (id, user_id, tier, credits_remaining, credit_cycle_start,
                     referral_code, created_at, updated_at)
                 VALUES ('{id}', '{id}', 'free', 2, {now}, 'CODE{n}', {now}, {now})"
            ))
            .await;
        let mut claims = claims();
        claims["sub"] = format!("user-{n}").into();
        tokens.push(key.sign(&claims));
    }
    tokens
}

async fn at_once(client: &Client, path: &str, tokens: &[String]) -> Vec<Answer> {
    let mut tasks = tokio::task::JoinSet::new();
    for token in tokens {
        let request = client.request(Method::POST, path).bearer_auth(token);
        let request = request.header("content-type", "application/json").body("{}");
        tasks.spawn(send(request));
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_dozen_and_one_who_come_at_once_fill_table_after_table() {
    let (_provider, client, key) = Provider::with_key().await;
    let tokens = strangers(&client, &key, 25).await;
    let answers = at_once(&client, QUICK_MATCH, &tokens).await;
    for answer in &answers {
        assert_eq!(
            (answer.status, &answer.body["credit_deducted"]),
            (200, &json!(true)),
            "{answer:?}"
        );
    }
    let mut seats: Vec<(&str, i64)> = answers.iter().map(seat).collect();
    seats.sort_unstable();
    seats.dedup();
    assert_eq!(seats.len(), 25, "a seat was given twice");
    let rows = "SELECT CAST(COUNT(*) AS TEXT) FROM session_participants
        WHERE left_at IS NULL GROUP BY session_id ORDER BY COUNT(*)";
    let rows = client.server.database().rows(rows).await;
    let taken: Vec<_> = rows.iter().map(|row| row[0].as_deref().unwrap()).collect();
    assert_eq!(taken, ["1", "4", "4", "4", "4", "4", "4"]);
    let spent = "SELECT COUNT(*) FROM credits WHERE credits_remaining = 1";
    assert_eq!(client.count(spent).await, 25);
    assert_balanced(&client, 2).await;
}

fn seat(answer: &Answer) -> (&str, i64) {
    let session = answer.body["session"]["id"].as_str().unwrap();
    (session, answer.body["seat_number"].as_i64().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn somebody_who_asks_eight_times_at_once_sits_and_pays_once() {
    let client = free().await;
    let tokens = vec![client.token(0).await; 8];
    let answers = at_once(&client, QUICK_MATCH, &tokens).await;
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let lost = answers.iter().filter(|a| a.told() == (409, "ALREADY_IN_SESSION")).count();
    assert_eq!((won, lost), (1, 7));
    assert_eq!((credits(&client, 0).await, ledger(&client, 0).await.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn matches_and_picks_of_one_small_table_do_not_meet_on_a_seat() {
    let client = free().await;
    let table = make(&client, Made { max_seats: 2, ..Made::default() }).await;
    let join = format!("/api/v1/sessions/{table}/join");
    let mut tokens = Vec::new();
    for person in 0..4 {
        tokens.push(client.token(person).await);
    }
    let (picked, matched) = tokio::join!(
        at_once(&client, &join, &tokens[..2]),
        at_once(&client, QUICK_MATCH, &tokens[2..])
    );
    let full = picked.iter().filter(|a| a.told() == (409, "SESSION_FULL")).count();
    assert!(matched.iter().all(|answer| answer.status == 200));
    let there = format!(
        "SELECT COUNT(*) FROM session_participants WHERE session_id = '{table}' AND left_at IS NULL"
    );
    assert_eq!(client.count(&there).await, 2);
    let seated = "SELECT COUNT(*) FROM session_participants WHERE left_at IS NULL";
    assert_eq!(client.count(seated).await, 4 - full as i64);
    assert_balanced(&client, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_seat_that_is_cancelled_many_times_at_once_is_refunded_once() {
    let client = free().await;
    let slot = json!({"target_slot_time": "2026-05-01T12:00:00Z"});
    let table = super::id_of(&super::find(&client, 0, &slot).await);
    let cancels = (0..6).map(|_| act(&client, 0, &table, "cancel"));
    let answers = join_all(cancels).await;
    let refunded = |answer: &&Answer| answer.body["credit_refunded"] == Value::Bool(true);
    assert_eq!(answers.iter().filter(refunded).count(), 1);
    assert_eq!(answers.iter().filter(|a| a.told() == (403, "NOT_PARTICIPANT")).count(), 5);
    assert_eq!(credits(&client, 0).await, 2);
    assert_balanced(&client, 2).await;
}
