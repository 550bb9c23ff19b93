//! Presence in a room, and what it comes to.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{junk, mostly, number, optional, pick, word};
use super::slots::truth;
use super::times::{START_MS, instant};

fn moment(rng: &mut Rng) -> Value {
    let edge = *pick(rng, &[0, 180_000, 1_680_000, 1_800_000, 3_000_000, 3_300_000, 3_600_000]);
    match rng.u8(..8) {
        0 => instant(rng),
        1 | 2 => json!(START_MS + rng.i64(-600_000..4_000_000)),
        3 => json!((START_MS + edge) as f64 + rng.f64() - 0.5),
        _ => json!(START_MS + edge + rng.i64(-1..2)),
    }
}

fn minutes(rng: &mut Rng) -> Value {
    match rng.u8(..6) {
        0 => number(rng),
        1 | 2 => json!(0),
        _ => json!(rng.u8(17..48)),
    }
}

fn connection(rng: &mut Rng) -> Value {
    json!({
        "activeMs": optional(rng, |rng| mostly(rng, |rng| json!(rng.u32(..)))),
        "connectedAt": optional(rng, moment),
        "disconnectedAt": optional(rng, |rng| optional(rng, moment)),
        "disconnects": optional(rng, number),
    })
}

pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "settlement.due" => json!({
            "startTime": START_MS,
            "settledAt": if rng.bool() { Value::Null } else { moment(rng) },
            "trigger": mostly(rng, |rng| word(rng, &["job", "job", "room_finished", "Job"])),
            "now": moment(rng),
        }),
        "settlement.track" => json!({
            "connection": optional(rng, |rng| mostly(rng, connection)),
            "event": mostly(rng, |rng| word(rng, &["joined", "left", "left", "away"])),
            "now": moment(rng),
        }),
        "settlement.focusMinutes" => json!({
            "startTime": if rng.u8(..8) == 0 { instant(rng) } else { json!(START_MS) },
            "totalActiveMinutes": optional(rng, minutes),
            "connectedAt": optional(rng, moment),
            "disconnectedAt": optional(rng, moment),
        }),
        _ => json!({
            "participantType": mostly(rng, |rng| word(rng, &["human", "human", "ai_companion"])),
            "essenceEarned": truth(rng),
            "startTime": if rng.u8(..20) == 0 { junk(rng) } else { json!(START_MS) },
            "leftAt": optional(rng, moment),
            "totalActiveMinutes": optional(rng, minutes),
        }),
    }
}
