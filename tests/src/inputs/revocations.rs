//! Tokens that were taken back, and copies of revocations of any age.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{junk, mostly, number, optional, pick, word};
use super::times::{START_MS, instant};

/// An input of a verb of this family.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "revocation.judge" => json!({
            "isListed": mostly(rng, |rng| json!(rng.u8(..4) == 0)),
            "notBefore": optional(rng, near),
            "issuedAt": optional(rng, date),
            "readAt": optional(rng, near),
            "isWrite": mostly(rng, |rng| json!(rng.bool())),
            "staleReads": mostly(rng, |rng| word(rng, &["deny", "allow", "allow", "Deny"])),
            "now": mostly(rng, near),
        }),
        _ => json!({
            "scope": mostly(rng, |rng| word(rng, &["token", "all", "all", "user"])),
            "issuedAt": optional(rng, date),
            "expiresAt": mostly(rng, date),
            "leewaySeconds": optional(rng, |rng| json!(*pick(rng, &[0, 30, 299, 300, 301, -1]))),
            "now": mostly(rng, near),
        }),
    }
}

/// A minute, a month or nothing around one instant, often at the very edge.
const AWAY: &[i64] = &[0, 1_000, 60_000, 300_000, 1_800_000, 2_592_000_000];

fn near(rng: &mut Rng) -> Value {
    let at = START_MS + pick(rng, AWAY) * rng.i64(-1..2);
    match rng.u8(..12) {
        0 => instant(rng),
        1 => json!(at as f64 + rng.f64()),
        2 => json!(at as f64 + 0.001 * f64::from(rng.u8(..3))),
        _ => json!(at + rng.i64(-1..2)),
    }
}

fn date(rng: &mut Rng) -> Value {
    let at = (START_MS + pick(rng, AWAY) * rng.i64(-1..3)) / 1_000;
    match rng.u8(..12) {
        0 => junk(rng),
        1 => number(rng),
        2 => json!(at as f64 + rng.f64()),
        3 => json!(at as f64 + 0.25 * f64::from(rng.u8(..4))),
        4 => json!(*pick(rng, &[0_i64, -1, 9_223_372_036_854, 1 << 53, (1 << 53) + 2])),
        _ => json!(at + rng.i64(-1..2)),
    }
}
