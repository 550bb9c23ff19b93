//! Who is let in, who is not, and what each is told.

use focus_core::token::{Policy, PolicyParts};
use focus_server::config::Command;
use focus_server::testing::{Options, START, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

use crate::issuers::{ISSUER, Key, claims, part};
use crate::provider::Provider;
use crate::support::{Client, send};

/// Tells who has a good token and no account here: nobody else is told that.
const ME: &str = "/api/v1/sessions/upcoming";

async fn told(client: &Client, token: &str) -> (u16, String) {
    let answer = client.get(ME, token).await;
    (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
}

/// Somebody whose token is good is let in; that nobody here has this name is another matter.
fn let_in() -> (u16, String) {
    (404, "USER_NOT_FOUND".to_owned())
}

fn refused(code: &str) -> (u16, String) {
    (401, code.to_owned())
}

#[tokio::test]
async fn a_request_without_a_token_is_asked_for_one() {
    let client = Client::start().await;
    for authorization in [None, Some(""), Some("Basic eDp5")] {
        let request = client.request(Method::GET, ME);
        let request = authorization.into_iter().fold(request, |r, v| r.header("authorization", v));
        let answer = send(request).await;
        assert_eq!(answer.told(), (401, "TOKEN_MISSING"));
        assert_eq!(answer.body["detail"], "Authentication required");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
}

#[tokio::test]
async fn a_malformed_token_is_told_so() {
    let client = Client::start().await;
    for authorization in ["Bearer", "Bearer a b", "bearer x", "Bearer a.b.c", "Bearer é"] {
        let value = reqwest::header::HeaderValue::from_bytes(authorization.as_bytes()).unwrap();
        let answer = send(client.request(Method::GET, ME).header("authorization", value)).await;
        assert_eq!(answer.told(), (401, "TOKEN_MALFORMED"), "{authorization}");
        assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    }
    let twice = client.request(Method::GET, ME).bearer_auth("a.b.c").bearer_auth("a.b.c");
    assert_eq!(send(twice).await.told(), (401, "TOKEN_MALFORMED"));
    assert_eq!(told(&client, &"x".repeat(8_193)).await, refused("TOKEN_MALFORMED"));
}

#[tokio::test]
async fn good_tokens_of_both_algorithms_are_taken() {
    let provider = Provider::default();
    let (ec, rsa) = (Key::ec(Some("ec")), Key::rsa(Some("rsa")));
    provider.publish_keys(&[&ec, &rsa]);
    let client = provider.client().await;
    client.fetched(1).await;
    assert_eq!(told(&client, &ec.sign(&claims())).await, let_in());
    assert_eq!(told(&client, &rsa.sign(&claims())).await, let_in());
}

#[tokio::test]
async fn a_subject_without_a_user_is_known_to_nobody_here() {
    let (_provider, client, key) = Provider::with_key().await;
    let token = key.sign(&claims());
    for path in [ME, "/api/v1/sessions/pending-ratings"] {
        assert_eq!(client.get(path, &token).await.told(), (404, "USER_NOT_FOUND"), "{path}");
    }
    assert_eq!(client.count("SELECT COUNT(*) FROM users").await, 0);
}

#[tokio::test]
async fn claims_are_judged_by_the_rules() {
    let (_provider, client, key) = Provider::with_key().await;
    let now = START.unix_millis() / 1_000;
    for (claim, value, code) in [
        ("exp", json!(now), "TOKEN_EXPIRED"),
        ("exp", Value::Null, "TOKEN_MALFORMED"),
        ("nbf", json!(now + 31), "TOKEN_NOT_YET_VALID"),
        ("iat", json!(now + 31), "TOKEN_NOT_YET_VALID"),
        ("iss", json!("https://evil.example"), "TOKEN_ISSUER"),
        ("iss", json!(["https://id.example.com"]), "TOKEN_MALFORMED"),
        ("aud", json!("other"), "TOKEN_AUDIENCE"),
        ("aud", json!(7), "TOKEN_MALFORMED"),
        ("sub", json!(""), "TOKEN_SUBJECT"),
    ] {
        let mut claims = claims();
        claims[claim] = value;
        assert_eq!(told(&client, &key.sign(&claims)).await, refused(code), "{claims}");
    }
    for missing in ["iss", "aud", "sub", "exp"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(missing);
        assert_eq!(told(&client, &key.sign(&claims)).await.0, 401, "{missing}");
    }
    let mut early = claims();
    early["nbf"] = json!(now + 30);
    assert_eq!(told(&client, &key.sign(&early)).await, let_in());
}

#[tokio::test]
async fn a_token_of_another_party_type_or_role_is_refused_where_one_is_asked_for() {
    let (provider, key) = (Provider::default(), Key::ec(Some("one")));
    provider.publish_keys(&[&key]);
    let mut issuer = provider.settings(provider.serve().await);
    let parts = PolicyParts {
        issuers: vec![ISSUER.to_owned()],
        audiences: Some(vec!["focus".to_owned()]),
        authorized_parties: Some(vec!["https://app.example.com".to_owned()]),
        roles: Some(vec!["member".to_owned()]),
        token_type: Some("access".to_owned()),
        ..PolicyParts::default()
    };
    issuer.policy = Policy::new(parts).unwrap();
    let options = Options { command: Command::Serve, issuers: vec![issuer], ..Options::default() };
    let client = Client::of(TestServer::start_with(options).await);
    client.fetched(1).await;
    let mut claims = claims();
    for (claim, value) in
        [("azp", "https://app.example.com"), ("type", "access"), ("role", "member")]
    {
        claims[claim] = value.into();
    }
    assert_eq!(told(&client, &key.sign(&claims)).await, let_in());
    for (claim, code) in [("azp", "TOKEN_PARTY"), ("type", "TOKEN_TYPE"), ("role", "TOKEN_ROLE")] {
        let mut other = claims.clone();
        other[claim] = "another".into();
        assert_eq!(told(&client, &key.sign(&other)).await, refused(code));
    }
}

#[tokio::test]
async fn what_cannot_be_verified_is_invalid() {
    let (_provider, client, key) = Provider::with_key().await;
    let good = key.sign(&claims());
    let (message, signature) = good.rsplit_once('.').unwrap();
    let first = if signature.starts_with('A') { "B" } else { "A" };
    let tampered = format!("{message}.{first}{}", &signature[1..]);
    assert_eq!(told(&client, &tampered).await, refused("TOKEN_INVALID"));

    let (header, _) = message.split_once('.').unwrap();
    let mut other = claims();
    other["sub"] = "somebody else".into();
    let swapped = format!("{header}.{}.{signature}", part(&other));
    assert_eq!(told(&client, &swapped).await, refused("TOKEN_INVALID"));

    let stranger = Key::ec(Some("one")).sign(&claims());
    assert_eq!(told(&client, &stranger).await, refused("TOKEN_INVALID"));

    for header in [
        json!({"alg": "none"}),
        json!({"alg": "HS256", "kid": "one"}),
        json!({"alg": "RS256", "kid": "one"}),
        json!({"alg": "ES256", "kid": "one", "crit": ["b64"], "b64": false}),
        json!({"alg": "ES256", "kid": "one", "typ": "secevent+jwt"}),
        json!({"alg": "ES256", "kid": ""}),
    ] {
        let token = key.sign_with_header(&header, &claims());
        assert_eq!(told(&client, &token).await, refused("TOKEN_INVALID"), "{header}");
    }
    let unsigned = format!("{}.{}.", part(&json!({"alg": "none"})), part(&claims()));
    assert_eq!(told(&client, &unsigned).await, refused("TOKEN_MALFORMED"));
}

#[tokio::test]
async fn a_token_without_a_kid_uses_the_only_key_that_fits() {
    let provider = Provider::default();
    let (ec, rsa) = (Key::ec(Some("ec")), Key::rsa(None));
    provider.publish_keys(&[&ec, &rsa]);
    let client = provider.client().await;
    client.fetched(1).await;
    let token = ec.sign_with_header(&json!({"alg": "ES256"}), &claims());
    assert_eq!(told(&client, &token).await, let_in());
    assert_eq!(told(&client, &rsa.sign(&claims())).await, let_in());
    let named = rsa.sign_with_header(&json!({"alg": "RS256", "kid": "rsa"}), &claims());
    assert_eq!(told(&client, &named).await, refused("TOKEN_INVALID"));
}
