//! Back-off, breakers, processing, health, key sets, secrets and passwords.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{junk, list, mostly, number, optional, pick, text, word};
use super::times::{START_MS, instant};

pub(super) const RULES: &[&str] = &[
    "backoff.delay",
    "backoff.isWorthRetrying",
    "breaker.step",
    "processing.record",
    "processing.status",
    "health.overall",
    "health.disk",
    "health.pool",
    "key_set.after",
    "key_set.lookup",
    "secret.judge",
    "password.check",
];

const SCHEDULES: &[&str] =
    &["redis_start", "database_start", "serialization", "start_load", "Redis_start", ""];
const SQLSTATES: &[&str] =
    &["40001", "40P01", "40p01", "08000", "08", "080061", "57P03", "23505", ""];
const STAGES: &[&str] =
    &["ingestion", "quality", "taxonomy", "graph", "embedding", " graph ", "Graph", "a", ""];
const STATUSES: &[&str] = &["pending", "processing", "completed", "failed", "done"];
const HEALTHS: &[&str] = &["healthy", "degraded", "unhealthy", "unknown", "ok"];
const EVENTS: &[&str] = &["started", "fetched", "failed", "reload", "invalidate", "start"];
const PARTS: &[&str] = &[
    "changeme",
    "EXAMPLE",
    "secret",
    "Secret",
    "test_secret",
    "replace-me",
    "a",
    "é",
    "🦊",
    " ",
    "k7Qz9vX2mN4pL8rT1wY6sB3dF5gH0jC_",
    "ſecret",
    "Password1!",
    "p@ssw0rd",
    "Q",
    "z",
    "7",
    "!",
];

/// An input of a verb of these families.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "backoff.delay" => delay(rng),
        "backoff.isWorthRetrying" => failure(rng),
        "breaker.step" => json!({
            "policy": mostly(rng, policy),
            "breaker": optional(rng, |rng| mostly(rng, breaker)),
            "event": word(rng, &["asked", "asked", "succeeded", "failed", "failed", "ask"]),
            "ticket": mostly(rng, few),
            "now": mostly(rng, near),
        }),
        "processing.record" => json!({
            "id": mostly(rng, |rng| word(rng, &["doc-1", " x ", "é"])),
            "record": optional(rng, |rng| mostly(rng, record)),
            "stage": mostly(rng, |rng| word(rng, STAGES)),
            "status": mostly(rng, |rng| word(rng, STATUSES)),
            "errorMessage": optional(rng, text),
            "stages": stages(rng),
            "now": mostly(rng, near),
        }),
        "processing.status" => json!({
            "record": optional(rng, |rng| mostly(rng, record)),
            "isStrict": optional(rng, |rng| json!(rng.bool())),
            "stages": stages(rng),
            "now": mostly(rng, near),
        }),
        "health.overall" => json!({ "parts": mostly(rng, |rng| list(rng, 0..5, part)) }),
        "health.disk" => match rng.u8(..3) {
            0 => json!({ "usedPercent": junk(rng) }),
            1 => json!({ "usedPercent": 78.0 + rng.f64() * 14.0 }),
            _ => json!({ "usedPercent": rng.u8(78..93) }),
        },
        "health.pool" => json!({ "taken": count(rng), "size": count(rng) }),
        "key_set.after" => json!({
            "keySet": optional(rng, |rng| mostly(rng, key_set)),
            "event": word(rng, EVENTS),
            "random": optional(rng, random),
            "now": mostly(rng, near),
        }),
        "key_set.lookup" => json!({
            "keySet": optional(rng, |rng| mostly(rng, key_set)),
            "isKnown": mostly(rng, |rng| json!(rng.bool())),
            "maxStaleSeconds": optional(rng, |rng| json!(*pick(rng, &[0, 1, 3_600, 86_400]))),
            "now": mostly(rng, near),
        }),
        "secret.judge" => json!({ "secret": mostly(rng, pieces) }),
        _ => json!({ "password": mostly(rng, pieces) }),
    }
}

fn delay(rng: &mut Rng) -> Value {
    let nothing = |_: &mut Rng| Value::Null;
    let given: [fn(&mut Rng) -> Value; 3] = match rng.u8(..3) {
        0 => [|rng| word(rng, SCHEDULES), nothing, nothing],
        1 => [nothing, |rng| list(rng, 0..4, count), nothing],
        _ => [nothing, nothing, count],
    };
    let [schedule, table, base] = given.map(|make| mostly(rng, make));
    json!({
        "schedule": schedule,
        "table": table,
        "baseMs": base,
        "factor": optional(rng, few),
        "capMs": optional(rng, count),
        "attempt": count(rng),
        "attempts": optional(rng, few),
        "jitterPercent": optional(rng, |rng| json!(rng.u8(..103))),
        "random": optional(rng, random),
    })
}

fn failure(rng: &mut Rng) -> Value {
    match rng.u8(..5) {
        0 => json!({ "failure": "sqlstate", "code": mostly(rng, |rng| word(rng, SQLSTATES)) }),
        1 => json!({ "failure": "sqlite", "code": mostly(rng, |rng| json!(rng.u32(..1_024))) }),
        2 => json!({ "failure": "http", "code": mostly(rng, |rng| json!(rng.u16(98..602))) }),
        3 => json!({ "failure": "timeout" }),
        _ => json!({ "failure": junk(rng), "code": junk(rng) }),
    }
}

fn policy(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => json!({ "failures": few(rng), "openMs": count(rng), "probeMs": optional(rng, count) }),
        1 => json!({
            "thresholdPercent": rng.u8(..102), "minimumCalls": few(rng), "openMs": count(rng),
        }),
        _ => word(rng, &["rate", "rate", "oauth", "http", "Rate"]),
    }
}

fn breaker(rng: &mut Rng) -> Value {
    let generation = mostly(rng, few);
    match rng.u8(..3) {
        0 => json!({ "state": "open", "generation": generation, "since": near(rng) }),
        1 => json!({ "state": "half_open", "generation": generation, "since": near(rng) }),
        _ => json!({
            "state": word(rng, &["closed", "closed", "closed", "open", "shut"]),
            "generation": generation,
            "failures": optional(rng, few),
            "outcomes": mostly(rng, |rng| list(rng, 0..5, tally)),
        }),
    }
}

fn tally(rng: &mut Rng) -> Value {
    json!({ "at": near(rng), "calls": count(rng), "failures": few(rng) })
}

fn record(rng: &mut Rng) -> Value {
    json!({
        "stages": mostly(rng, |rng| list(rng, 0..4, stage)),
        "errorMessage": optional(rng, text),
        "errorAt": optional(rng, near),
        "updatedAt": mostly(rng, near),
    })
}

fn stage(rng: &mut Rng) -> Value {
    json!({ "stage": word(rng, STAGES), "status": word(rng, STATUSES) })
}

fn stages(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => list(rng, 0..5, |rng| word(rng, STAGES)),
        1 => junk(rng),
        _ => Value::Null,
    }
}

fn part(rng: &mut Rng) -> Value {
    json!({ "isCritical": mostly(rng, |rng| json!(rng.bool())), "health": word(rng, HEALTHS) })
}

fn key_set(rng: &mut Rng) -> Value {
    json!({
        "fetchedAt": optional(rng, near),
        "attemptedAt": optional(rng, near),
        "startedAt": if rng.u8(..3) == 0 { near(rng) } else { Value::Null },
        "dueAt": optional(rng, near),
        "failures": optional(rng, few),
    })
}

/// Seconds, minutes, an hour or a day around one instant, often at the very edge.
fn near(rng: &mut Rng) -> Value {
    let away =
        *pick(rng, &[0, 1_000, 5_000, 10_000, 30_000, 60_000, 3_300_000, 3_600_000, 86_400_000]);
    match rng.u8(..12) {
        0 => instant(rng),
        1 => json!((START_MS + away) as f64 + rng.f64()),
        _ => json!(START_MS + away + rng.i64(-1..2)),
    }
}

fn pieces(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => text(rng),
        1 => json!("aA1!".repeat(rng.usize(255..258))),
        2 => json!("é7".repeat(rng.usize(340..343))),
        3 => json!("x".repeat(rng.usize(48..52))),
        _ => (0..rng.usize(..8)).map(|_| *pick(rng, PARTS)).collect::<String>().into(),
    }
}

fn few(rng: &mut Rng) -> Value {
    json!(rng.u8(..6))
}

fn random(rng: &mut Rng) -> Value {
    mostly(rng, |rng| json!(rng.u32(..)))
}

fn count(rng: &mut Rng) -> Value {
    match rng.u8(..10) {
        0 => junk(rng),
        1 => json!(rng.u32(..)),
        2 => number(rng),
        3 => json!(rng.i32(-2..3)),
        _ => json!(rng.u32(..102)),
    }
}
