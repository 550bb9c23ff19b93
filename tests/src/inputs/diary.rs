//! Reflections, notes, the diary, and reports.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{good_id, id, junk, list, mostly, number, optional, text, word};
use super::times::{START_MS, instant};

const DAY_MS: i64 = 86_400_000;
const PHASES: &[&str] = &["setup", "break", "social", "setup", "social", "work_1", ""];
const TAGS: &[&str] = &[
    "productive",
    "distracted",
    "breakthrough",
    "tired",
    "energized",
    "social",
    "deep-focus",
    "struggled",
    "productive",
    "tired",
];
const CONTENTS: &[&str] = &["Read Kant", "ÜBER code", "ΑΘΗΝΑΣ", "王小明", "late", "x"];
const SEARCHES: &[&str] = &["kant", "über", "CODE", "ας", "小", " x ", "%", ""];
const DATES: &[&str] = &[
    "2026-05-01",
    "2026-04-30",
    "2026-05-01T09:30:00Z",
    "2026-05-01T17:30:00+08:00",
    "2026-05-01T09:30:00",
    "",
    "yesterday",
];

/// An input of a verb of reflections, of the diary, of days in a row or of reports.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "reflection.check" => json!({ "phase": phase(rng), "content": content(rng) }),
        "reflection.access" => json!({
            "userId": mostly(rng, good_id),
            "userIds": mostly(rng, |rng| list(rng, 0..5, good_id)),
        }),
        "diary.checkNote" => json!({ "note": optional(rng, content), "tags": tags(rng) }),
        "diary.list" => json!({
            "sessions": list(rng, 0..6, session),
            "reflections": list(rng, 0..8, written),
            "notes": list(rng, 0..4, kept),
            "search": optional(rng, |rng| mostly(rng, |rng| word(rng, SEARCHES))),
            "date_from": optional(rng, date),
            "date_to": optional(rng, date),
        }),
        "diary.stats" => json!({
            "currentStreak": optional(rng, few),
            "lastSessionDate": optional(rng, day),
            "sessionCount": few(rng),
            "seats": list(rng, 0..4, seat),
            "now": near(rng),
        }),
        "diary.mood" => json!({ "notes": list(rng, 0..5, tagged), "now": near(rng) }),
        "report.submit" => json!({
            "reported_user_id": mostly(rng, good_id),
            "session_id": mostly(rng, good_id),
            "category": mostly(rng, |rng| word(rng, &["spam", " noise ", "", "\u{0}"])),
            "description": optional(rng, content),
            "reporterId": mostly(rng, good_id),
            "reportedUserIds": list(rng, 0..4, id_of_somebody),
        }),
        // `streak.recordDay`
        _ => json!({
            "currentStreak": optional(rng, few),
            "longestStreak": optional(rng, few),
            "lastSessionDate": optional(rng, day),
            "startTime": near(rng),
        }),
    }
}

fn phase(rng: &mut Rng) -> Value {
    mostly(rng, |rng| word(rng, PHASES))
}

fn content(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => junk(rng),
        1 => text(rng),
        2 => json!("x".repeat(rng.usize(1_998..2_003))),
        _ => word(rng, CONTENTS),
    }
}

fn tags(rng: &mut Rng) -> Value {
    match rng.u8(..10) {
        0 => junk(rng),
        1 => Value::Null,
        _ => list(rng, 0..6, |rng| {
            if rng.u8(..40) == 0 { word(rng, &["happy", "Tired"]) } else { word(rng, TAGS) }
        }),
    }
}

fn id_of_somebody(rng: &mut Rng) -> Value {
    if rng.u8(..20) == 0 { id(rng) } else { good_id(rng) }
}

fn few(rng: &mut Rng) -> Value {
    if rng.u8(..10) == 0 { number(rng) } else { json!(rng.u8(..9)) }
}

/// An instant at or beside midnights, or some days around the start of all.
fn near(rng: &mut Rng) -> Value {
    let midnight = START_MS - START_MS.rem_euclid(DAY_MS) + DAY_MS * rng.i64(-8..3);
    match rng.u8(..20) {
        0 => instant(rng),
        1..10 => json!(midnight + rng.i64(-2..3)),
        _ => json!(START_MS + DAY_MS * rng.i64(-8..3) + rng.i64(-2..3)),
    }
}

fn day(rng: &mut Rng) -> Value {
    if rng.bool() { near(rng) } else { word(rng, &["2026-05-01", "2026-04-30", "2026-02-30"]) }
}

fn date(rng: &mut Rng) -> Value {
    mostly(rng, |rng| word(rng, DATES))
}

fn session(rng: &mut Rng) -> Value {
    json!({ "sessionId": id_of_somebody(rng), "startTime": near(rng) })
}

fn written(rng: &mut Rng) -> Value {
    let phase = word(rng, &["setup", "break", "social"]);
    let phase = if rng.u8(..30) == 0 { junk(rng) } else { phase };
    let content = word(rng, CONTENTS);
    json!({
        "sessionId": good_id(rng), "phase": phase, "content": content, "createdAt": near(rng),
    })
}

fn kept(rng: &mut Rng) -> Value {
    let note = optional(rng, |rng| word(rng, CONTENTS));
    json!({ "sessionId": good_id(rng), "note": note, "tags": tags(rng) })
}

fn tagged(rng: &mut Rng) -> Value {
    json!({ "createdAt": near(rng), "tags": tags(rng) })
}

fn seat(rng: &mut Rng) -> Value {
    json!({
        "joinedAt": near(rng),
        "startTime": START_MS,
        "totalActiveMinutes": optional(rng, |rng| json!(rng.u8(..60))),
        "connectedAt": optional(rng, |rng| json!(START_MS + rng.i64(-60_000..3_600_000))),
        "disconnectedAt": optional(rng, |rng| json!(START_MS + rng.i64(-60_000..3_600_000))),
    })
}
