//! Keys that are skipped, and what that does to the keys beside them.

use std::slice::from_ref;

use focus_core::token::{Policy, PolicyParts};
use focus_server::auth::{Algorithm, KeyProblem, KeySet, KeySetError, judge};
use focus_server::testing::START;
use serde_json::{Value, json};

use crate::issuers::{ISSUER, Key, claims, encode};

fn set(keys: &[Value]) -> KeySet {
    let allowed: Vec<_> = Algorithm::ALL.into_iter().filter(|it| !it.is_symmetric()).collect();
    KeySet::read(&json!({ "keys": keys }).to_string(), &allowed).unwrap()
}

fn verdict(token: &str, keys: &[Value]) -> &'static str {
    let parts = PolicyParts { issuers: vec![ISSUER.to_owned()], ..PolicyParts::default() };
    let (policy, allowed) = (Policy::new(parts).unwrap(), [Algorithm::Es256, Algorithm::Rs256]);
    let set = KeySet::read(&json!({ "keys": keys }).to_string(), &allowed).unwrap();
    judge(token, &set, &allowed, &policy, START).map_or_else(|refusal| refusal.code(), |_| "OK")
}

fn rsa(n: &[u8], e: &[u8]) -> Value {
    json!({"kty": "RSA", "n": encode(n), "e": encode(e), "kid": "bad"})
}

fn modulus(bytes: usize) -> Vec<u8> {
    vec![0xff; bytes]
}

#[test]
fn each_kind_of_bad_key_is_skipped_for_its_reason_and_the_rest_serve() {
    use KeyProblem::{Algorithm as Alg, Malformed, Numbers, Purpose, Secret, Weak};
    let good = Key::ec(Some("good"));
    let (bad, ed) = (Key::ec(Some("bad")), Key::of("EdDSA", Some("bad")));
    let rsa_key = Key::rsa(Some("bad"));
    let x = bad.jwk["x"].as_str().unwrap().to_owned();
    for (key, problem) in [
        (json!(7), Malformed),
        (json!(null), Malformed),
        (json!({}), Malformed),
        (json!({"kty": 7}), Malformed),
        (json!({"kty": "EC"}), Malformed),
        (json!({"kty": "DSA"}), Alg),
        (bad.jwk_with("kid", json!(7)), Malformed),
        (bad.jwk_with("alg", json!(7)), Malformed),
        (bad.jwk_with("use", json!(7)), Malformed),
        (bad.jwk_with("use", json!("enc")), Purpose),
        (bad.jwk_with("use", json!("SIG")), Purpose),
        (bad.jwk_with("key_ops", json!(["sign"])), Purpose),
        (bad.jwk_with("key_ops", json!([])), Purpose),
        (bad.jwk_with("key_ops", json!("verify")), Malformed),
        (bad.jwk_with("key_ops", json!(["verify", 7])), Malformed),
        (bad.jwk_with("alg", json!("ES384")), Alg),
        (bad.jwk_with("alg", json!("RS256")), Alg),
        (bad.jwk_with("alg", json!("HS256")), Alg),
        (bad.jwk_with("alg", json!("ES256K")), Alg),
        (bad.jwk_with("alg", json!("ECDH-ES")), Alg),
        (bad.jwk_with("crv", json!("P-384")), Malformed),
        (bad.jwk_with("crv", json!("secp256k1")), Alg),
        (bad.jwk_with("crv", json!("P-256 ")), Alg),
        (bad.jwk_with("d", json!("AA")), Secret),
        (bad.jwk_with("k", json!("AA")), Secret),
        (bad.jwk_with("x", json!(7)), Malformed),
        (bad.jwk_with("x", json!(format!("{x}="))), Malformed),
        (bad.jwk_with("x", json!(encode(&[7; 31]))), Malformed),
        (bad.jwk_with("x", json!(encode(&[7; 33]))), Malformed),
        (bad.jwk_with("x", json!(encode(&[7; 32]))), Numbers),
        (bad.jwk_with("y", json!(encode(&[0; 32]))), Numbers),
        (bad.jwk_with("x", json!(encode(&[0xff; 32]))), Numbers),
        (json!({"kty": "oct", "k": encode(&[7; 64])}), Secret),
        (json!({"kty": "oct", "k": encode(&[7; 64]), "alg": "RS256"}), Secret),
        (ed.jwk_with("x", json!(encode(&[7; 31]))), Malformed),
        (ed.jwk_with("x", json!("")), Malformed),
        (ed.jwk_with("crv", json!("Ed448")), Alg),
        (ed.jwk_with("crv", json!("X25519")), Alg),
        (ed.jwk_with("x", json!(encode(&[0; 32]))), Weak),
        (ed.jwk_with("alg", json!("ES256")), Alg),
        (rsa(&modulus(255), &[1, 0, 1]), Weak),
        (rsa(&[&[0x7f], &modulus(255)[..]].concat(), &[1, 0, 1]), Weak),
        (rsa(&modulus(1_025), &[1, 0, 1]), Weak),
        (rsa(&modulus(256), &[1]), Weak),
        (rsa(&modulus(256), &[2]), Weak),
        (rsa(&modulus(256), &[1, 0, 0]), Weak),
        (rsa(&modulus(256), &[0xff; 9]), Weak),
        (rsa(&modulus(256), &[0xff; 300]), Weak),
        (rsa(&[&modulus(255)[..], &[0xfe]].concat(), &[1, 0, 1]), Weak),
        (rsa(&[&[0], &modulus(256)[..]].concat(), &[1, 0, 1]), Malformed),
        (rsa(&modulus(256), &[0, 1, 0, 1]), Malformed),
        (rsa(&[], &[1, 0, 1]), Malformed),
        (rsa_key.jwk_with("oth", json!([])), Secret),
        (rsa_key.jwk_with("e", json!(65_537)), Malformed),
        (rsa_key.jwk_with("n", json!("AQ AB")), Malformed),
        (rsa_key.jwk_with("alg", json!("RSA-OAEP")), Alg),
        (rsa_key.jwk_with("alg", json!("ES256")), Alg),
    ] {
        let set = set(&[key.clone(), good.jwk.clone()]);
        assert_eq!(set.skipped().collect::<Vec<_>>(), [problem], "{key}");
        assert_eq!(set.usable(), 1, "{key}");
        assert_eq!(verdict(&good.sign(&claims()), &[key, good.jwk.clone()]), "OK");
    }
    for key in [
        bad.jwk_with("x5c", json!("no chain")),
        bad.jwk_with("key_ops", json!(["verify"])),
        bad.jwk_with("use", json!("sig")),
        rsa(&modulus(256), &[3]),
        rsa(&modulus(1_024), &[1, 0, 1]),
    ] {
        assert_eq!(set(from_ref(&key)).usable(), 1, "{key}");
    }
}

#[test]
fn twins_are_refused_both_even_when_one_is_of_no_use() {
    let key = Key::ec(Some("k"));
    let token = key.sign(&claims());
    let shadow = json!({"kty": "oct", "k": encode(&[7; 64]), "kid": "k"});
    for other in [shadow, key.jwk.clone(), json!({"kid": "k"}), Key::rsa(Some("k")).jwk] {
        for keys in [[other.clone(), key.jwk.clone()], [key.jwk.clone(), other.clone()]] {
            assert_eq!(set(&keys).usable(), 0);
            assert_eq!(verdict(&token, &keys), "KEY_TWIN", "{other}");
        }
    }
}

#[test]
fn a_token_names_its_key_or_there_is_but_one() {
    let (key, other) = (Key::ec(Some("k")), Key::ec(Some("other")));
    let (nameless, rsa) = (Key::ec(None), Key::rsa(Some("rsa")));
    let by = |key: &Key, header: Value| key.sign_with_header(&header, &claims());
    let plain = json!({"alg": "ES256"});
    let named = json!({"alg": "ES256", "kid": "k"});
    for (token, keys, code) in [
        (by(&key, plain.clone()), vec![&key], "OK"),
        (by(&key, plain.clone()), vec![&key, &rsa], "OK"),
        (by(&key, plain.clone()), vec![&key, &other], "KEY_AMBIGUOUS"),
        (by(&key, plain.clone()), vec![&rsa], "KEY_MISSING"),
        (by(&nameless, plain), vec![&nameless], "OK"),
        // An unknown name never falls through to another key.
        (by(&nameless, named.clone()), vec![&nameless], "KEY_UNKNOWN"),
        (by(&other, named.clone()), vec![&other], "KEY_UNKNOWN"),
        (by(&other, named.clone()), vec![&key, &other], "SIGNATURE_INVALID"),
        (by(&key, json!({"alg": "RS256", "kid": "k"})), vec![&key, &rsa], "KEY_ALGORITHM"),
        (by(&key, json!({"alg": "ES256", "kid": "K"})), vec![&key], "KEY_UNKNOWN"),
        (by(&key, json!({"alg": "ES256", "kid": ""})), vec![&key], "KEY_UNKNOWN"),
    ] {
        let keys: Vec<_> = keys.into_iter().map(|key| key.jwk.clone()).collect();
        assert_eq!(verdict(&token, &keys), code);
    }
}

#[test]
fn what_is_no_key_set_is_told_so() {
    let told = |text: &str| KeySet::read(text, &Algorithm::FOREIGN).map(|set| set.usable()).err();
    for text in
        ["", "<html>", "{}", "[]", r#"{"keys":{}}"#, r#"{"keys":["#, r#"{"keys":[],"keys":[]}"#]
    {
        assert_eq!(told(text), Some(KeySetError::Malformed), "{text}");
    }
    let keys = |count: usize| json!({ "keys": vec![json!({}); count] }).to_string();
    assert_eq!(told(&keys(64)), None);
    assert_eq!(told(&keys(65)), Some(KeySetError::TooMany));
}
