//! Every route, walked: who needs a token and who does not.

use focus_core::path::is_public;
use focus_server::testing::{Options, TestDatabase, TestServer};
use reqwest::Method;

use crate::documented::routes;
use crate::issuers::{Key, claims};
use crate::provider::{Answer, Provider};
use crate::support::{Client, NOBODY, PEOPLE, send};

/// Every route that asks for a token, with an id that nothing has.
fn signed() -> Vec<(Method, String)> {
    let signed = routes().iter().filter(|route| !route.is_open);
    signed.map(|route| (route.method.clone(), route.path.replace("{id}", NOBODY))).collect()
}

/// Every route that does not, and what it answers while keys cannot be fetched.
fn open() -> Vec<(String, u16)> {
    let answer = |path: &str| match path {
        "/health/ready" | "/health" | "/monitoring/health" => 503,
        PROFILE => 404,
        _ => 200,
    };
    let open = routes().iter().filter(|route| route.is_open);
    open.map(|route| (route.path.replace("{user_id}", NOBODY), answer(&route.path))).collect()
}

/// A route that no list of public paths can hold: somebody's profile.
const PROFILE: &str = "/api/v1/users/{user_id}";

/// What older pages and monitors ask for without a token: nothing stands there that is anybody's.
const OLDER: [&str; 3] = ["/", "/health/livekit", "/health/redis"];

#[test]
fn the_open_routes_are_the_public_paths_and_the_profiles() {
    let profile = PROFILE.replace("{user_id}", NOBODY);
    let is_beside = |path: &str| path == profile || OLDER.contains(&path);
    assert!(open().iter().all(|(path, _)| is_public(path) || is_beside(path)));
    assert!(!signed().iter().any(|(_, path)| is_public(path) || path.contains('{')));
    assert!(open().len() >= 5 && signed().len() >= 7);
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
    for (path, expected) in open() {
        for token in ["a.b.c", token.as_str()] {
            let answer = client.get(&path, token).await;
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
async fn no_route_holds_a_connection_while_it_waits_for_another_one() {
    let server = TestServer::start_on(TestDatabase::memory(), Options::default()).await;
    let client = Client::of(server);
    let (table, token) = (client.table().await, client.token(0).await);
    // Whoever is deleted can do no more, and whoever has left reads no more.
    let is_last = |path: &str| path.ends_with("/users/me") || path.ends_with("/leave");
    let routes = || routes().iter().filter(|route| !route.path.ends_with("/events"));
    let (last, first): (Vec<_>, Vec<_>) = routes().partition(|route| is_last(&route.path));
    for route in first.into_iter().chain(last) {
        let path = route.path.replace("{id}", &table).replace("{user_id}", PEOPLE[0]);
        let body = serde_json::json!({"phase": "setup", "content": "x", "note": "x",
            "recipient_user_id": PEOPLE[1], "referral_code": "x", "target_slot_time": null,
            "ratings": [{"ratee_id": PEOPLE[1], "rating": "green"}]});
        let request = client.request(route.method.clone(), &path).bearer_auth(&token);
        let request = request.header("content-type", "application/json").body(body.to_string());
        let answer = send(request).await;
        assert!(answer.status < 500, "{} {path}: {:?}", route.method, answer.body);
    }
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
