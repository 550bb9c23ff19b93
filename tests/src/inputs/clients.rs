//! Addresses behind proxies, paths in any spelling, and scopes.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{list, mostly, optional, pick, text, word};

const ADDRESSES: &[&str] = &[
    "203.0.113.7",
    "198.51.100.23:4711",
    "10.0.0.1",
    "10.255.255.255",
    "::1",
    "2001:db8:1:2:3:4:5:6",
    "[2001:db8::7]:443",
    "::ffff:10.0.0.2",
    "::ffff:203.0.113.9",
    "unknown",
    "01.2.3.4",
    "fe80::1%eth0",
    "",
];
const NETWORKS: &[&str] = &[
    "10.0.0.0/8",
    "10.0.0.1",
    "::1",
    "2001:db8::/32",
    "::ffff:10.0.0.0/104",
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "",
];
const PATHS: &[&str] = &[
    "/auth/login",
    "/auth/google/callback",
    "/docs",
    "/health/live",
    "/api/v1/time",
    "/auth/me",
    "/monitoring/healthz",
    "//auth/login",
];
const PIECES: &[&str] = &[
    "/", ".", "..", "/docs", "/health", "%2e", "%2F", "%25", "%", "x", "/auth/..", "?", "é", "%c3",
];
const SCOPES: &[&str] =
    &["read", "write", "read write", "  read  ", "READ", "", " ", "read read", "a\tb"];

/// An input of a verb of clients, paths or scopes.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "client.address" => json!({
            "peer": mostly(rng, address),
            "forwardedFor": optional(rng, |rng| mostly(rng, hops)),
            "trustedProxies": mostly(rng, |rng| list(rng, 0..4, network)),
        }),
        "client.limitKey" => json!({
            "issuer": optional(rng, identity),
            "subject": optional(rng, identity),
            "address": mostly(rng, address),
        }),
        "path.isPublic" => json!({ "path": mostly(rng, path) }),
        "scope.grant" => json!({ "asked": scopes(rng), "allowed": scopes(rng) }),
        _ => json!({ "scope": scopes(rng), "needed": scopes(rng) }),
    }
}

fn address(rng: &mut Rng) -> Value {
    word(rng, ADDRESSES)
}

fn network(rng: &mut Rng) -> Value {
    // Most sets of proxies are well-formed.
    let end = if rng.u8(..10) == 0 { NETWORKS.len() } else { 7 };
    word(rng, NETWORKS.get(..end).unwrap_or_default())
}

fn hops(rng: &mut Rng) -> Value {
    let hops: Vec<_> = (0..rng.usize(..5)).map(|_| *pick(rng, ADDRESSES)).collect();
    json!(hops.join(*pick(rng, &[",", ", ", " ,\t"])))
}

fn identity(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => text(rng),
        _ => word(rng, &["https://id.example.com/auth/v1", "5eed:1", "{a}%", "None", " "]),
    }
}

fn path(rng: &mut Rng) -> Value {
    match rng.u8(..3) {
        0 => (0..rng.usize(..6)).map(|_| *pick(rng, PIECES)).collect::<String>().into(),
        1 => {
            let (path, more) = (pick(rng, PATHS), pick(rng, PIECES));
            json!(if rng.bool() { format!("{path}{more}") } else { format!("{more}{path}") })
        }
        _ => word(rng, PATHS),
    }
}

fn scopes(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => optional(rng, |rng| mostly(rng, |rng| word(rng, SCOPES))),
        1 => mostly(rng, |rng| list(rng, 0..4, |rng| mostly(rng, |rng| word(rng, SCOPES)))),
        _ => word(rng, SCOPES),
    }
}
