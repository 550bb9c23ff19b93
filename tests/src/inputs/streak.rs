//! Weeks, and sessions that were counted.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{list, mostly, number, pick};
use super::times::instant;

const DAY_MS: i64 = 86_400_000;

pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    if rule == "streak.weekStart" {
        let midnight = DAY_MS * rng.i64(-30_000..30_000);
        let beside = json!(midnight + rng.i64(-1..2));
        return json!({ "now": if rng.bool() { instant(rng) } else { beside } });
    }
    let count = if rng.u8(..8) == 0 { number(rng) } else { json!(rng.u8(..13)) };
    let awarded = mostly(rng, |rng| {
        list(rng, 0..4, |rng| {
            if rng.u8(..30) == 0 { number(rng) } else { json!(*pick(rng, &[3, 5, 10])) }
        })
    });
    json!({ "sessionCount": count, "awarded": awarded })
}
