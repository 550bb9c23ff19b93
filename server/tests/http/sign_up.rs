//! Who comes for the first time has an account from then on.

use reqwest::Method;
use serde_json::{Value, json};

use crate::crowd::Crowd;
use crate::support::{NOBODY, send};

#[tokio::test]
async fn the_first_look_at_oneself_makes_an_account_with_all_that_belongs_to_it() {
    let crowd = Crowd::start().await;
    let token = crowd.token_with("auth0|77", &"Jo.Doe@example.com".into());
    let answer = crowd.me(&token).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = &answer.body;
    assert_eq!(body["auth_id"], "auth0|77");
    assert_eq!(body["username"], "jodoe");
    assert_eq!(body["email"], "Jo.Doe@example.com");
    assert_eq!(body["display_name"], Value::Null);
    assert_eq!(body["last_session_date"], Value::Null);
    assert_eq!((&body["credits_remaining"], &body["credit_tier"]), (&json!(2), &json!("free")));
    assert_eq!((&body["is_onboarded"], &body["avatar_config"]), (&json!(false), &json!({})));
    let id = body["id"].as_str().unwrap();
    let one = format!("SELECT COUNT(*) FROM furniture_essence WHERE user_id = '{id}'");
    assert_eq!(crowd.client.count(&one).await, 1);
    let query = format!(
        "SELECT event_type FROM notification_preferences
         WHERE user_id = '{id}' AND email_enabled AND push_enabled ORDER BY event_type"
    );
    let rows = crowd.client.server.database().rows(&query).await;
    let events: Vec<_> = rows.into_iter().flatten().flatten().collect();
    let expected =
        ["credit_refresh", "friend_joined", "match_found", "red_rating", "session_start"];
    assert_eq!(events, expected);
    let again = crowd.me(&token).await;
    assert_eq!(again.body, answer.body);
}

#[tokio::test]
async fn a_token_without_an_address_makes_an_account_too() {
    let crowd = Crowd::start().await;
    for (subject, email) in [("a", Value::Null), ("b", json!("x\u{0}y@example.com"))] {
        let answer = crowd.me(&crowd.token_with(subject, &email)).await;
        assert_eq!((answer.status, &answer.body["email"]), (200, &json!("")), "{email}");
        assert!(answer.body["username"].as_str().unwrap().starts_with("user"));
    }
}

#[tokio::test]
async fn a_subject_that_cannot_be_kept_is_refused_everywhere() {
    let crowd = Crowd::start().await;
    for subject in ["a\u{0}b".to_owned(), "x".repeat(256)] {
        let token = crowd.token(&subject);
        for path in ["/api/v1/users/me", "/api/v1/sessions/upcoming"] {
            let answer = crowd.client.get(path, &token).await;
            assert_eq!(answer.told(), (401, "TOKEN_SUBJECT"), "{path}");
        }
    }
    let longest = crowd.me(&crowd.token_with(&"🦊".repeat(255), &Value::Null)).await;
    assert_eq!(longest.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixty_four_first_looks_at_once_one_makes_the_account_and_all_see_it() {
    let crowd = Crowd::start().await;
    let token = crowd.token("jo");
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let request = crowd.client.request(Method::GET, "/api/v1/users/me").bearer_auth(&token);
        tasks.spawn(send(request));
    }
    let answers = tasks.join_all().await;
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body));
    for (rows, count) in [
        ("users WHERE subject = 'jo'", 1),
        ("credits", 5),
        ("furniture_essence", 5),
        ("notification_preferences", 25),
    ] {
        let query = format!("SELECT COUNT(*) FROM {rows}");
        assert_eq!(crowd.client.count(&query).await, count, "{rows}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_whose_addresses_make_the_same_username_get_different_ones() {
    let crowd = Crowd::start().await;
    let mut tasks = tokio::task::JoinSet::new();
    for person in 0..24 {
        let email = format!("amara@example{person}.com");
        let token = crowd.token_with(&format!("person-{person}"), &email.into());
        let request = crowd.client.request(Method::GET, "/api/v1/users/me").bearer_auth(token);
        tasks.spawn(send(request));
    }
    let answers = tasks.join_all().await;
    let mut names: Vec<_> =
        answers.iter().map(|answer| answer.body["username"].as_str().unwrap()).collect();
    // The first of that name is one of laptop mode's four.
    assert!(names.iter().all(|name| name.len() == 10 && name.starts_with("amara_")), "{names:?}");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 24);
}

#[tokio::test]
async fn nobody_is_known_before_the_first_look_at_oneself() {
    let crowd = Crowd::start().await;
    let token = crowd.token("jo");
    let session = format!("/api/v1/sessions/{NOBODY}");
    for (method, path) in [
        (Method::PATCH, "/api/v1/users/me".to_owned()),
        (Method::DELETE, "/api/v1/users/me".to_owned()),
        (Method::POST, "/api/v1/users/me/cancel-deletion".to_owned()),
        (Method::GET, "/api/v1/sessions/diary".to_owned()),
        (Method::GET, "/api/v1/sessions/diary/stats".to_owned()),
        (Method::POST, format!("/api/v1/sessions/diary/{NOBODY}/note")),
        (Method::GET, format!("{session}/reflections")),
        (Method::POST, format!("{session}/reflections")),
        (Method::GET, "/api/v1/sessions/upcoming".to_owned()),
        (Method::POST, format!("{session}/rate")),
    ] {
        let request = crowd.client.request(method.clone(), &path).bearer_auth(&token);
        let answer = send(request).await;
        assert_eq!(answer.told(), (404, "USER_NOT_FOUND"), "{method} {path}");
    }
    assert_eq!(crowd.client.count("SELECT COUNT(*) FROM users").await, 4);
}
