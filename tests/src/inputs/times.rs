//! Instants as numbers and as text.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{junk, pick};

pub(super) const START_MS: i64 = 1_777_627_800_000;

pub(super) fn instant(rng: &mut Rng) -> Value {
    let near = START_MS + rng.i64(-4_000_000..4_000_000);
    match rng.u8(..12) {
        0 => json!(near as f64 + rng.f64()),
        1 => json!(8.64e15 - rng.f64() * 2.0),
        2 => json!(rng.i64(..)),
        3 => json!(rng.i64(-8_640_000_000_000_000..8_640_000_000_000_000)),
        4 => iso(rng),
        5 => broken_iso(rng),
        6 => junk(rng),
        _ => json!(near),
    }
}

pub(super) fn iso(rng: &mut Rng) -> Value {
    let separator = pick(rng, &["T", " "]);
    let fraction = pick(rng, &["", ".5", ".999", ".000001", ".9999999", ".12345678901234567890"]);
    let zone = pick(rng, &["Z", "+00:00", "-00:00", "+08", "-05:30", "+23:59"]);
    json!(format!(
        "{:04}-{:02}-{:02}{separator}{:02}:{:02}:{:02}{fraction}{zone}",
        rng.u16(0..10_000),
        rng.u8(1..13),
        rng.u8(1..32),
        rng.u8(0..24),
        rng.u8(0..60),
        rng.u8(0..60),
    ))
}

pub(super) fn broken_iso(rng: &mut Rng) -> Value {
    let Value::String(mut text) = iso(rng) else { return Value::Null };
    let at = rng.usize(..text.len());
    match rng.u8(..3) {
        0 => text.truncate(at),
        1 => text.insert(at, *pick(rng, &['0', ' ', 'é', '-'])),
        _ => drop(text.remove(at)),
    }
    json!(text)
}
