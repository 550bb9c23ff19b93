//! Every trap that tokens and key sets are known for, put to the verifier itself.

use std::slice::from_ref;

use focus_core::token::{Policy, PolicyParts};
use focus_server::auth::{Algorithm, KeySet, judge};
use focus_server::testing::START;
use serde_json::{Value, json};

use crate::issuers::{ALGORITHMS, ISSUER, Key, claims, encode, part};

fn policy() -> Policy {
    let parts = PolicyParts {
        issuers: vec![ISSUER.to_owned()],
        audiences: Some(vec!["focus".to_owned()]),
        not_before_leeway_seconds: 30,
        ..PolicyParts::default()
    };
    Policy::new(parts).unwrap()
}

fn verdict_of(token: &str, keys: &[Value], allowed: &[Algorithm]) -> &'static str {
    let set = KeySet::read(&json!({ "keys": keys }).to_string(), allowed).unwrap();
    judge(token, &set, allowed, &policy(), START).map_or_else(|refusal| refusal.code(), |_| "OK")
}

/// By everything that a foreign issuer may be set to use.
fn foreign() -> Vec<Algorithm> {
    Algorithm::ALL.into_iter().filter(|algorithm| !algorithm.is_symmetric()).collect()
}

fn verdict(token: &str, keys: &[Value]) -> &'static str {
    verdict_of(token, keys, &foreign())
}

fn header(alg: &str) -> Value {
    json!({"alg": alg, "kid": "k"})
}

#[test]
fn every_algorithm_verifies_with_its_own_key_and_with_no_other() {
    let all = Algorithm::ALL;
    let keys: Vec<_> = ALGORITHMS.map(|algorithm| Key::of(algorithm, Some("k"))).into();
    for key in &keys {
        let token = key.sign(&claims());
        let named = key.jwk_with("alg", key.algorithm.into());
        assert_eq!(verdict_of(&token, &[named], &all), "OK", "{}", key.algorithm);
        for other in keys.iter().filter(|other| other.algorithm != key.algorithm) {
            let named = other.jwk_with("alg", other.algorithm.into());
            let told = verdict_of(&token, &[named], &all);
            assert_eq!(told, "KEY_ALGORITHM", "{} {}", key.algorithm, other.algorithm);
        }
    }
}

#[test]
fn an_issuer_who_does_not_sign_so_is_not_believed() {
    for algorithm in ALGORITHMS {
        let key = Key::of(algorithm, Some("k"));
        let told = verdict_of(&key.sign(&claims()), from_ref(&key.jwk), &Algorithm::FOREIGN);
        let is_usual = matches!(algorithm, "RS256" | "ES256");
        assert_eq!(told, if is_usual { "OK" } else { "ALGORITHM_NOT_ALLOWED" }, "{algorithm}");
    }
}

#[test]
fn a_key_without_alg_takes_its_curves_or_the_issuers_only_one_of_rsa() {
    for algorithm in ["ES256", "ES384", "ES512", "EdDSA", "Ed25519"] {
        let key = Key::of(algorithm, Some("k"));
        assert_eq!(verdict(&key.sign(&claims()), from_ref(&key.jwk)), "OK", "{algorithm}");
    }
    for (algorithm, told) in
        [("RS256", "OK"), ("RS384", "KEY_ALGORITHM"), ("PS256", "KEY_ALGORITHM")]
    {
        let key = Key::of(algorithm, Some("k"));
        assert_eq!(verdict(&key.sign(&claims()), from_ref(&key.jwk)), told, "{algorithm}");
    }
    let only = [Algorithm::Ps384, Algorithm::Es256];
    let key = Key::of("PS384", Some("k"));
    assert_eq!(verdict_of(&key.sign(&claims()), from_ref(&key.jwk), &only), "OK");
    let named = Key::of("Ed25519", Some("k"));
    let named_otherwise = named.jwk_with("alg", "EdDSA".into());
    assert_eq!(verdict(&named.sign(&claims()), &[named_otherwise]), "KEY_ALGORITHM");
}

#[test]
fn a_public_key_is_no_secret() {
    // The classic: an RSA key's own text as the secret of an HMAC.
    let rsa = Key::rsa(Some("k"));
    let forged = Key::of("HS256", Some("k"));
    let token = forged.sign(&claims());
    assert_eq!(verdict(&token, from_ref(&rsa.jwk)), "ALGORITHM_NOT_ALLOWED");
    assert_eq!(verdict_of(&token, &[rsa.jwk], &Algorithm::ALL), "KEY_ALGORITHM");
    let secret = forged.jwk.clone();
    let foreign = [foreign(), vec![Algorithm::Hs256]].concat();
    assert_eq!(verdict_of(&token, from_ref(&secret), &foreign), "OK");
    let es = Key::ec(Some("k"));
    assert_eq!(verdict(&es.sign(&claims()), &[secret]), "KEY_SECRET");
}

#[test]
fn what_the_header_says_of_keys_is_not_looked_at() {
    let (ours, evil) = (Key::ec(Some("k")), Key::ec(Some("k")));
    for (name, value) in [
        ("jwk", evil.jwk.clone()),
        ("jku", json!("https://evil.example/jwks")),
        ("x5u", json!("https://evil.example/chain")),
        ("x5c", json!(["MII"])),
        ("x5t", json!("AA")),
    ] {
        let mut header = header("ES256");
        header[name] = value;
        let forged = evil.sign_with_header(&header, &claims());
        assert_eq!(verdict(&forged, from_ref(&ours.jwk)), "SIGNATURE_INVALID", "{name}");
        let honest = ours.sign_with_header(&header, &claims());
        assert_eq!(verdict(&honest, from_ref(&ours.jwk)), "OK", "{name}");
    }
}

#[test]
fn extensions_and_other_kinds_of_tokens_are_refused() {
    let key = Key::ec(Some("k"));
    let told =
        |header: &Value| verdict(&key.sign_with_header(header, &claims()), from_ref(&key.jwk));
    for crit in [json!(["b64"]), json!(["exp"]), json!([]), json!("b64"), Value::Null] {
        let mut header = header("ES256");
        header["crit"] = crit;
        header["b64"] = json!(false);
        assert_eq!(told(&header), "CRITICAL_EXTENSION");
    }
    for (typ, verdict) in [
        ("JWT", "OK"),
        ("jwt", "OK"),
        ("at+jwt", "OK"),
        ("application/at+JWT", "OK"),
        ("JOSE", "HEADER_TYPE"),
        ("logout+jwt", "HEADER_TYPE"),
        ("secevent+jwt", "HEADER_TYPE"),
        ("", "HEADER_TYPE"),
    ] {
        let mut header = header("ES256");
        header["typ"] = typ.into();
        assert_eq!(told(&header), verdict, "{typ}");
    }
}

#[test]
fn none_is_no_algorithm_in_any_spelling() {
    let key = Key::ec(None);
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let unsigned = format!("{}.{}.", part(&json!({ "alg": alg })), part(&claims()));
        assert_eq!(verdict(&unsigned, from_ref(&key.jwk)), "TOKEN_PARTS", "{alg}");
        let told = verdict(&format!("{unsigned}AA"), from_ref(&key.jwk));
        assert_eq!(told, "ALGORITHM_UNKNOWN", "{alg}");
    }
}

#[test]
fn an_ecdsa_signature_has_one_length_and_numbers_that_count() {
    let key = Key::ec(Some("k"));
    let message = format!("{}.{}", part(&header("ES256")), part(&claims()));
    let good = key.signature(message.as_bytes());
    let told =
        |signature: &[u8]| verdict(&format!("{message}.{}", encode(signature)), from_ref(&key.jwk));
    assert_eq!(told(&good), "OK");
    let (r, s) = good.split_at(32);
    let order: Vec<u8> = (0..64)
        .step_by(2)
        .map(|at| {
            let n = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
            u8::from_str_radix(&n[at..at + 2], 16).unwrap()
        })
        .collect();
    for bad in [
        vec![0; 64],
        [r, &[0; 32]].concat(),
        [&[0; 32], s].concat(),
        [order.as_slice(), s].concat(),
        [r, order.as_slice()].concat(),
        good[..63].to_vec(),
        [&good[..], &[0]].concat(),
        [&[0], &good[..]].concat(),
        [s, r].concat(),
        der(r, s),
        vec![0],
        vec![0xff; 64],
        vec![7; 4_096],
    ] {
        assert_eq!(told(&bad), "SIGNATURE_INVALID", "{bad:02x?}");
    }
}

/// The other form of an ECDSA signature, which tokens do not have.
fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    let integer = |number: &[u8]| [&[2, 33, 0], number].concat();
    let both = [integer(r), integer(s)].concat();
    [&[0x30, both.len() as u8], both.as_slice()].concat()
}

#[test]
fn a_changed_bit_is_noticed_wherever_it_is() {
    for algorithm in ["RS256", "PS256", "ES256", "ES512", "EdDSA"] {
        let key = Key::of(algorithm, Some("k"));
        let (jwk, token) = (key.jwk_with("alg", algorithm.into()), key.sign(&claims()));
        assert_eq!(verdict(&token, from_ref(&jwk)), "OK");
        let last = token.rfind('.').unwrap();
        for at in [last + 1, last + 20, token.len() - 10, last - 5] {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_ne!(verdict(&changed, from_ref(&jwk)), "OK", "{algorithm} {at}");
        }
    }
}

#[test]
fn base64url_is_strict_in_every_part() {
    let key = Key::ec(Some("k"));
    let token = key.sign(&claims());
    let (message, signature) = token.rsplit_once('.').unwrap();
    let last = signature.chars().last().unwrap();
    // The last of 86 characters holds two bits: what differs in the others decodes alike.
    let twin = char::from(last as u8 + 1);
    for bad in [
        format!("{token}="),
        format!("{token}=="),
        format!("{token} "),
        format!(" {token}"),
        format!("{token}\n"),
        token.replacen('.', " .", 1),
        token.replacen('.', "\u{200b}.", 1),
        format!("{message}.{}{twin}", &signature[..signature.len() - 1]),
    ] {
        assert_eq!(verdict(&bad, from_ref(&key.jwk)), "TOKEN_ENCODING", "{bad}");
    }
    for bad in ["", ".", "..", "...", &format!("{token}.{token}"), &format!("{token}.AA.AA")] {
        assert_eq!(verdict(bad, from_ref(&key.jwk)), "TOKEN_PARTS", "{bad}");
    }
    let plus = format!("{message}.{}", signature.replacen(&signature[..1], "+", 1));
    assert_eq!(verdict(&plus, from_ref(&key.jwk)), "TOKEN_ENCODING");
    let huge = json!({"alg": "ES256", "kid": "k".repeat(8_000_000)});
    assert_eq!(verdict(&key.sign_with_header(&huge, &claims()), &[key.jwk]), "TOKEN_TOO_LONG");
}

#[test]
fn members_that_stand_twice_are_refused_in_header_and_claims() {
    let key = Key::ec(Some("k"));
    let (keys, good) = ([key.jwk.clone()], claims().to_string());
    let told =
        |header: &str, claims: &str| verdict(&key.sign_text(header, claims.as_bytes()), &keys);
    assert_eq!(told(r#"{"alg":"ES256","kid":"k"}"#, &good), "OK");
    assert_eq!(told(r#"{"alg":"ES256","kid":"k","alg":"ES256"}"#, &good), "HEADER_JSON");
    assert_eq!(told(r#"{"alg":"ES256","\u0061lg":"none","kid":"k"}"#, &good), "HEADER_JSON");
    let twice = good.replacen('{', r#"{"sub":"admin","#, 1);
    assert_eq!(told(r#"{"alg":"ES256","kid":"k"}"#, &twice), "CLAIMS_JSON");
    for claims in
        ["[]", "7", "null", "{", "{}x", "\u{feff}{}", r#"{"a":"\ud800"}"#, r#"{"a":1e999}"#]
    {
        assert_eq!(told(r#"{"alg":"ES256","kid":"k"}"#, claims), "CLAIMS_JSON", "{claims}");
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
    assert_eq!(told(r#"{"alg":"ES256","kid":"k"}"#, &deep), "CLAIMS_JSON");
}

#[test]
fn claims_are_judged_after_the_signature_and_in_their_order() {
    let key = Key::ec(Some("k"));
    let now = START.unix_millis() / 1_000;
    let told = |change: Value| {
        let mut claims = claims();
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        verdict(&key.sign(&claims), from_ref(&key.jwk))
    };
    for (change, code) in [
        (json!({"exp": now - 59}), "TOKEN_EXPIRED"),
        (json!({"exp": now, "iss": "evil"}), "TOKEN_EXPIRED"),
        (json!({"exp": now + 1}), "OK"),
        (json!({"exp": now as f64 + 0.5}), "OK"),
        (json!({"exp": "9999999999"}), "TOKEN_MALFORMED"),
        (json!({"exp": -1}), "TOKEN_MALFORMED"),
        (json!({"exp": 1e300}), "TOKEN_MALFORMED"),
        (json!({"exp": null}), "TOKEN_MALFORMED"),
        (json!({"nbf": now + 3_600}), "TOKEN_NOT_YET_VALID"),
        (json!({"iat": now + 3_600}), "TOKEN_NOT_YET_VALID"),
        (json!({"iat": now + 31, "aud": "evil"}), "TOKEN_NOT_YET_VALID"),
        (json!({"iss": {}}), "TOKEN_MALFORMED"),
        (json!({"iss": ["evil", ISSUER]}), "TOKEN_MALFORMED"),
        (json!({"iss": format!("{ISSUER}/")}), "TOKEN_ISSUER"),
        (json!({"iss": ISSUER.to_uppercase()}), "TOKEN_ISSUER"),
        (json!({"aud": 7}), "TOKEN_MALFORMED"),
        (json!({"aud": ["focus", 7]}), "TOKEN_MALFORMED"),
        (json!({"aud": []}), "TOKEN_AUDIENCE"),
        (json!({"aud": ["evil", "focus"]}), "OK"),
        (json!({"sub": ""}), "TOKEN_SUBJECT"),
        (json!({"sub": 7}), "TOKEN_MALFORMED"),
    ] {
        assert_eq!(told(change.clone()), code, "{change}");
    }
    for (missing, code) in [
        ("iss", "TOKEN_ISSUER"),
        ("aud", "TOKEN_AUDIENCE"),
        ("sub", "TOKEN_SUBJECT"),
        ("exp", "TOKEN_MALFORMED"),
    ] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(missing);
        assert_eq!(verdict(&key.sign(&claims), from_ref(&key.jwk)), code, "{missing}");
    }
    let mut expired = claims();
    expired["exp"] = json!(now);
    let forged = Key::ec(Some("k")).sign(&expired);
    assert_eq!(verdict(&forged, &[key.jwk]), "SIGNATURE_INVALID");
}
