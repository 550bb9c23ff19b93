//! Key sets over time: kept, refreshed, rotated, withdrawn; on a clock that the test moves.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use focus_core::key_set::KeySetAge;
use focus_server::auth::Outcome;
use focus_server::config::{Algorithm, Command};
use focus_server::testing::{Options, START, TestServer};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;
use tower::ServiceExt as _;

use crate::issuers::{Key, claims};
use crate::provider::{Answer, Provider};
use crate::support::{Client, send};

/// Tells who has a good token and no account here: nobody else is told that.
const ME: &str = "/api/v1/sessions/upcoming";
/// By then a refresh is due, whatever the jitter; the earliest is a tenth before.
const REFRESH_MS: i64 = 3_300_000;

async fn told(client: &Client, token: &str) -> (u16, String) {
    let answer = client.get(ME, token).await;
    (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
}

fn let_in() -> (u16, String) {
    (404, "USER_NOT_FOUND".to_owned())
}

fn invalid() -> (u16, String) {
    (401, "TOKEN_INVALID".to_owned())
}

fn unavailable() -> (u16, String) {
    (503, "AUTH_UNAVAILABLE".to_owned())
}

/// Good claims for a month.
fn long() -> Value {
    let mut claims = claims();
    claims["exp"] = json!(START.unix_millis() / 1_000 + 30 * 86_400);
    claims
}

fn fetches(client: &Client, outcome: Outcome) -> u64 {
    let status = &client.server.state.key_sets()[0];
    status.fetches.iter().find(|(known, _)| *known == outcome).map_or(0, |(_, count)| *count)
}

#[tokio::test]
async fn keys_are_fetched_at_the_start_and_refreshed_by_a_timer_and_not_by_requests() {
    let (provider, client, key) = Provider::with_key().await;
    let token = key.sign(&long());
    assert_eq!(told(&client, &token).await, let_in());
    client.server.clock.set_real(START.plus_millis(REFRESH_MS * 9 / 10 - 1));
    assert_eq!(told(&client, &token).await, let_in());
    assert_eq!(provider.fetches(), 1);
    client.server.clock.set_real(START.plus_millis(REFRESH_MS));
    client.fetched(2).await;
    assert_eq!(told(&client, &token).await, let_in());
    assert_eq!((provider.fetches(), fetches(&client, Outcome::Unchanged)), (2, 1));
}

#[tokio::test]
async fn a_server_is_not_ready_until_it_has_keys() {
    let (provider, key) = (Provider::default(), Key::ec(Some("one")));
    let client = provider.client().await;
    client.fetched(1).await;
    let ready = async || send(client.request(Method::GET, "/health/ready")).await;
    assert_eq!(ready().await.told(), (503, "AUTH_UNAVAILABLE"));
    let answer = client.get(ME, &key.sign(&claims())).await;
    assert_eq!(answer.told(), (503, "AUTH_UNAVAILABLE"));
    assert_eq!((answer.header("retry-after"), answer.header("www-authenticate")), ("5", ""));
    provider.publish_keys(&[&key]);
    // The first wait is a second at most.
    client.server.clock.set_real(START.plus_millis(1_000));
    client.fetched(2).await;
    assert_eq!(ready().await.status, 200);
    assert_eq!(told(&client, &key.sign(&claims())).await, let_in());
}

#[tokio::test]
async fn keys_serve_on_while_the_provider_is_away_and_not_beyond_their_age() {
    let (provider, client, key) = Provider::with_key().await;
    let token = key.sign(&long());
    provider.answer(Answer::Status(500));
    let state = || client.server.state.key_sets()[0].state;
    for (ms, age) in [(3_599_999, KeySetAge::Fresh), (86_400_000, KeySetAge::Stale)] {
        client.server.clock.set_real(START.plus_millis(ms));
        assert_eq!((told(&client, &token).await, state()), (let_in(), age));
    }
    client.server.clock.set_real(START.plus_millis(86_400_001));
    assert_eq!((told(&client, &token).await, state()), (unavailable(), KeySetAge::Expired));
    let fresh = key.sign(&claims());
    assert_eq!(told(&client, &fresh).await, unavailable());
    assert!(client.server.state.key_sets()[0].failures > 0);
}

#[tokio::test]
async fn no_stale_keys_serve_where_none_may() {
    let (provider, key) = (Provider::default(), Key::ec(Some("one")));
    provider.publish_keys(&[&key]);
    let client = provider.client_with_max_stale(0).await;
    client.fetched(1).await;
    let token = key.sign(&long());
    assert_eq!(told(&client, &token).await, let_in());
    provider.answer(Answer::Reset);
    client.server.clock.set_real(START.plus_millis(3_599_999));
    assert_eq!(told(&client, &token).await, let_in());
    client.server.clock.set_real(START.plus_millis(3_600_000));
    assert_eq!(told(&client, &token).await, unavailable());
}

#[tokio::test]
async fn an_unknown_kid_is_looked_for_once_in_ten_seconds() {
    let (provider, client, key) = Provider::with_key().await;
    let next = Key::ec(Some("two"));
    for _ in 0..3 {
        assert_eq!(told(&client, &next.sign(&claims())).await, invalid());
    }
    assert_eq!(provider.fetches(), 1);
    provider.publish_keys(&[&key, &next]);
    client.server.clock.set_real(START.plus_millis(10_000));
    assert_eq!(told(&client, &next.sign(&claims())).await, let_in());
    assert_eq!(provider.fetches(), 2);
    assert_eq!(client.server.state.key_sets()[0].unknown_kids, 3);
}

#[tokio::test]
async fn an_unknown_kid_cannot_be_judged_when_its_fetch_failed() {
    let (provider, client, key) = Provider::with_key().await;
    let next = Key::ec(Some("two"));
    provider.answer(Answer::Status(500));
    client.server.clock.set_real(START.plus_millis(10_000));
    for _ in 0..3 {
        assert_eq!(told(&client, &next.sign(&claims())).await, unavailable());
        assert_eq!(told(&client, &key.sign(&claims())).await, let_in());
    }
    assert_eq!(provider.fetches(), 2);
}

#[tokio::test]
async fn a_key_that_is_removed_stops_working_at_the_refresh() {
    let (provider, client, key) = Provider::with_key().await;
    let (token, next) = (key.sign(&long()), Key::ec(Some("two")));
    assert_eq!(told(&client, &token).await, let_in());
    provider.publish_keys(&[&next]);
    client.server.clock.set_real(START.plus_millis(REFRESH_MS));
    client.fetched(2).await;
    assert_eq!(told(&client, &token).await, invalid());
    assert_eq!(told(&client, &next.sign(&long())).await, let_in());
}

#[tokio::test]
async fn a_key_that_keeps_its_name_and_is_another_one_is_noticed() {
    let (provider, client, key) = Provider::with_key().await;
    let (old, twin) = (key.sign(&long()), Key::ec(Some("one")));
    assert_eq!(told(&client, &old).await, let_in());
    provider.publish_keys(&[&twin]);
    client.server.clock.set_real(START.plus_millis(REFRESH_MS));
    client.fetched(2).await;
    assert_eq!(told(&client, &old).await, invalid());
    assert_eq!(told(&client, &twin.sign(&long())).await, let_in());
    assert_eq!(client.server.state.key_sets()[0].new_material, 1);
}

#[tokio::test]
async fn one_bad_key_among_good_ones_is_left_out() {
    let (provider, good, bad) = (Provider::default(), Key::ec(Some("good")), Key::ec(Some("bad")));
    provider.publish(&[good.jwk.clone(), bad.jwk_with("x", json!(7))]);
    let client = provider.client().await;
    client.fetched(1).await;
    assert_eq!(told(&client, &good.sign(&claims())).await, let_in());
    assert_eq!(told(&client, &bad.sign(&claims())).await, invalid());
    let status = &client.server.state.key_sets()[0];
    assert_eq!((status.usable_keys, status.skipped_keys), (1, 1));
}

#[tokio::test]
async fn a_redirect_is_followed_within_the_origin_alone() {
    let (provider, key) = (Provider::default(), Key::ec(Some("one")));
    let foreign = Provider::default();
    foreign.publish_keys(&[&key]);
    let elsewhere = foreign.serve().await;
    provider.answer(Answer::Redirect(format!("http://{elsewhere}/jwks")));
    let client = provider.client().await;
    client.fetched(1).await;
    assert_eq!(told(&client, &key.sign(&claims())).await, unavailable());
    assert_eq!(foreign.fetches(), 0);
    let (back, forth) = (Provider::default(), Key::ec(Some("one")));
    // Its own address is where it is sent, again and again.
    back.answer(Answer::Redirect("/jwks?next".to_owned()));
    let client = back.client().await;
    client.fetched(1).await;
    assert_eq!(told(&client, &forth.sign(&claims())).await, unavailable());
    assert!((2..=5).contains(&back.fetches()), "{}", back.fetches());
}

#[tokio::test]
async fn an_operator_may_reload_and_invalidate() {
    let (provider, client, key) = Provider::with_key().await;
    let token = key.sign(&claims());
    assert_eq!(told(&client, &token).await, let_in());
    client.server.state.reload_keys().await;
    client.fetched(2).await;
    assert_eq!((told(&client, &token).await, provider.fetches()), (let_in(), 2));
    provider.answer(Answer::Status(500));
    client.server.state.reload_keys().await;
    client.fetched(3).await;
    assert_eq!(told(&client, &token).await, let_in());
    assert!(!client.server.state.invalidate_keys("https://evil.example").await);
    assert!(client.server.state.invalidate_keys("https://id.example.com").await);
    client.fetched(4).await;
    assert_eq!(told(&client, &token).await, unavailable());
}

#[tokio::test]
async fn each_issuer_has_keys_and_users_of_its_own() {
    const OTHER: &str = "https://other.example.com";
    let (one, other) = (Provider::default(), Provider::of(OTHER));
    let (key, twin) = (Key::ec(Some("k")), Key::ec(Some("k")));
    one.publish_keys(&[&key]);
    other.publish_keys(&[&twin]);
    let mut issuers = vec![one.settings(one.serve().await)];
    issuers.push(other.settings(other.serve().await));
    issuers[1].algorithms = vec![Algorithm::Es256];
    let options = Options { command: Command::Serve, issuers, ..Options::default() };
    let client = Client::of(TestServer::start_with(options).await);
    let mut theirs = claims();
    theirs["iss"] = json!(OTHER);
    assert_eq!(told(&client, &key.sign(&claims())).await, let_in());
    assert_eq!(told(&client, &twin.sign(&theirs)).await, let_in());
    // The right name, signed by the wrong one.
    assert_eq!(told(&client, &key.sign(&theirs)).await, invalid());
    assert_eq!(told(&client, &twin.sign(&claims())).await, invalid());
    let mut evil = claims();
    evil["iss"] = json!("https://evil.example");
    assert_eq!(told(&client, &key.sign(&evil)).await.1, "TOKEN_ISSUER");
    // One that is away does not hold up the other.
    other.answer(Answer::Hang);
    client.server.state.invalidate_keys(OTHER).await;
    assert_eq!(told(&client, &key.sign(&claims())).await, let_in());
    assert_eq!(told(&client, &twin.sign(&theirs)).await, unavailable());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_cold_callers_share_one_fetch() {
    let (provider, key) = (Provider::default(), Key::ec(Some("one")));
    let body = json!({ "keys": [key.jwk] }).to_string();
    let (release, released) = watch::channel(false);
    provider.answer(Answer::Held(body, released));
    let client = provider.client().await;
    let app = focus_server::router(client.server.state.clone());
    let token = key.sign(&claims());
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..1_000 {
        let request = Request::get(ME).header("authorization", format!("Bearer {token}"));
        let answer = app.clone().oneshot(request.body(Body::empty()).unwrap());
        callers.spawn(async move { answer.await.unwrap().status().as_u16() });
    }
    release.send(true).unwrap();
    let answers = callers.join_all().await;
    assert_eq!(answers, vec![404; 1_000]);
    assert_eq!(provider.fetches(), 1);
}

#[tokio::test]
async fn a_key_that_is_known_never_waits() {
    let (provider, client, key) = Provider::with_key().await;
    provider.answer(Answer::Hang);
    client.server.clock.set_real(START.plus_millis(REFRESH_MS));
    let unknown = Key::ec(Some("two")).sign(&long());
    let waiting = client.get(ME, &unknown);
    let known = async {
        for number in 0..20 {
            let mut claims = long();
            claims["jti"] = json!(format!("number {number}"));
            assert_eq!(told(&client, &key.sign(&claims)).await, let_in());
        }
    };
    // The fetch hangs all the while; whoever waits for it does so for a second.
    let (answer, ()) =
        tokio::time::timeout(Duration::from_secs(4), async { tokio::join!(waiting, known) })
            .await
            .unwrap();
    assert_eq!(answer.told(), (503, "AUTH_UNAVAILABLE"));
}
