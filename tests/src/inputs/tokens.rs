//! Headers, claims, compact tokens and policies.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{junk, list, number, optional, pick, word};
use super::times::iso;

pub(super) fn header(rng: &mut Rng) -> Value {
    word(
        rng,
        &["Bearer abc", "bearer  é", "BEARER", "Bearer a b", "Basic x", "", "Bearer\tx", "Bearerx"],
    )
}

pub(super) const NOW_SECONDS: i64 = 1_777_627_800;

pub(super) fn claims(rng: &mut Rng) -> Value {
    let mut claims = serde_json::Map::new();
    let words = |rng: &mut Rng| word(rng, &["us", "them", "", "é\u{1f98a}\"\\", "a b  a"]);
    let date = |rng: &mut Rng| match rng.u8(..5) {
        0 => json!(rng.f64() * 4e9),
        1 => number(rng),
        _ => json!(NOW_SECONDS + rng.i64(-400..400)),
    };
    for name in
        ["iss", "sub", "aud", "azp", "type", "role", "email", "jti", "session_id", "sid", "tier"]
    {
        if rng.u8(..6) > 0 {
            claims.insert(name.into(), if rng.u8(..40) == 0 { junk(rng) } else { words(rng) });
        }
    }
    for name in ["aud", "scope", "scopes"] {
        if rng.u8(..3) == 0 {
            claims.insert(name.into(), list(rng, 0..3, |rng| word(rng, &["us", "b", "b c"])));
        }
    }
    for name in ["exp", "nbf", "iat"] {
        if name == "exp" || rng.bool() {
            claims.insert(name.into(), date(rng));
        }
    }
    Value::Object(claims)
}

pub(super) fn compact(rng: &mut Rng) -> Value {
    let payload = match rng.u8(..8) {
        0 => junk(rng).to_string(),
        1 => r#"{"a":1,"a":2}"#.into(),
        2 => r#"{"a":"\ud800"}"#.into(),
        3 => format!("{}{}", "[".repeat(rng.usize(14..19)), "]".repeat(16)),
        _ => claims(rng).to_string(),
    };
    let mut token = format!("e30.{}.AA", base64url(payload.as_bytes()));
    if rng.u8(..6) == 0 {
        let at = rng.usize(..token.len());
        let piece: &&str = pick(rng, &[".", "=", " ", "A", "_", "+", ""]);
        token.replace_range(at..=at, piece);
    }
    json!(token)
}

pub(super) fn token(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => compact(rng),
        1 => json!(format!(" {}", claims(rng))),
        _ => claims(rng),
    }
}

pub(super) fn policy(rng: &mut Rng) -> Value {
    let words = |rng: &mut Rng| list(rng, 1..3, |rng| word(rng, &["us", "us", "b", "them"]));
    let mut policy = json!({ "issuers": words(rng), "audiences": optional(rng, words) });
    let Some(members) = policy.as_object_mut() else { return policy };
    for name in ["authorizedParties", "roles"] {
        if rng.u8(..3) == 0 {
            members.insert(name.into(), optional(rng, words));
        }
    }
    for name in ["leewaySeconds", "notBeforeLeewaySeconds"] {
        if rng.bool() {
            members.insert(name.into(), json!(rng.u16(0..300)));
        }
    }
    if rng.u8(..4) == 0 {
        members.insert("tokenType".into(), json!("us"));
    }
    if rng.u8(..20) == 0 {
        let name = *pick(rng, &["issuers", "audiences", "roles", "leewaySeconds", "typo"]);
        members.insert(name.into(), junk(rng));
    }
    policy
}

pub(super) fn claims_now(rng: &mut Rng) -> Value {
    match rng.u8(..10) {
        0 => iso(rng),
        1 => junk(rng),
        2 => json!((NOW_SECONDS * 1_000) as f64 + rng.f64()),
        _ => json!(NOW_SECONDS * 1_000 + rng.i64(-400_000..400_000)),
    }
}

/// Unpadded base64url (RFC 4648, section 5).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * digit)) as usize & 63;
            text.extend(DIGITS.get(index).map(|digit| char::from(*digit)));
        }
    }
    text
}
