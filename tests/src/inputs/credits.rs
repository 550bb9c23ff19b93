//! Balances, gifts, referrals, and requests that arrive twice.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{good_id, id, junk, mostly, optional, pick, text, word};
use super::times::{START_MS, instant};

const TIERS: &[&str] =
    &["free", "free", "pro", "pro", "elite", "infinite", "admin", "premium", "", "Free"];
const CODES: &[&str] = &["9F86D081", "9f86d081", "0000000A", "a&b é", " 9F86D081 ", "", "🦊"];
const HASHES: &[&str] = &["abc", "abc", "abc", "ABC", " abc", ""];
const KEYS: &[&str] = &[
    "5f0c7f0e-3a1b-4c2d-8e9f-0a1b2c3d4e5f",
    "5F0C7F0E-3A1B-4C2D-8E9F-0A1B2C3D4E5F",
    "5f0c7f0e-3a1b-4c2d-8e9f-0a1b2c3d4e60",
    "gift-1",
];

/// An input of a verb of credits or of idempotency.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "credit.tier" => json!({ "tier": tier(rng) }),
        "credit.newAccount" => json!({ "now": instant(rng) }),
        "credit.isSufficient" => {
            json!({ "creditsRemaining": optional(rng, count), "amount": count(rng) })
        }
        "credit.deduct" => json!({ "creditsRemaining": count(rng), "amount": count(rng) }),
        "credit.add" => json!({
            "creditsRemaining": count(rng), "amount": count(rng), "tier": optional(rng, tier),
        }),
        "credit.nextRefresh" => json!({ "cycleStart": optional(rng, day), "now": instant(rng) }),
        "credit.refresh" | "credit.badge" => json!({
            "tier": tier(rng),
            "creditsRemaining": count(rng),
            "cycleStart": day(rng),
            "now": mostly(rng, near),
        }),
        "credit.gift" => json!({
            "senderId": mostly(rng, good_id),
            "recipientId": mostly(rng, good_id),
            "amount": optional(rng, few),
            "sender": optional(rng, |rng| mostly(rng, sender)),
            "recipient": optional(rng, |rng| json!({ "creditsRemaining": count(rng) })),
        }),
        "credit.referralCode" => json!({ "seed": mostly(rng, |rng| json!(rng.u32(..))) }),
        "credit.referralLink" => json!({
            "baseUrl": mostly(rng, |rng| word(rng, &["https://example.com/", "http://x", " "])),
            "code": mostly(rng, code),
        }),
        "credit.applyReferral" => json!({
            "code": mostly(rng, code),
            "account": optional(rng, |rng| mostly(rng, applicant)),
            "referrerId": optional(rng, id),
        }),
        "credit.referralBonus" => json!({
            "completed": mostly(rng, |rng| json!(rng.u8(..4) > 0)),
            "completedBefore": few(rng),
            "creditsRemaining": count(rng),
            "referrer": optional(rng, |rng| mostly(rng, referrer)),
        }),
        _ => json!({
            "key": optional(rng, key),
            "bodyHash": mostly(rng, |rng| word(rng, HASHES)),
            "stored": optional(rng, |rng| mostly(rng, stored)),
            "now": mostly(rng, near),
        }),
    }
}

pub(super) fn tier(rng: &mut Rng) -> Value {
    mostly(rng, |rng| word(rng, TIERS))
}

/// A count, mostly a small one.
pub(super) fn count(rng: &mut Rng) -> Value {
    match rng.u8(..16) {
        0 => junk(rng),
        1 => json!(u64::from(u32::MAX) - 2 + rng.u64(..4)),
        2 => json!(999_990 + rng.u32(..20)),
        3 => json!(rng.i32(-2..3)),
        _ => json!(rng.u32(..30)),
    }
}

fn few(rng: &mut Rng) -> Value {
    mostly(rng, |rng| json!(rng.u8(..6)))
}

/// A day, as a date or as an instant, around the one on which a week is over.
fn day(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => instant(rng),
        1 => json!("2026-05-01"),
        2 => json!(format!("2026-{:02}-{:02}", rng.u8(..14), rng.u8(..33))),
        _ => json!(START_MS - 7 * 86_400_000 + rng.i64(-90_000_000..90_000_000)),
    }
}

/// An instant at, before or behind the edges of days.
fn near(rng: &mut Rng) -> Value {
    match rng.u8(..3) {
        0 => json!(START_MS - START_MS.rem_euclid(86_400_000) + rng.i64(-2..3)),
        1 => json!(START_MS + rng.i64(-2..3)),
        _ => json!(START_MS + rng.i64(-90_000_000..90_000_000)),
    }
}

fn sender(rng: &mut Rng) -> Value {
    json!({
        "tier": tier(rng),
        "creditsRemaining": count(rng),
        "giftsSentThisWeek": if rng.bool() { json!(0) } else { count(rng) },
    })
}

fn referrer(rng: &mut Rng) -> Value {
    json!({ "creditsRemaining": count(rng), "referralsCompleted": count(rng) })
}

fn applicant(rng: &mut Rng) -> Value {
    let referred_by = if rng.u8(..4) == 0 { id(rng) } else { Value::Null };
    json!({ "referralCode": mostly(rng, code), "referredBy": referred_by })
}

fn code(rng: &mut Rng) -> Value {
    match rng.u8(..6) {
        0 => text(rng),
        1 => json!("A".repeat(rng.usize(19..22))),
        _ => word(rng, CODES),
    }
}

fn key(rng: &mut Rng) -> Value {
    if rng.u8(..20) == 0 { junk(rng) } else { json!(pick(rng, KEYS)) }
}

fn stored(rng: &mut Rng) -> Value {
    let stored_at = START_MS - 86_400_000 + rng.i64(-3..4);
    let stored_at = if rng.bool() { near(rng) } else { json!(stored_at) };
    json!({ "key": key(rng), "bodyHash": word(rng, HASHES), "storedAt": stored_at })
}
