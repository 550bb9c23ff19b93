//! What this server takes, jsonwebtoken takes too: it knows the same algorithms and less strictly.

use focus_core::token::{Policy, PolicyParts};
use focus_server::auth::{Algorithm, KeySet, judge};
use focus_server::testing::START;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{DecodingKey, Validation, decode};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::issuers::{ISSUER, Key, claims};

/// Those that both know.
const BOTH: [&str; 11] = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "HS256",
    "HS512",
];

fn ours(token: &str, jwk: &Value) -> Option<String> {
    let set = KeySet::read(&json!({"keys": [jwk]}).to_string(), &Algorithm::ALL).unwrap();
    let parts = PolicyParts { issuers: vec![ISSUER.to_owned()], ..PolicyParts::default() };
    let policy = Policy::new(parts).unwrap();
    judge(token, &set, &Algorithm::ALL, &policy, START).ok().map(|who| who.subject)
}

fn theirs(token: &str, jwk: &Value) -> Option<String> {
    let jwk: Jwk = serde_json::from_value(jwk.clone()).ok()?;
    let key = DecodingKey::from_jwk(&jwk).ok()?;
    let algorithm = jwk.common.key_algorithm?.to_string().parse().ok()?;
    let mut validation = Validation::new(algorithm);
    // The clock of these tests stands still, and theirs is the machine's.
    validation.validate_exp = false;
    validation.validate_aud = false;
    let data = decode::<Value>(token, &key, &validation).ok()?;
    data.claims["sub"].as_str().map(str::to_owned)
}

#[test]
fn both_take_a_good_token_of_every_algorithm_and_read_the_same() {
    focus_server::start::install_cryptography();
    for algorithm in BOTH {
        let key = Key::of(algorithm, Some("k"));
        let (jwk, token) = (key.jwk_with("alg", algorithm.into()), key.sign(&claims()));
        assert_eq!(ours(&token, &jwk).as_deref(), Some("user-1"), "{algorithm}");
        assert_eq!(theirs(&token, &jwk).as_deref(), Some("user-1"), "{algorithm}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_changed_in_a_token_nothing_is_taken_that_they_refuse(
        which in 0..BOTH.len(),
        at in any::<prop::sample::Index>(),
        byte in "[A-Za-z0-9_.=-]",
        cut in any::<bool>(),
    ) {
        focus_server::start::install_cryptography();
        let key = Key::of(BOTH[which], Some("k"));
        let jwk = key.jwk_with("alg", BOTH[which].into());
        let mut token = key.sign(&claims());
        let at = at.index(token.len());
        if cut {
            token.truncate(at);
        } else {
            token.replace_range(at..=at, &byte);
        }
        if let Some(subject) = ours(&token, &jwk) {
            prop_assert_eq!(Some(subject), theirs(&token, &jwk));
        }
    }
}
