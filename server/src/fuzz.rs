//! Fuzz targets of the server: each takes any bytes and panics when a promise is broken. The corpus
//! is in `tests/corpus`, and `npm run fuzz` drives them by coverage.
#![expect(clippy::panic, reason = "a broken promise is told by a panic")]

use focus_core::json;
use focus_core::token::{Compact, Policy, PolicyParts};
use focus_core::{Code, Timestamp};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, crypto};

use crate::auth::{Algorithm, KeySet, judge, judge_signature};
use crate::verify_token::{Scope, verdict};

/// A target: its name, which is that of its corpus, and what it must not break.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[("verdict", token_and_keys)];

/// When tokens of the corpus are good: 2026-05-01T09:30:00Z.
const NOW: Timestamp = Timestamp::from_unix_millis(1_777_627_800_000);
const ISSUER: &str = "https://id.example.com";

/// A token, a line break, a key set. Whatever they are, each gets a verdict, the same every time;
/// what is taken is signed by a key of the set, and jsonwebtoken agrees where it knows how.
fn token_and_keys(bytes: &[u8]) {
    check_line(bytes);
    let text = String::from_utf8_lossy(bytes);
    let (token, keys) = text.split_once('\n').unwrap_or((&text, ""));
    let parts = PolicyParts { issuers: vec![ISSUER.to_owned()], ..PolicyParts::default() };
    let Ok(policy) = Policy::new(parts) else { panic!("the policy is good") };
    let Ok(set) = KeySet::read(keys, &Algorithm::ALL) else { return };
    assert!(set.usable() + set.skipped().len() <= 64);
    let judged = judge(token, &set, &Algorithm::ALL, &policy, NOW);
    assert_eq!(judged, judge(token, &set, &Algorithm::ALL, &policy, NOW));
    match judged {
        Err(refusal) => {
            let code = refusal.problem().code();
            assert!(code.as_str().starts_with("TOKEN_") && code != Code::TokenMissing);
        }
        Ok(who) => {
            assert!(who.issuer == ISSUER && !who.subject.is_empty() && !who.is_expired(0, NOW));
            let again =
                judge_signature(token, |_| KeySet::read(keys, &Algorithm::ALL).unwrap_or_default());
            assert!(again.is_ok(), "the signature alone is refused");
            assert!(theirs(token, keys) != Some(false), "jsonwebtoken refuses it");
            // Without its keys it is worth nothing.
            let none = KeySet::default();
            assert!(judge(token, &none, &Algorithm::ALL, &policy, NOW).is_err());
        }
    }
}

/// Whether jsonwebtoken takes the signature by any key; none when it does not know how.
fn theirs(token: &str, keys: &str) -> Option<bool> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    let set: JwkSet = serde_json::from_str(keys).ok()?;
    let (message, signature) = token.rsplit_once('.')?;
    let keys = set.keys.iter().filter_map(|jwk| DecodingKey::from_jwk(jwk).ok());
    let mut told =
        keys.filter_map(|key| crypto::verify(signature, message.as_bytes(), &key, header.alg).ok());
    Some(told.any(|is_good| is_good))
}

/// The same bytes as a line of `verify-token`.
fn check_line(bytes: &[u8]) {
    for scope in [Scope::Whole, Scope::Signature] {
        let told = verdict(bytes, scope, NOW);
        let Ok(document) = json::read(&told) else { panic!("no JSON: {told}") };
        let is_good = document.root().member("ok").map(|ok| format!("{ok:?}"));
        assert!(is_good.is_some_and(|it| it.starts_with("Bool")), "no verdict: {told}");
        assert!(!told.contains('\n'));
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = Compact::read(&text);
}
