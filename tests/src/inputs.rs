//! Inputs made up from a seed: plausible ones, ones at the edges, and broken ones.

use fastrand::Rng;
use serde_json::{Value, json};

/// An input of a verb. The same seed gives the same inputs.
#[must_use]
pub fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "session.parseId" => json!({ "text": id(rng) }),
        "session.guard" => json!({ "pending": optional(rng, id), "sessionId": id(rng) }),
        "phase.info" | "phase.nextChange" => json!({ "start": instant(rng), "now": instant(rng) }),
        "phase.fromApi" => json!({ "code": word(rng, API_PHASES), "hasStarted": rng.bool() }),
        "phase.opensEndModal" => {
            json!({ "previous": word(rng, PHASES), "next": word(rng, PHASES) })
        }
        "phase.formatTime" => json!({ "seconds": number(rng) }),
        "rating.entries" => {
            json!({ "userIds": list(rng, 0..4, form_id), "events": list(rng, 0..6, event) })
        }
        "rating.payload" | "rating.readiness" => {
            json!({ "entries": form(rng), "submitting": rng.bool() })
        }
        "rating.validate" => rating_input(rng),
        "rating.eligibility" => {
            json!({ "batch": good_batch(rng), "facts": facts(rng), "now": minute(rng) })
        }
        "rating.skip" => json!({ "facts": facts(rng), "now": minute(rng) }),
        "rating.pendingRecords" => {
            json!({ "startTime": 0, "seats": list(rng, 0..6, seat_with_leave), "now": minute(rng) })
        }
        "rating.pendingOpen" | "rating.pendingDeletable" => json!({
            "completedAt": optional(rng, minute), "expiresAt": minute(rng), "now": minute(rng),
        }),
        "rating.historySummary" => {
            json!({ "green": rng.u32(0..5_000), "red": rng.u32(0..5_000) })
        }
        "token.parseBearer" => json!({ "headers": list(rng, 0..3, header) }),
        "token.readUnverifiedClaims" => json!({ "token": compact(rng) }),
        "token.checkClaims" => {
            json!({ "token": token(rng), "policy": policy(rng), "now": claims_now(rng) })
        }
        // The verbs that take one phase.
        _ => json!({ "phase": word(rng, PHASES) }),
    }
}

const PHASES: &[&str] =
    &["idle", "setup", "work1", "break", "work2", "social", "completed", "work_1", "", "Idle"];
const API_PHASES: &[&str] =
    &["setup", "work_1", "break", "work_2", "social", "ended", "idle", "", "SETUP"];
const REASONS: &[&str] = &[
    "absent_no_show",
    "disruptive_behavior",
    "left_early_no_notice",
    "not_actually_working",
    "other",
    "other",
    "rude",
    "",
];
const VALUES: &[&str] = &["green", "red", "red", "skip", "blue", ""];
const IDS: &[&str] = &[
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
const GOOD_IDS: usize = 5;
const TEXTS: &[&str] = &[
    "",
    " ",
    "late",
    "\u{feff} late\u{3000}",
    "naïve 🦊 text",
    "\u{0}",
    "quote \" back \\ slash / \u{7f} \u{2028}",
];

fn pick<'a, T>(rng: &mut Rng, from: &'a [T]) -> &'a T {
    let at = rng.usize(..from.len());
    from.get(at).unwrap_or_else(|| unreachable!("the index is below the length"))
}

fn word(rng: &mut Rng, words: &[&str]) -> Value {
    json!(pick(rng, words))
}

fn id(rng: &mut Rng) -> Value {
    word(rng, IDS)
}

fn good_id(rng: &mut Rng) -> Value {
    word(rng, IDS.get(..GOOD_IDS).unwrap_or_default())
}

fn optional(rng: &mut Rng, make: fn(&mut Rng) -> Value) -> Value {
    if rng.u8(..4) == 0 { Value::Null } else { make(rng) }
}

fn list(rng: &mut Rng, length: std::ops::Range<usize>, make: fn(&mut Rng) -> Value) -> Value {
    (0..rng.usize(length)).map(|_| make(rng)).collect()
}

/// Any JSON that is not what a rule wants.
fn junk(rng: &mut Rng) -> Value {
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

fn mostly(rng: &mut Rng, make: fn(&mut Rng) -> Value) -> Value {
    if rng.u8(..12) == 0 { junk(rng) } else { make(rng) }
}

fn number(rng: &mut Rng) -> Value {
    match rng.u8(..6) {
        0 => json!(rng.i32(-5_000..5_000)),
        1 => json!(rng.f64() * 4_000.0),
        2 => json!(-rng.f64()),
        3 => json!(rng.i64(..)),
        4 => json!(f64::from_bits(rng.u64(..) & 0xffef_ffff_ffff_ffff)),
        _ => json!(rng.u32(0..3_600)),
    }
}

fn text(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => json!("x".repeat(rng.usize(495..505))),
        1 => json!("🦊".repeat(rng.usize(498..503))),
        2 => json!(format!("{}x", " ".repeat(rng.usize(4_090..4_100)))),
        3 => (0..rng.usize(..20)).map(|_| rng.char(..)).collect::<String>().into(),
        _ => word(rng, TEXTS),
    }
}

const START_MS: i64 = 1_777_627_800_000;

fn instant(rng: &mut Rng) -> Value {
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

fn iso(rng: &mut Rng) -> Value {
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

fn broken_iso(rng: &mut Rng) -> Value {
    let Value::String(mut text) = iso(rng) else { return Value::Null };
    let at = rng.usize(..text.len());
    match rng.u8(..3) {
        0 => text.truncate(at),
        1 => text.insert(at, *pick(rng, &['0', ' ', 'é', '-'])),
        _ => drop(text.remove(at)),
    }
    json!(text)
}

/// Ids that JavaScript keeps in the order of their making.
fn form_id(rng: &mut Rng) -> Value {
    match rng.u8(..12) {
        0 => json!("__proto__"),
        1 => json!("é".repeat(rng.usize(126..131))),
        2 => json!(""),
        3 => json!("constructor"),
        _ => json!(format!("user-{}", rng.u8(..4))),
    }
}

fn event(rng: &mut Rng) -> Value {
    let id = form_id(rng);
    match rng.u8(..4) {
        0 => json!({ "setRating": [id, optional(rng, |rng| word(rng, VALUES))] }),
        1 => json!({ "setReasons": [id, list(rng, 0..4, |rng| word(rng, REASONS))] }),
        2 => json!({ "toggleReason": [id, word(rng, REASONS)] }),
        _ => json!({ "setOtherText": [id, text(rng)] }),
    }
}

fn form(rng: &mut Rng) -> Value {
    let mut ids = vec!["__proto__", "a", "b", IDS.first().copied().unwrap_or_default(), "é"];
    rng.shuffle(&mut ids);
    ids.truncate(rng.usize(..4));
    let entry = |rng: &mut Rng| {
        json!({
            "value": optional(rng, |rng| mostly(rng, |rng| word(rng, VALUES))),
            "reasons": mostly(rng, |rng| list(rng, 0..4, |rng| word(rng, REASONS))),
            "otherReasonText": mostly(rng, text),
        })
    };
    ids.into_iter().map(|id| json!([id, entry(rng)])).collect()
}

fn rating(rng: &mut Rng) -> Value {
    let mut rating = json!({
        "ratee_id": mostly(rng, id),
        "rating": mostly(rng, |rng| word(rng, VALUES)),
        "reasons": mostly(rng, |rng| list(rng, 0..4, |rng| mostly(rng, |rng| word(rng, REASONS)))),
        "other_reason_text": mostly(rng, text),
        "unknown": 1,
    });
    for name in ["ratee_id", "rating", "reasons", "other_reason_text"] {
        if rng.u8(..8) == 0
            && let Some(members) = rating.as_object_mut()
        {
            members.remove(name);
        }
    }
    rating
}

fn rating_input(rng: &mut Rng) -> Value {
    let ratings = mostly(rng, |rng| {
        let most = *pick(rng, &[3, 4, 4, 4, 5, 20]);
        list(rng, 0..most, |rng| mostly(rng, rating))
    });
    let batch = match rng.u8(..12) {
        0 => junk(rng),
        1 => json!({ "ratings": ratings, "session_id": junk(rng) }),
        2 => json!({ "ratings": ratings, "session_id": id(rng) }),
        3 => good_batch(rng),
        _ => json!({ "ratings": ratings }),
    };
    if rng.bool() {
        json!({ "batch": batch })
    } else {
        json!({ "batch": batch, "raterId": mostly(rng, id) })
    }
}

fn good_batch(rng: &mut Rng) -> Value {
    let mut ids: Vec<_> = IDS.get(1..GOOD_IDS).unwrap_or_default().to_vec();
    rng.shuffle(&mut ids);
    ids.truncate(rng.usize(1..4));
    let rating = |rng: &mut Rng, id| match rng.u8(..3) {
        0 => json!({ "ratee_id": id, "rating": "green" }),
        1 => json!({ "ratee_id": id, "rating": "skip", "other_reason_text": "\u{feff} " }),
        _ => json!({
            "ratee_id": id,
            "rating": "red",
            "reasons": ["other", "absent_no_show", "other"],
            "other_reason_text": " é🦊 late\n",
        }),
    };
    let ratings: Vec<_> = ids.into_iter().map(|id| rating(rng, id)).collect();
    json!({ "ratings": ratings })
}

fn seat(rng: &mut Rng) -> Value {
    let kind = *pick(rng, &["human", "human", "human", "ai_companion"]);
    json!({ "userId": optional(rng, good_id), "participantType": kind })
}

fn seat_with_leave(rng: &mut Rng) -> Value {
    let mut seat = seat(rng);
    if let Some(members) = seat.as_object_mut() {
        members.insert("leftAt".into(), optional(rng, minute));
    }
    seat
}

fn facts(rng: &mut Rng) -> Value {
    json!({
        "sessionId": good_id(rng),
        "startTime": 0,
        "raterId": good_id(rng),
        "seats": list(rng, 0..7, seat),
        "alreadyRated": rng.u8(..5) == 0,
        "pending": list(rng, 0..4, good_id),
    })
}

/// An instant around a session that starts at zero and its aftermath.
fn minute(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => json!(rng.i64(-5..5)),
        1 => json!(176_100_000 + rng.i64(-2..3)),
        _ => json!(rng.i64(2_990_000..3_310_000)),
    }
}

fn header(rng: &mut Rng) -> Value {
    word(
        rng,
        &["Bearer abc", "bearer  é", "BEARER", "Bearer a b", "Basic x", "", "Bearer\tx", "Bearerx"],
    )
}

const NOW_SECONDS: i64 = 1_777_627_800;

fn claims(rng: &mut Rng) -> Value {
    let mut claims = serde_json::Map::new();
    let words = |rng: &mut Rng| word(rng, &["us", "them", "", "é\u{1f98a}\"\\", "a b  a"]);
    let date = |rng: &mut Rng| match rng.u8(..5) {
        0 => json!(rng.f64() * 4e9),
        1 => number(rng),
        _ => json!(NOW_SECONDS + rng.i64(-400..400)),
    };
    for name in
        ["iss", "sub", "aud", "azp", "type", "role", "email", "jti", "session_id", "sid", "tier"]
    {
        if rng.u8(..6) > 0 {
            claims.insert(name.into(), if rng.u8(..40) == 0 { junk(rng) } else { words(rng) });
        }
    }
    for name in ["aud", "scope", "scopes"] {
        if rng.u8(..3) == 0 {
            claims.insert(name.into(), list(rng, 0..3, |rng| word(rng, &["us", "b", "b c"])));
        }
    }
    for name in ["exp", "nbf", "iat"] {
        if name == "exp" || rng.bool() {
            claims.insert(name.into(), date(rng));
        }
    }
    Value::Object(claims)
}

fn compact(rng: &mut Rng) -> Value {
    let payload = match rng.u8(..8) {
        0 => junk(rng).to_string(),
        1 => r#"{"a":1,"a":2}"#.into(),
        2 => r#"{"a":"\ud800"}"#.into(),
        3 => format!("{}{}", "[".repeat(rng.usize(14..19)), "]".repeat(16)),
        _ => claims(rng).to_string(),
    };
    let mut token = format!("e30.{}.AA", base64url(payload.as_bytes()));
    if rng.u8(..6) == 0 {
        let at = rng.usize(..token.len());
        let piece: &&str = pick(rng, &[".", "=", " ", "A", "_", "+", ""]);
        token.replace_range(at..=at, piece);
    }
    json!(token)
}

fn token(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => compact(rng),
        1 => json!(format!(" {}", claims(rng))),
        _ => claims(rng),
    }
}

fn policy(rng: &mut Rng) -> Value {
    let words = |rng: &mut Rng| list(rng, 1..3, |rng| word(rng, &["us", "us", "b", "them"]));
    let mut policy = json!({ "issuers": words(rng), "audiences": optional(rng, words) });
    let Some(members) = policy.as_object_mut() else { return policy };
    for name in ["authorizedParties", "roles"] {
        if rng.u8(..3) == 0 {
            members.insert(name.into(), optional(rng, words));
        }
    }
    for name in ["leewaySeconds", "notBeforeLeewaySeconds"] {
        if rng.bool() {
            members.insert(name.into(), json!(rng.u16(0..300)));
        }
    }
    if rng.u8(..4) == 0 {
        members.insert("tokenType".into(), json!("us"));
    }
    if rng.u8(..20) == 0 {
        let name = *pick(rng, &["issuers", "audiences", "roles", "leewaySeconds", "typo"]);
        members.insert(name.into(), junk(rng));
    }
    policy
}

fn claims_now(rng: &mut Rng) -> Value {
    match rng.u8(..10) {
        0 => iso(rng),
        1 => junk(rng),
        2 => json!((NOW_SECONDS * 1_000) as f64 + rng.f64()),
        _ => json!(NOW_SECONDS * 1_000 + rng.i64(-400_000..400_000)),
    }
}

/// Unpadded base64url (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * digit)) as usize & 63;
            text.extend(DIGITS.get(index).map(|digit| char::from(*digit)));
        }
    }
    text
}
