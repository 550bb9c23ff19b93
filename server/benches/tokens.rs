//! What a verdict costs, beside the bare signature check of jsonwebtoken and of aws-lc-rs.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot run has failed"
)]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use focus_core::token::{Policy, PolicyParts};
use focus_server::auth::{Algorithm, KeySet, judge};
use focus_server::start::install_cryptography;
use focus_server::testing::{Options, START, TestServer};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{DecodingKey, crypto};
use serde_json::json;

#[path = "../tests/http/issuers.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod issuers;

use issuers::{ISSUER, Key, claims};

fn policy() -> Policy {
    let parts = PolicyParts {
        issuers: vec![ISSUER.to_owned()],
        audiences: Some(vec!["focus".to_owned()]),
        ..PolicyParts::default()
    };
    Policy::new(parts).unwrap()
}

fn verdicts(criterion: &mut Criterion) {
    install_cryptography();
    let mut group = criterion.benchmark_group("token");
    let policy = policy();
    for (name, theirs) in [
        ("ES256", jsonwebtoken::Algorithm::ES256),
        ("RS256", jsonwebtoken::Algorithm::RS256),
        ("EdDSA", jsonwebtoken::Algorithm::EdDSA),
    ] {
        let key = Key::of(name, Some("k"));
        let token = key.sign(&claims());
        let allowed = [Algorithm::parse(name).unwrap()];
        let set = KeySet::read(&json!({"keys": [key.jwk]}).to_string(), &allowed).unwrap();
        group.bench_function(BenchmarkId::new("judge", name), |bencher| {
            bencher.iter(|| judge(&token, &set, &allowed, &policy, START).unwrap());
        });
        let jwk: Jwk = serde_json::from_value(key.jwk_with("alg", name.into())).unwrap();
        let decoding = DecodingKey::from_jwk(&jwk).unwrap();
        let (message, signature) = token.rsplit_once('.').unwrap();
        group.bench_function(BenchmarkId::new("jsonwebtoken, bare", name), |bencher| {
            bencher.iter(|| {
                assert!(crypto::verify(signature, message.as_bytes(), &decoding, theirs).unwrap());
            });
        });
    }
    group.finish();
}

fn hits(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (server, token) = runtime.block_on(async {
        let server = TestServer::start_with(Options::default()).await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let body = r#"{"user": "5eed0000-0000-4000-8000-000000000001"}"#;
        let request =
            http.post(server.url("/dev/token")).header("content-type", "application/json");
        let answer = request.body(body).send().await.unwrap().text().await.unwrap();
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        (server, answer["access_token"].as_str().unwrap().to_owned())
    });
    criterion.bench_function("token/verified before", |bencher| {
        bencher.iter(|| runtime.block_on(server.verify(&token)).unwrap());
    });
}

criterion_group!(benches, verdicts, hits);
criterion_main!(benches);
