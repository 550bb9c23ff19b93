//! Tokens that are taken back: refused here at once, everywhere within a second, and for as long as
//! they would live.

use std::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_core::revocation::StaleReads;
use focus_server::testing::redis::RedisServer;
use focus_server::testing::{Options, START, TestServer, within};
use reqwest::Method;
use serde_json::{Value, json};

use crate::issuers::claims;
use crate::provider::Provider;
use crate::support::{Client, PEOPLE, send, until};

const ME: &str = "/api/v1/users/me";
const REVOKE: &str = "/api/v1/auth/revoke";

fn scope(scope: &str) -> Value {
    json!({"scope": scope})
}

/// Whether somebody is let in, or what they are told.
async fn told(client: &Client, token: &str) -> String {
    let answer = client.get(ME, token).await;
    match answer.told() {
        (200, _) => "let in".to_owned(),
        (_, code) => code.to_owned(),
    }
}

/// Waits until somebody is told this, no longer than the patience.
async fn wait_for(client: &Client, token: &str, wanted: &str, patience: Duration) {
    let wait = async {
        while told(client, token).await != wanted {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert_eq!(within(patience, wait).await, Some(()), "not {wanted} by then");
}

async fn redis() -> RedisServer {
    tokio::task::spawn_blocking(RedisServer::start).await.unwrap()
}

fn on(redis: &RedisServer) -> Options {
    Options { redis_url: Some(redis.url()), ..Options::default() }
}

#[tokio::test]
async fn a_revoked_token_is_refused_and_its_holders_other_tokens_are_not() {
    let client = Client::start().await;
    let (gone, other, stranger) =
        (client.token(0).await, client.token(0).await, client.token(1).await);
    assert_eq!(told(&client, &gone).await, "let in");
    let answer = client.post(REVOKE, &gone, &scope("token")).await;
    assert_eq!((answer.status, answer.body), (204, Value::Null));
    let answer = client.get(ME, &gone).await;
    assert_eq!(answer.told(), (401, "TOKEN_REVOKED"));
    assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    // Whoever revokes again is told that there is nothing to revoke.
    assert_eq!(client.post(REVOKE, &gone, &scope("token")).await.told(), (401, "TOKEN_REVOKED"));
    for token in [other, stranger] {
        assert_eq!(told(&client, &token).await, "let in");
    }
}

#[tokio::test]
async fn all_of_somebodys_tokens_end_and_those_of_the_next_second_are_good() {
    let client = Client::start().await;
    let (one, two, stranger) =
        (client.token(0).await, client.token(0).await, client.token(1).await);
    assert_eq!(told(&client, &two).await, "let in");
    assert_eq!(client.post(REVOKE, &one, &scope("all")).await.status, 204);
    for token in [&one, &two] {
        assert_eq!(told(&client, token).await, "TOKEN_REVOKED");
    }
    assert_eq!(told(&client, &client.token(0).await).await, "TOKEN_REVOKED");
    client.server.clock.set_real(START.plus_millis(1_000));
    assert_eq!(told(&client, &client.token(0).await).await, "let in");
    assert_eq!(told(&client, &stranger).await, "let in");
}

#[tokio::test]
async fn what_to_revoke_has_to_be_said() {
    let client = Client::start().await;
    let token = client.token(0).await;
    for (body, code) in [
        (json!({}), "MISSING"),
        (json!({"scope": "everything"}), "UNKNOWN_VALUE"),
        (json!({"scope": 7}), "WRONG_TYPE"),
    ] {
        let answer = client.post(REVOKE, &token, &body).await;
        assert_eq!(answer.told(), (422, code), "{body}");
        assert_eq!(answer.body["errors"][0]["path"], "scope", "{body}");
    }
    assert_eq!(client.post_text(REVOKE, &token, "[").await.told(), (400, "MALFORMED_JSON"));
    let nobody = client.request(Method::POST, REVOKE).body(scope("token").to_string());
    let nobody = nobody.header("content-type", "application/json");
    assert_eq!(send(nobody).await.told(), (401, "TOKEN_MISSING"));
    assert_eq!(told(&client, &token).await, "let in");
}

#[tokio::test]
async fn an_account_that_is_about_to_be_deleted_may_sign_out() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let gone = send(client.request(Method::DELETE, ME).bearer_auth(&token)).await;
    assert_eq!(gone.status, 200);
    assert_eq!(client.post(REVOKE, &token, &scope("token")).await.status, 204);
    assert_eq!(told(&client, &token).await, "TOKEN_REVOKED");
}

/// The second valid form of an ES256 signature: `n − s` for `s`.
fn twin(token: &str) -> String {
    const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let mut signature = Base64UrlUnpadded::decode_vec(signature).unwrap();
    let mut borrow = 0;
    for at in (0..32).rev() {
        let order = i32::from(u8::from_str_radix(&ORDER[2 * at..2 * at + 2], 16).unwrap());
        let rest = order - i32::from(signature[32 + at]) - borrow;
        borrow = i32::from(rest < 0);
        signature[32 + at] = u8::try_from(rest.rem_euclid(256)).unwrap();
    }
    format!("{signed}.{}", Base64UrlUnpadded::encode_string(&signature))
}

#[tokio::test]
async fn the_flipped_twin_of_a_revoked_token_is_revoked_too() {
    for jti in [None, Some("token-1")] {
        let (_, client, key) = Provider::with_key().await;
        let mut claims = claims();
        if let Some(jti) = jti {
            claims["jti"] = jti.into();
        }
        let token = key.sign(&claims);
        let twin = twin(&token);
        assert_ne!(token, twin);
        for token in [&token, &twin] {
            assert_eq!(told(&client, token).await, "let in");
        }
        assert_eq!(client.post(REVOKE, &twin, &scope("token")).await.status, 204);
        for token in [&token, &twin] {
            assert_eq!(told(&client, token).await, "TOKEN_REVOKED", "{jti:?}");
        }
    }
}

#[tokio::test]
async fn what_one_instance_revokes_another_refuses_within_a_second() {
    let redis = redis().await;
    let one = Client::of(TestServer::start_with(on(&redis)).await);
    let two = Client::of(one.server.start_beside(on(&redis)).await);
    for which in ["token", "all"] {
        let token = one.token(0).await;
        for client in [&one, &two] {
            assert_eq!(told(client, &token).await, "let in");
        }
        assert_eq!(one.post(REVOKE, &token, &scope(which)).await.status, 204);
        assert_eq!(told(&one, &token).await, "TOKEN_REVOKED");
        wait_for(&two, &token, "TOKEN_REVOKED", Duration::from_secs(1)).await;
    }
    // Whoever starts later knows it from the start.
    let token = one.token(1).await;
    assert_eq!(one.post(REVOKE, &token, &scope("token")).await.status, 204);
    let three = Client::of(one.server.start_beside(on(&redis)).await);
    assert_eq!(told(&three, &token).await, "TOKEN_REVOKED");
}

#[tokio::test]
async fn nothing_that_speaks_of_anybody_stands_in_redis() {
    let redis = redis().await;
    let client = Client::of(TestServer::start_with(on(&redis)).await);
    let token = client.token(0).await;
    assert_eq!(client.post(REVOKE, &token, &scope("token")).await.status, 204);
    let other = client.token(1).await;
    assert_eq!(client.post(REVOKE, &other, &scope("all")).await.status, 204);
    let keys: Vec<String> = redis.ask(&["KEYS", "*"]);
    assert!(!keys.is_empty() && keys.iter().all(|key| key.starts_with("focus:")), "{keys:?}");
    let stored: Vec<String> = redis.ask(&["ZRANGE", "focus:revocations", "0", "-1"]);
    assert_eq!(stored.len(), 2);
    for secret in [PEOPLE[0], PEOPLE[1], &token, &other] {
        assert!(stored.iter().chain(&keys).all(|text| !text.contains(secret)));
    }
}

/// Ends Redis, and waits until the server has noticed.
async fn without(redis: &RedisServer, client: &Client) {
    redis.kill();
    let (other, body) = (client.token(3).await, scope("token"));
    let answer = client.post(REVOKE, &other, &body).await;
    assert_eq!(answer.told(), (503, "AUTH_UNAVAILABLE"));
    assert_eq!(answer.header("retry-after"), "5");
    // It is not revoked, since that could not be stored.
    assert_eq!(told(client, &other).await, "let in");
}

#[tokio::test]
async fn known_revocations_hold_while_redis_is_away_and_nobody_guesses_after_a_minute() {
    for stale_reads in [StaleReads::Deny, StaleReads::Allow] {
        let redis = redis().await;
        let options = Options { stale_reads, ..on(&redis) };
        let client = Client::of(TestServer::start_with(options).await);
        let (gone, good) = (client.token(0).await, client.token(1).await);
        assert_eq!(client.post(REVOKE, &gone, &scope("token")).await.status, 204);
        without(&redis, &client).await;
        let write = async || {
            let request = client.request(Method::PATCH, ME).bearer_auth(&good);
            let request = request.header("content-type", "application/json");
            let answer = send(request.body(json!({"bio": "here"}).to_string())).await;
            answer.told().1.to_owned()
        };
        // The copy was read a moment ago, by a clock that stands.
        client.server.clock.set_real(START.plus_millis(60_000));
        assert_eq!((told(&client, &good).await.as_str(), write().await.as_str()), ("let in", ""));
        client.server.clock.set_real(START.plus_millis(60_001));
        let read = if stale_reads == StaleReads::Allow { "let in" } else { "AUTH_UNAVAILABLE" };
        assert_eq!(told(&client, &good).await, read);
        assert_eq!(write().await, "AUTH_UNAVAILABLE");
        assert_eq!(told(&client, &gone).await, "TOKEN_REVOKED");
        // Who comes for the first time would have an account made.
        let new = client.token(2).await;
        client.sql(&format!("UPDATE users SET subject = 'old' WHERE id = '{}'", PEOPLE[2])).await;
        assert_eq!(told(&client, &new).await, "AUTH_UNAVAILABLE");
        redis.start_again();
        wait_for(&client, &new, "let in", Duration::from_secs(10)).await;
        wait_for(&client, &good, "let in", Duration::from_secs(10)).await;
        until(async || write().await != "AUTH_UNAVAILABLE").await;
        assert_eq!(told(&client, &gone).await, "TOKEN_REVOKED");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_lost_what_it_held_gets_it_back() {
    let redis = redis().await;
    let one = Client::of(TestServer::start_with(on(&redis)).await);
    let (token, all) = (one.token(0).await, one.token(1).await);
    assert_eq!(one.post(REVOKE, &token, &scope("token")).await.status, 204);
    assert_eq!(one.post(REVOKE, &all, &scope("all")).await.status, 204);
    let held = || -> Vec<(String, String)> {
        redis.ask(&["ZRANGE", "focus:revocations", "0", "-1", "WITHSCORES"])
    };
    // What is written back has another score.
    let mut before = held();
    assert_eq!(before.len(), 2);
    let last = ["ZREMRANGEBYRANK", "focus:revocations", "-1", "-1"];
    for lose in [["FLUSHALL"].as_slice(), &last] {
        let _: ::redis::Value = redis.ask(lose);
        until(async || held().len() == 2 && held() != before).await;
        before = held();
    }
    redis.kill();
    redis.start_empty();
    until(async || held().len() == 2).await;
    // Whoever starts now learns of it.
    let two = Client::of(one.server.start_beside(on(&redis)).await);
    for token in [&token, &all] {
        assert_eq!(told(&two, token).await, "TOKEN_REVOKED");
    }
}

#[tokio::test]
async fn what_is_over_is_thrown_away_at_the_next_sweep() {
    let redis = redis().await;
    let client = Client::of(TestServer::start_with(on(&redis)).await);
    let token = client.token(0).await;
    assert_eq!(client.post(REVOKE, &token, &scope("token")).await.status, 204);
    let held = || redis.ask::<u64>(&["ZCARD", "focus:revocations"]);
    // Development tokens live for a day; by the clock of Redis, a real one, it was over long ago.
    let later = |ms: i64| Options { real: START.plus_millis(ms), ..on(&redis) };
    const DAY: i64 = 86_400_000;
    let early = client.server.start_beside(later(DAY - 1)).await;
    assert_eq!(held(), 1);
    drop(early);
    let _late = client.server.start_beside(later(DAY)).await;
    assert_eq!(held(), 0);
}
