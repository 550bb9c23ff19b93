//! Rooms, tokens for them, webhooks.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{good_id, id, junk, mostly, optional, word};
use super::times::{START_MS, instant};

const KEYS: &[&str] = &["APIkey1", "APIkey1", "your-livekit-api-key", " your-livekit-api-key", ""];
const MODES: &[&str] = &["forced_audio", "quiet", "quiet", "forced_audio", "loud"];
const ROOMS: &[&str] = &["focus-0123456789ab", "r", "", "a \"b\" 🦊"];
const KINDS: &[&str] = &[
    "participant_joined",
    "participant_left",
    "room_finished",
    "track_published",
    "room_started",
    "",
];
/// The base64 of 32 zeros, and what is not.
const DIGESTS: &[&str] = &[
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
    "",
];

/// An input of a verb of rooms.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "livekit.configured" => json!({
            "apiKey": key(rng),
            "hasSecret": mostly(rng, |rng| json!(rng.bool())),
            "hasUrl": mostly(rng, |rng| json!(rng.bool())),
        }),
        "livekit.grant" => json!({
            "apiKey": key(rng),
            "userId": mostly(rng, good_id),
            "displayName": optional(rng, |rng| word(rng, &["Ann Lee", " ", ""])),
            "username": mostly(rng, |rng| word(rng, &["ann", "bob"])),
            "roomName": mostly(rng, |rng| word(rng, ROOMS)),
            "mode": mode(rng),
            "now": mostly(rng, near),
        }),
        "livekit.room" => json!({
            "roomName": mostly(rng, |rng| word(rng, ROOMS)),
            "mode": mode(rng),
            "startTime": mostly(rng, near),
            "now": near(rng),
        }),
        "livekit.webhook" => json!({
            "isDevelopment": mostly(rng, |rng| json!(rng.u8(..4) == 0)),
            "apiKey": key(rng),
            "claims": optional(rng, |rng| mostly(rng, claims)),
            "digest": digest(rng),
            "now": near(rng),
        }),
        _ => event(rng),
    }
}

fn key(rng: &mut Rng) -> Value {
    if rng.u8(..20) == 0 { junk(rng) } else { word(rng, KEYS) }
}

fn mode(rng: &mut Rng) -> Value {
    if rng.u8(..20) == 0 { junk(rng) } else { word(rng, MODES) }
}

/// An instant within minutes of the start of all, mostly at a second's edge.
fn near(rng: &mut Rng) -> Value {
    match rng.u8(..12) {
        0 => instant(rng),
        1..4 => json!(START_MS + rng.i64(-400_000..400_000)),
        _ => json!(START_MS + 60_000 * rng.i64(-3..4) + rng.i64(-1..2)),
    }
}

fn seconds(rng: &mut Rng) -> Value {
    let near = START_MS / 1_000 + 60 * rng.i64(-2..3) + rng.i64(-1..2);
    if rng.u8(..6) == 0 { json!(near as f64 + rng.f64()) } else { json!(near) }
}

fn claims(rng: &mut Rng) -> Value {
    json!({
        "iss": mostly(rng, |rng| word(rng, KEYS)),
        "exp": mostly(rng, seconds),
        "nbf": mostly(rng, seconds),
        "sha256": mostly(rng, |rng| word(rng, DIGESTS)),
    })
}

fn digest(rng: &mut Rng) -> Value {
    let length = if rng.u8(..20) == 0 { rng.usize(31..34) } else { 32 };
    let last = if rng.u8(..8) == 0 { rng.u16(..300) } else { 0 };
    (0..length).map(|at| json!(if at == 31 { last } else { 0 })).collect()
}

fn event(rng: &mut Rng) -> Value {
    let room =
        optional(rng, |rng| mostly(rng, |rng| json!({ "name": word(rng, ROOMS), "sid": 1 })));
    let participant = optional(rng, |rng| mostly(rng, |rng| json!({ "identity": id(rng) })));
    json!({
        "event": mostly(rng, |rng| word(rng, KINDS)), "room": room, "participant": participant,
    })
}
