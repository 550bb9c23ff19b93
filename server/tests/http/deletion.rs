//! Going, and staying after all.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, MINUTE, NOBODY, PEOPLE, members, send};

const ME: &str = "/api/v1/users/me";
const CANCEL: &str = "/api/v1/users/me/cancel-deletion";
/// Thirty days after the start of a test's clock.
const SCHEDULED: &str = "2026-05-31T09:30:00Z";

#[tokio::test]
async fn an_account_that_is_going_sees_itself_and_may_stay_and_nothing_else() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let answer = client.delete(ME, &token).await;
    assert_eq!(answer.status, 200);
    assert_eq!(members(&answer.body), ["deletion_scheduled_at", "message"]);
    assert_eq!(answer.body["deletion_scheduled_at"], SCHEDULED);
    client.advance(MINUTE).await;
    let me = client.get(ME, &token).await;
    assert_eq!((me.status, &me.body["deletion_scheduled_at"]), (200, &json!(SCHEDULED)));
    assert_eq!(me.body["deleted_at"], "2026-05-01T09:30:00Z");
    let session = format!("/api/v1/sessions/{NOBODY}");
    for (method, path) in [
        (Method::PATCH, ME.to_owned()),
        (Method::DELETE, ME.to_owned()),
        (Method::GET, "/api/v1/sessions/diary".to_owned()),
        (Method::GET, "/api/v1/sessions/diary/stats".to_owned()),
        (Method::POST, format!("/api/v1/sessions/diary/{NOBODY}/note")),
        (Method::GET, format!("{session}/reflections")),
        (Method::POST, format!("{session}/reflections")),
        (Method::GET, "/api/v1/sessions/upcoming".to_owned()),
        (Method::GET, "/api/v1/sessions/pending-ratings".to_owned()),
        (Method::GET, "/api/v1/sessions/rating-history".to_owned()),
        (Method::GET, session.clone()),
        (Method::POST, format!("{session}/rate")),
        (Method::POST, format!("{session}/rate/skip")),
    ] {
        let answer = send(client.request(method.clone(), &path).bearer_auth(&token)).await;
        assert_eq!(answer.told(), (403, "ACCOUNT_DELETION_SCHEDULED"), "{method} {path}");
        assert_eq!(answer.body["deletion_scheduled_at"], SCHEDULED);
    }
    let request = client.request(Method::POST, CANCEL).bearer_auth(&token);
    let stayed = send(request).await;
    assert_eq!((stayed.status, &stayed.body["deletion_scheduled_at"]), (200, &Value::Null));
    assert_eq!(stayed.body["deleted_at"], Value::Null);
    assert_eq!(stayed.body["credits_remaining"], 2);
    assert_eq!(client.get("/api/v1/sessions/upcoming", &token).await.status, 200);
}

#[tokio::test]
async fn who_stays_already_may_say_so_again() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let before = client.get(ME, &token).await.body;
    client.advance(MINUTE).await;
    let answer = send(client.request(Method::POST, CANCEL).bearer_auth(&token)).await;
    assert_eq!((answer.status, answer.body), (200, before));
}

#[tokio::test]
async fn who_is_going_keeps_the_username_and_is_gone_for_others() {
    let client = Client::start().await;
    client.delete(ME, &client.token(0).await).await;
    let person = format!("/api/v1/users/{}", PEOPLE[0]);
    let answer = client.bare(Method::GET, &person).await;
    assert_eq!(answer.told(), (404, "USER_NOT_FOUND"));
    let other = client.token(1).await;
    let answer = client.patch(ME, &other, &json!({"username": "amara"})).await;
    assert_eq!(answer.told(), (409, "USERNAME_CONFLICT"));
    send(client.request(Method::POST, CANCEL).bearer_auth(client.token(0).await)).await;
    assert_eq!(client.bare(Method::GET, &person).await.status, 200);
}

#[tokio::test]
async fn a_ban_holds_nobody_back_here() {
    let client = Client::start().await;
    let until = focus_core::Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
    let until = client.server.database().instant(until);
    client.sql(&format!("UPDATE users SET banned_until = {until}")).await;
    let token = client.token(0).await;
    let me = client.get(ME, &token).await;
    assert_eq!((me.status, &me.body["banned_until"]), (200, &json!("2027-01-01T00:00:00Z")));
    assert_eq!(client.patch(ME, &token, &json!({"bio": "x"})).await.status, 200);
    assert_eq!(client.get("/api/v1/sessions/diary", &token).await.status, 200);
}
