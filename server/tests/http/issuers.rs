//! An identity provider for tests: a key set on a socket, and tokens signed as a test likes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_core::token::{Policy, PolicyParts};
use focus_server::config::{Algorithm, Command, IssuerSettings};
use focus_server::testing::{Options, START, TestServer};
use serde_json::{Value, json};

use crate::support::Client;

pub(crate) const ISSUER: &str = "https://id.example.com";

/// A signing key with its public half.
pub(crate) struct Key {
    pair: Pair,
    pub(crate) jwk: Value,
}

enum Pair {
    Ec(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Key {
    pub(crate) fn ec(kid: Option<&str>) -> Self {
        let rng = SystemRandom::new();
        #[expect(clippy::disallowed_methods, reason = "a test's key")]
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &rng).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref());
        let pair = pair.unwrap();
        let point = pair.public_key().as_ref();
        let jwk = json!({"kty": "EC", "crv": "P-256", "x": encode(&point[1..33]),
            "y": encode(&point[33..])});
        Self { pair: Pair::Ec(pair), jwk: named(jwk, kid) }
    }

    pub(crate) fn rsa(kid: Option<&str>) -> Self {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let public = pair.public_key();
        let n = public.modulus().big_endian_without_leading_zero();
        let e = public.exponent().big_endian_without_leading_zero();
        let jwk = json!({"kty": "RSA", "n": encode(n), "e": encode(e)});
        Self { pair: Pair::Rsa(pair), jwk: named(jwk, kid) }
    }

    /// A token with the key's own `kid` and these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let alg = match self.pair {
            Pair::Ec(_) => "ES256",
            Pair::Rsa(_) => "RS256",
        };
        let header = match self.jwk.get("kid") {
            Some(kid) => json!({"typ": "JWT", "alg": alg, "kid": kid}),
            None => json!({"typ": "JWT", "alg": alg}),
        };
        self.sign_with_header(&header, claims)
    }

    /// A token whose header is this one.
    pub(crate) fn sign_with_header(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", part(header), part(claims));
        let rng = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Ec(pair) => pair.sign(&rng, message.as_bytes()).unwrap().as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &rng, message.as_bytes(), &mut signature).unwrap();
                signature
            }
        };
        format!("{message}.{}", encode(&signature))
    }
}

fn named(mut jwk: Value, kid: Option<&str>) -> Value {
    if let Some(kid) = kid {
        jwk["kid"] = kid.into();
    }
    jwk
}

fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

pub(crate) fn part(value: &Value) -> String {
    encode(value.to_string().as_bytes())
}

/// Good claims, an hour long.
pub(crate) fn claims() -> Value {
    let now = START.unix_millis() / 1_000;
    json!({"iss": ISSUER, "aud": "focus", "sub": "user-1", "email": "Jo.Doe@example.com",
        "iat": now, "exp": now + 3_600})
}

/// Serves a key set, and counts who asks.
#[derive(Clone, Default)]
pub(crate) struct Provider(Arc<Inner>);

#[derive(Default)]
struct Inner {
    body: Mutex<Option<String>>,
    fetches: AtomicUsize,
}

impl Provider {
    /// What is answered from now on; nothing is status 500.
    pub(crate) fn publish(&self, body: Option<String>) {
        *self.0.body.lock().unwrap_or_else(PoisonError::into_inner) = body;
    }

    pub(crate) fn publish_keys(&self, keys: &[&Key]) {
        let keys: Vec<_> = keys.iter().map(|key| &key.jwk).collect();
        self.publish(Some(json!({"keys": keys}).to_string()));
    }

    pub(crate) fn fetches(&self) -> usize {
        self.0.fetches.load(Ordering::SeqCst)
    }

    /// A server that trusts this provider alone.
    pub(crate) async fn client(&self) -> Client {
        let provider = self.clone();
        let answer = move || async move {
            provider.0.fetches.fetch_add(1, Ordering::SeqCst);
            let body = provider.0.body.lock().unwrap_or_else(PoisonError::into_inner).clone();
            body.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
        };
        let app = Router::new().route("/jwks", get(answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let jwks_url = format!("http://{}/jwks", listener.local_addr().unwrap());
        tokio::spawn(focus_server::serve::serve(listener, app, std::future::pending()));
        let issuer = IssuerSettings {
            policy: Policy::new(PolicyParts {
                issuers: vec![ISSUER.to_owned()],
                audiences: Some(vec!["focus".to_owned()]),
                not_before_leeway_seconds: 30,
                ..PolicyParts::default()
            })
            .unwrap(),
            jwks_url: jwks_url.parse().unwrap(),
            algorithms: Algorithm::ALL.to_vec(),
        };
        let issuers = vec![issuer];
        let options = Options { command: Command::Serve, issuers, ..Options::default() };
        Client::of(TestServer::start_with(options).await)
    }

    /// A server and the key of the provider that it trusts.
    pub(crate) async fn with_key() -> (Self, Client, Key) {
        let (provider, key) = (Self::default(), Key::ec(Some("one")));
        provider.publish_keys(&[&key]);
        let client = provider.client().await;
        (provider, client, key)
    }
}
