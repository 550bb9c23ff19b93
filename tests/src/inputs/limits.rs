//! Limits, their headers on the way out, and headers of anybody's making on the way in.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{junk, list, mostly, number, optional, pick, text, word};
use super::times::{START_MS, instant};

const CREDIT_TIERS: &[&str] = &["free", "pro", "elite", "infinite", "admin", "premium", "Free"];
const RATE_TIERS: &[&str] = &["anonymous", "free", "premium", "admin", "pro", ""];
const ROUTES: &[&str] = &[
    "POST /sessions/quick-match",
    "POST /sessions/{id}/rate",
    "PATCH /users/me",
    "GET /users/me",
    "post /credits/gift",
];
const NAMES: &[&str] = &["user", "route", "global", "a \"b\\", "é", "", " user "];
const SECONDS: &[&str] =
    &["0", "1", "30", "007", " 60 ", "-1", "1.5", "soon", "", "99999999999999999999", "5, 5"];
const DATES: &[&str] = &[
    "Fri, 01 May 2026 09:30:30 GMT",
    "Friday, 01-May-26 09:31:00 GMT",
    "Fri May  1 09:30:00 2026",
    "Fri, 01 May 2026 09:29:59 GMT",
    "Fri, 31 Apr 2026 09:30:30 GMT",
    "2026-05-01T09:30:30Z",
];
const BITS: &[&str] = &[
    "\"user\"",
    "\"a\\\"\"",
    "user",
    ";r=0",
    ";r=5",
    ";t=30",
    ";q=100",
    ";w=60",
    ";r=-1",
    ";t=1.5",
    ", ",
    ",",
    " ",
    ";",
    "=",
    "(1 2)",
    ":aGk=:",
    "?1",
    "@5",
    "%\"%c3%bc\"",
    ";r",
    "é",
];

/// An input of a verb of limits.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "limit.take" => json!({
            "limits": mostly(rng, |rng| list(rng, 0..4, limit)),
            "cost": optional(rng, |rng| mostly(rng, |rng| json!(rng.u8(..6)))),
            "now": mostly(rng, near),
        }),
        "limit.share" => json!({ "quota": amount(rng), "instances": amount(rng) }),
        "limit.tier" => {
            json!({ "tier": optional(rng, |rng| mostly(rng, |rng| word(rng, CREDIT_TIERS))) })
        }
        "limit.quotas" => json!({
            "tier": mostly(rng, |rng| word(rng, RATE_TIERS)),
            "route": optional(rng, |rng| mostly(rng, |rng| word(rng, ROUTES))),
        }),
        "limit.headers" => json!({
            "limits": mostly(rng, |rng| list(rng, 0..4, standing)),
            "retryAt": optional(rng, |rng| mostly(rng, near)),
            "now": mostly(rng, near),
        }),
        _ => json!({
            "retryAfter": optional(rng, retry_after),
            "rateLimit": optional(rng, fields),
            "rateLimitPolicy": optional(rng, fields),
            "limit": optional(rng, seconds),
            "remaining": optional(rng, seconds),
            "reset": optional(rng, |rng| mostly(rng, |rng| {
                json!((START_MS / 1_000 + rng.i64(-3..90)).to_string())
            })),
            "date": optional(rng, retry_after),
            "now": mostly(rng, near),
        }),
    }
}

fn amount(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => junk(rng),
        1 => number(rng),
        2 => json!(u64::from(u32::MAX) - 1 + rng.u64(..4)),
        _ => json!(rng.u32(..12)),
    }
}

fn window(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => junk(rng),
        1 => json!(31_622_399 + rng.u32(..3)),
        _ => json!(pick(rng, &[1, 7, 60, 60, 60, 3_600, 86_400, 0])),
    }
}

/// An instant about the start, often at the edge of a window or of a part of one.
fn near(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => instant(rng),
        1 => json!(START_MS + rng.i64(-3..4) * 60_000),
        2 => json!(START_MS + rng.i64(-70..70) * 1_000 + rng.i64(-1..2)),
        _ => json!(START_MS as f64 + rng.f64() * 130_000.0 - 65_000.0),
    }
}

fn limit(rng: &mut Rng) -> Value {
    let taken = rng.usize(..5);
    let times: Vec<_> = (0..taken).map(|_| mostly(rng, near)).collect();
    let uneven = usize::from(rng.u8(..20) == 0);
    let counts: Vec<_> =
        (0..taken + uneven).map(|_| mostly(rng, |rng| json!(rng.u8(..4)))).collect();
    json!({
        "name": mostly(rng, |rng| word(rng, NAMES)),
        "quota": amount(rng),
        "windowSeconds": window(rng),
        "times": times,
        "counts": counts,
    })
}

fn standing(rng: &mut Rng) -> Value {
    json!({
        "name": mostly(rng, |rng| word(rng, NAMES)),
        "quota": amount(rng),
        "windowSeconds": window(rng),
        "remaining": optional(rng, amount),
        "resetAt": optional(rng, |rng| mostly(rng, near)),
    })
}

fn seconds(rng: &mut Rng) -> Value {
    mostly(rng, |rng| word(rng, SECONDS))
}

fn retry_after(rng: &mut Rng) -> Value {
    match rng.u8(..3) {
        0 => seconds(rng),
        1 => text(rng),
        _ => word(rng, DATES),
    }
}

/// Something like a structured field: a good one, or its pieces in any order.
fn fields(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => {
            let pieces = (0..rng.usize(1..9)).map(|_| *pick(rng, BITS));
            pieces.collect::<String>().into()
        }
        1 => text(rng),
        _ => {
            let item = |rng: &mut Rng| {
                let (name, key) = (pick(rng, &["user", "route", "\\\"x"]), pick(rng, &["r", "q"]));
                let more = pick(rng, &["", ";t=30", ";w=60", ";t=0", ";w"]);
                format!("\"{name}\";{key}={}{more}", rng.u8(..4))
            };
            let items: Vec<_> = (0..rng.usize(1..4)).map(|_| item(rng)).collect();
            json!(items.join(", "))
        }
    }
}
