//! Words, ids, texts and numbers.

use fastrand::Rng;
use serde_json::{Value, json};

pub(super) const IDS: &[&str] = &[
    "0190f4a0-0000-7000-8000-00000000000a",
    "0190F4A0-0000-7000-8000-00000000000A",
    "0190f4a0-0000-7000-8000-00000000000b",
    "0190f4a0-0000-7000-8000-00000000000c",
    "0190f4a0-0000-7000-8000-00000000000d",
    "00000000-0000-0000-0000-000000000000",
    "0190f4a0000070008000000000000000a",
    "table-1",
    "",
];
pub(super) const GOOD_IDS: usize = 5;
pub(super) const TEXTS: &[&str] = &[
    "",
    " ",
    "late",
    "\u{feff} late\u{3000}",
    "naïve 🦊 text",
    "\u{0}",
    "quote \" back \\ slash / \u{7f} \u{2028}",
];

pub(super) fn pick<'a, T>(rng: &mut Rng, from: &'a [T]) -> &'a T {
    let at = rng.usize(..from.len());
    from.get(at).unwrap_or_else(|| unreachable!("the index is below the length"))
}

pub(super) fn word(rng: &mut Rng, words: &[&str]) -> Value {
    json!(pick(rng, words))
}

pub(super) fn id(rng: &mut Rng) -> Value {
    word(rng, IDS)
}

pub(super) fn good_id(rng: &mut Rng) -> Value {
    word(rng, IDS.get(..GOOD_IDS).unwrap_or_default())
}

pub(super) fn optional(rng: &mut Rng, make: fn(&mut Rng) -> Value) -> Value {
    if rng.u8(..4) == 0 { Value::Null } else { make(rng) }
}

pub(super) fn list(
    rng: &mut Rng,
    length: std::ops::Range<usize>,
    make: fn(&mut Rng) -> Value,
) -> Value {
    (0..rng.usize(length)).map(|_| make(rng)).collect()
}

/// Any JSON that is not what a rule wants.
pub(super) fn junk(rng: &mut Rng) -> Value {
    match rng.u8(..9) {
        0 => Value::Null,
        1 => json!(rng.bool()),
        2 => number(rng),
        3 => text(rng),
        4 => json!([]),
        5 => json!({}),
        6 => json!([text(rng), 1]),
        7 => json!({ "__proto__": 1, "ratings": [] }),
        _ => json!(""),
    }
}

pub(super) fn mostly(rng: &mut Rng, make: fn(&mut Rng) -> Value) -> Value {
    if rng.u8(..12) == 0 { junk(rng) } else { make(rng) }
}

pub(super) fn number(rng: &mut Rng) -> Value {
    match rng.u8(..6) {
        0 => json!(rng.i32(-5_000..5_000)),
        1 => json!(rng.f64() * 4_000.0),
        2 => json!(-rng.f64()),
        3 => json!(rng.i64(..)),
        4 => json!(f64::from_bits(rng.u64(..) & 0xffef_ffff_ffff_ffff)),
        _ => json!(rng.u32(0..3_600)),
    }
}

pub(super) fn text(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => json!("x".repeat(rng.usize(495..505))),
        1 => json!("🦊".repeat(rng.usize(498..503))),
        2 => json!(format!("{}x", " ".repeat(rng.usize(4_090..4_100)))),
        3 => (0..rng.usize(..20)).map(|_| rng.char(..)).collect::<String>().into(),
        _ => word(rng, TEXTS),
    }
}
