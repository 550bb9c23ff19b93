//! Received ratings, scores, and raters.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{junk, mostly, optional, pick, word};
use super::credits::{count, tier};
use super::ratings::VALUES;
use super::times::{START_MS, instant};

const DAY_MS: i64 = 86_400_000;
const DECIMALS: &[&str] = &[
    "100.00", "95.00", "94.99", "80.00", "79.99", "0.00", "0.01", "50", "100.01", "9.999", "-1", "",
];

/// An input of a verb of reliability.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "reliability.score" => {
            json!({ "ratings": mostly(rng, received), "now": now(rng) })
        }
        "reliability.reportingPower" => json!({
            "tier": optional(rng, tier),
            "sessionCount": mostly(rng, |rng| json!(rng.u8(3..8))),
            "createdAt": optional(rng, |rng| aged(rng, 7)),
            "now": now(rng),
        }),
        "reliability.penalty" => json!({
            "tier": tier(rng),
            "creditsRemaining": count(rng),
            "ratings": mostly(rng, weighted),
            "now": now(rng),
        }),
        _ => json!({ "score": decimal(rng, 10_001), "count": count(rng) }),
    }
}

fn received(rng: &mut Rng) -> Value {
    let broken = rng.u8(..4) == 0;
    (0..rng.usize(0..12))
        .map(|_| {
            let rating = json!({
                "rating": word(rng, &["green", "green", "red", "skip"]),
                "createdAt": aged(rng, 180),
                "raterReliability": optional(rng, |rng| exact(rng, 10_001)),
            });
            spoilt(rng, broken, rating)
        })
        .collect()
}

fn weighted(rng: &mut Rng) -> Value {
    let broken = rng.u8(..4) == 0;
    (0..rng.usize(0..9))
        .map(|_| {
            let rating = json!({
                "rating": word(rng, &["green", "red", "red", "red"]),
                "createdAt": aged(rng, 7),
                "weight": word(rng, &["1.00", "0.50", "0.50", "0.00", "1.0000"]),
            });
            spoilt(rng, broken, rating)
        })
        .collect()
}

/// A rating, now and then with a member that is wrong.
fn spoilt(rng: &mut Rng, broken: bool, mut rating: Value) -> Value {
    if broken && let Some(members) = rating.as_object_mut() {
        match rng.u8(..8) {
            0 => drop(members.insert("rating".into(), word(rng, VALUES))),
            1 => drop(members.insert("createdAt".into(), instant(rng))),
            2 => drop(members.insert("raterReliability".into(), decimal(rng, 10_001))),
            3 => drop(members.insert("weight".into(), decimal(rng, 101))),
            _ => {}
        }
    }
    rating
}

/// An instant so many days before now, or near to that, or less long ago.
fn aged(rng: &mut Rng, days: i64) -> Value {
    match rng.u8(..4) {
        0 => json!(START_MS - days * DAY_MS + rng.i64(-2..3)),
        1 => json!((START_MS - rng.i64(..days * DAY_MS)) as f64 + rng.f64()),
        _ => json!(START_MS - rng.i64(-DAY_MS..days * DAY_MS)),
    }
}

fn now(rng: &mut Rng) -> Value {
    if rng.u8(..20) == 0 { instant(rng) } else { json!(START_MS) }
}

fn exact(rng: &mut Rng, below: u32) -> Value {
    let hundredths = rng.u32(..below);
    json!(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

fn decimal(rng: &mut Rng, below: u32) -> Value {
    match rng.u8(..6) {
        0 => junk(rng),
        1 | 2 => json!(pick(rng, DECIMALS)),
        _ => exact(rng, below),
    }
}
