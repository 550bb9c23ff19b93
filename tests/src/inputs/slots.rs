//! Slots, and instants around them.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{list, mostly, number, optional, pick};
use super::times::{START_MS, instant};

/// An instant at a slot near a fixed one, or a hair beside it; text of other zones among them.
pub(super) fn slot(rng: &mut Rng) -> Value {
    let at = START_MS + 1_800_000 * rng.i64(-3..4);
    match rng.u8(..10) {
        0 => instant(rng),
        1 => json!(at + rng.i64(-1..2)),
        2 => json!("2026-05-01T15:15:00+05:45"),
        3 => json!("2026-05-01T09:30:00.000001Z"),
        4 => json!(at + 7 * 86_400_000),
        _ => json!(at),
    }
}

/// An instant about three minutes, an hour or a week before a slot, or anywhere near.
pub(super) fn before(rng: &mut Rng) -> Value {
    let away = *pick(rng, &[0, 60_000, 180_000, 3_600_000, 7 * 86_400_000]);
    match rng.u8(..8) {
        0 => instant(rng),
        1 => json!(START_MS + rng.i64(-4_000_000..4_000_000)),
        2 => json!(START_MS as f64 - away as f64 + rng.f64() - 0.5),
        _ => json!(START_MS + 1_800_000 * rng.i64(-1..2) - away + rng.i64(-1..2)),
    }
}

pub(super) fn held_seat(rng: &mut Rng) -> Value {
    json!({ "startTime": slot(rng), "leftAt": optional(rng, slot) })
}

pub(super) fn credits(rng: &mut Rng) -> Value {
    mostly(rng, |rng| if rng.bool() { json!(rng.u32(0..3)) } else { number(rng) })
}

pub(super) fn truth(rng: &mut Rng) -> Value {
    mostly(rng, |rng| json!(rng.bool()))
}

pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "slot.next" => json!({ "now": before(rng) }),
        "slot.upcoming" => {
            let count = optional(rng, |rng| mostly(rng, |rng| json!(rng.u8(..50))));
            json!({ "count": count, "now": before(rng) })
        }
        "slot.check" => json!({ "slot": slot(rng), "now": before(rng) }),
        "slot.demand" => json!({ "slot": instant(rng) }),
        "slot.held" => json!({
            "slots": mostly(rng, |rng| list(rng, 0..6, slot)),
            "seats": mostly(rng, |rng| list(rng, 0..5, |rng| mostly(rng, held_seat))),
        }),
        "slot.gate" => json!({
            "credits": credits(rng),
            "hasPending": truth(rng),
            "isJoining": optional(rng, truth),
        }),
        _ => json!({ "startTime": slot(rng), "now": before(rng) }),
    }
}
