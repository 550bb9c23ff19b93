//! Every route, walked: who needs a token and who does not.

use focus_core::path::is_public;
use focus_server::testing::TestServer;
use reqwest::Method;

use crate::issuers::{Key, claims};
use crate::provider::{Answer, Provider};
use crate::support::{Client, NOBODY, send};

/// Public paths, and what each answers while keys cannot be fetched.
const OPEN: [(&str, u16); 3] =
    [("/api/v1/time", 200), ("/health/live", 200), ("/health/ready", 503)];
/// A route that no list of public paths can hold: somebody's profile, here nobody's.
const PROFILE: (&str, u16) = ("/api/v1/users/0190f4a0-0000-7000-8000-0000000000ab", 404);

fn signed() -> Vec<(Method, String)> {
    let session = format!("/api/v1/sessions/{NOBODY}");
    let mut routes: Vec<(Method, String)> = [
        "/api/v1/users/me",
        "/api/v1/sessions/diary",
        "/api/v1/sessions/diary/stats",
        "/api/v1/sessions/upcoming",
        "/api/v1/sessions/pending-ratings",
        "/api/v1/sessions/rating-history",
        session.as_str(),
    ]
    .map(|path| (Method::GET, path.to_owned()))
    .into();
    for path in ["rate", "rate/skip", "reflections"] {
        routes.push((Method::POST, format!("{session}/{path}")));
    }
    routes.push((Method::GET, format!("{session}/reflections")));
    routes.push((Method::POST, format!("/api/v1/sessions/diary/{NOBODY}/note")));
    for (method, path) in
        [(Method::PATCH, ""), (Method::DELETE, ""), (Method::POST, "/cancel-deletion")]
    {
        routes.push((method, format!("/api/v1/users/me{path}")));
    }
    routes
}

#[test]
fn no_route_is_missing_here_and_the_open_ones_are_public() {
    let table = include_str!("../../src/routes/mod.rs");
    let routes = table.lines().filter(|line| line.trim_start().starts_with(".route(\"")).count();
    assert_eq!(routes, OPEN.len() + 1 + signed().len());
    assert!(OPEN.iter().all(|(path, _)| is_public(path)));
    assert!(!signed().iter().any(|(_, path)| is_public(path)));
}

#[tokio::test]
async fn every_route_but_the_public_ones_asks_for_a_token() {
    let client = Client::of(TestServer::start().await);
    for (method, path) in signed() {
        let answer = send(client.request(method.clone(), &path)).await;
        assert_eq!(answer.told(), (401, "TOKEN_MISSING"), "{method} {path}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        let answer = send(client.request(method.clone(), &path).bearer_auth("a.b.c")).await;
        assert_eq!(answer.told(), (401, "TOKEN_MALFORMED"), "{method} {path}");
        assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
        let preflight = client
            .request(Method::OPTIONS, &path)
            .header("origin", "http://localhost:3000")
            .header("access-control-request-method", method.as_str())
            .header("access-control-request-headers", "authorization");
        let answer = send(preflight).await;
        assert_eq!(answer.status, 200, "{method} {path}");
        assert_eq!(answer.header("access-control-allow-headers"), "authorization");
    }
}

#[tokio::test]
async fn a_public_route_does_not_look_at_the_token_and_fetches_nothing() {
    let (provider, key) = (Provider::default(), Key::ec(Some("one")));
    provider.answer(Answer::Status(500));
    let client = provider.client().await;
    client.fetched(1).await;
    let token = key.sign(&claims());
    for (path, expected) in OPEN.into_iter().chain([PROFILE]) {
        for token in ["a.b.c", token.as_str()] {
            let answer = client.get(path, token).await;
            assert_eq!(answer.status, expected, "{path}");
        }
    }
    for (method, path) in signed() {
        let answer = send(client.request(method, &path).bearer_auth(&token)).await;
        assert_eq!(answer.told(), (503, "AUTH_UNAVAILABLE"), "{path}");
        assert_eq!(answer.header("retry-after"), "5");
        assert_eq!(answer.header("www-authenticate"), "");
    }
    assert_eq!(provider.fetches(), 1);
}

#[tokio::test]
async fn what_is_no_route_tells_nothing_of_tokens() {
    let client = Client::of(TestServer::start().await);
    for (method, path, told) in [
        (Method::GET, "/nothing", (404, "NOT_FOUND")),
        (Method::GET, "/API/v1/users/me", (404, "NOT_FOUND")),
        (Method::GET, "//api/v1/users/me", (404, "NOT_FOUND")),
        (Method::PUT, "/api/v1/users/me", (405, "METHOD_NOT_ALLOWED")),
    ] {
        let answer = send(client.request(method, path).bearer_auth("a.b.c")).await;
        assert_eq!(answer.told(), told, "{path}");
    }
}
