//! Countdowns and presence: instants near each other, events in a row, messages and samples.

use fastrand::Rng;
use focus_core::presence::{PresenceEvent, PresenceState};
use serde_json::{Value, json};

use super::basics::{id, junk, list, mostly, optional, pick, word};
use super::times::{START_MS, instant};

pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "countdown.refresh" => json!({ "at": target(rng), "now": near(rng) }),
        "countdown.ban" => json!({ "bannedUntil": target(rng), "now": near(rng) }),
        "countdown.waitingRoom" => json!({ "start": target(rng), "now": near(rng) }),
        "countdown.dashboard" => json!({
            "isWaiting": mostly(rng, truth),
            "sessionId": optional(rng, id),
            "start": target(rng),
            "now": near(rng),
        }),
        "countdown.relativeDays" => json!({ "value": target(rng), "now": near(rng) }),
        "presence.state" => {
            json!({ "isVisible": mostly(rng, truth), "elapsedMs": mostly(rng, elapsed) })
        }
        "presence.track" => events(rng),
        "presence.look" => json!({
            "state": mostly(rng, state),
            "isSpeaking": mostly(rng, truth),
            "isTyping": mostly(rng, truth),
            "participantType": word(rng, &["human", "ai_companion", ""]),
        }),
        "presence.message" => json!({
            "userId": id(rng),
            "presenceState": mostly(rng, state),
            "isTyping": mostly(rng, truth),
            "now": near(rng),
        }),
        "presence.readMessage" => {
            json!({ "text": mostly(rng, message), "userId": optional(rng, id) })
        }
        "presence.soundLevel" => json!({ "samples": mostly(rng, samples) }),
        _ => json!({
            "level": mostly(rng, level),
            "calibration": optional(rng, calibration),
            "now": near(rng),
        }),
    }
}

/// Within a few milliseconds of a whole second, minute, hour or day around the start.
fn target(rng: &mut Rng) -> Value {
    let unit = *pick(rng, &[1_000, 60_000, 3_600_000, 86_400_000]);
    match rng.u8(..6) {
        0 => optional(rng, instant),
        1 => json!(START_MS as f64 + rng.f64() * 4e6),
        _ => json!(START_MS + unit * rng.i64(-30..30) + rng.i64(-2..3)),
    }
}

fn near(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => instant(rng),
        1 => json!(START_MS + rng.i64(-2..3)),
        _ => json!(START_MS),
    }
}

fn truth(rng: &mut Rng) -> Value {
    json!(rng.bool())
}

fn state(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => word(rng, &["", "Active", "gone"]),
        _ => word(rng, PresenceState::WORDS),
    }
}

fn elapsed(rng: &mut Rng) -> Value {
    let around = *pick(rng, &[0, 120_000, 300_000]);
    json!(f64::from(around) + f64::from(rng.i8(-3..4)) / 2.0)
}

/// Events in order, and now and then one before the one before.
fn events(rng: &mut Rng) -> Value {
    let mut now = START_MS;
    let mut event = |rng: &mut Rng| {
        let steps = [0, 1, 1_999, 2_000, 3_000, 29_999, 30_000, 119_999, 120_000, 300_000];
        now += pick(rng, &steps) + rng.i64(-1..2);
        let word = match rng.u8(..60) {
            0 => junk(rng),
            _ => word(rng, PresenceEvent::WORDS),
        };
        let at = match rng.u8(..60) {
            0 => instant(rng),
            1 => json!(now as f64 + rng.f64()),
            _ => json!(now),
        };
        json!([word, at])
    };
    let first = if rng.u8(..4) > 0 { "enabled" } else { "tick" };
    let mut events = vec![json!([first, START_MS])];
    for _ in 0..rng.usize(..12) {
        events.push(event(rng));
    }
    json!({ "events": events })
}

fn message(rng: &mut Rng) -> Value {
    let mut message = json!({
        "type": "presence",
        "userId": id(rng),
        "presenceState": state(rng),
        "isTyping": mostly(rng, truth),
        "timestamp": optional(rng, instant),
    });
    if rng.u8(..4) == 0
        && let Some(members) = message.as_object_mut()
    {
        let name = pick(rng, &["type", "userId", "isTyping", "timestamp", "more"]);
        members.insert((*name).into(), junk(rng));
    }
    let mut text = message.to_string();
    if rng.u8(..8) == 0 {
        let cut = rng.usize(..text.chars().count());
        text = text.chars().take(cut).collect();
    }
    json!(text)
}

fn samples(rng: &mut Rng) -> Value {
    let loudness = *pick(rng, &[0.0, 1e-9, 0.01, 1.0, 5.0, 1e30]);
    match rng.u8(..20) {
        0 => list(rng, 0..9, junk),
        _ => (0..rng.usize(..40)).map(|_| json!((rng.f64() - 0.5) * loudness)).collect(),
    }
}

fn level(rng: &mut Rng) -> Value {
    json!(*pick(rng, &[0.0, 0.01, 0.02, 1.0, 2.0, -1.0]) * rng.f64())
}

fn calibration(rng: &mut Rng) -> Value {
    let since = START_MS - pick(rng, &[-1, 0, 1, 2_999, 3_000, 3_001, 90_000]);
    json!({
        "since": since,
        "sum": rng.u32(..100_000),
        "count": rng.u32(..12),
        "threshold": optional(rng, |rng| json!(rng.u32(..40_000))),
    })
}
