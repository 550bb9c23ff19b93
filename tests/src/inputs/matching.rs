//! Who asks for a table, and the tables that there are.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{good_id, id, list, mostly, number, optional, pick, text, word};
use super::slots::{before, credits, held_seat, slot, truth};
use super::times::START_MS;

const MODES: &[&str] = &["forced_audio", "quiet", "quiet", "loud", ""];
const LANGUAGES: &[&str] = &["en", "en", "zh-TW", "zh-tw"];
const TOPICS: &[&str] = &["maths", "maths", "Maths", " maths ", "", "\u{feff}"];

fn mode(rng: &mut Rng) -> Value {
    let most = if rng.u8(..20) == 0 { MODES.len() } else { 3 };
    word(rng, MODES.get(..most).unwrap_or_default())
}

fn language(rng: &mut Rng) -> Value {
    let most = if rng.u8(..20) == 0 { LANGUAGES.len() } else { 3 };
    word(rng, LANGUAGES.get(..most).unwrap_or_default())
}

fn topic(rng: &mut Rng) -> Value {
    if rng.u8(..8) == 0 { text(rng) } else { word(rng, TOPICS) }
}

fn filters(rng: &mut Rng) -> Value {
    json!({
        "topic": optional(rng, |rng| optional(rng, topic)),
        "mode": optional(rng, |rng| optional(rng, mode)),
        "language": optional(rng, language),
        "unknown": 1,
    })
}

fn table(rng: &mut Rng) -> Value {
    let start = if rng.u8(..6) == 0 { slot(rng) } else { json!(START_MS) };
    let seats = if rng.u8(..30) == 0 { number(rng) } else { json!(rng.u8(1..5)) };
    json!({
        "id": if rng.u8(..40) == 0 { id(rng) } else { good_id(rng) },
        "startTime": start,
        "createdAt": START_MS - rng.i64(0..3),
        "isPrivate": rng.u8(..5) == 0,
        "mode": mode(rng),
        "topic": optional(rng, topic),
        "language": language(rng),
        "maxSeats": seats,
        "activeParticipants": rng.u8(..5),
    })
}

fn banned(rng: &mut Rng) -> Value {
    optional(rng, |rng| json!({ "bannedUntil": optional(rng, before) }))
}

fn bytes(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => list(rng, 0..9, number),
        1 => list(rng, 4..9, |rng| json!(rng.u16(..300))),
        _ => list(rng, 6..7, |rng| json!(rng.u8(..))),
    }
}

pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "matching.filters" => mostly(rng, filters),
        "matching.eligibility" => json!({
            "user": mostly(rng, banned),
            "slot": optional(rng, slot),
            "hasPending": truth(rng),
            "credits": credits(rng),
            "seats": mostly(rng, |rng| list(rng, 0..4, held_seat)),
            "now": before(rng),
        }),
        "matching.choose" => {
            let late = *pick(rng, &[0, 179_999, 180_000, -1_000_000]);
            json!({
                "slot": START_MS,
                "filters": optional(rng, filters),
                "tables": mostly(rng, |rng| list(rng, 0..6, table)),
                "now": START_MS + late,
            })
        }
        _ => json!({
            "slot": slot(rng),
            "filters": optional(rng, filters),
            "roomBytes": mostly(rng, bytes),
            "roomNumber": if rng.u8(..8) == 0 { number(rng) } else { json!(rng.u32(..)) },
        }),
    }
}
