//! Usernames, changes of profiles, deletions, names.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::basics::{junk, list, mostly, number, optional, text, word};
use super::times::{START_MS, instant};

const DAY_MS: i64 = 86_400_000;
const USERNAMES: &[&str] =
    &["ann", "Ann_Lee", "an", "ann ", "ann\n", "zoé", "\u{212a}im", "a!", "", "bob", "BOB"];
const EMAILS: &[&str] =
    &["john.doe@example.com", "ab@example.com", "@x", "王@x", "a@b@c", "ANN_1", ""];
const NAMES: &[&str] =
    &["Ann", "Ann Lee Ray", " ann\u{3000}lee ", "王小明", "🦊 🐱", "polygenelubricants", ""];
const EVENTS: &[&str] = &["requested", "cancelled", "requested", "cancelled", "request", ""];
const ACTIONS: &[&str] =
    &["see_self", "cancel_deletion", "revoke_tokens", "other", "other", "rate"];
const INTERESTS: &[&str] = &["coding", " art ", "", "\u{0}", "王"];

/// An input of a verb of users.
pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "user.checkUsername" => json!({ "username": username(rng) }),
        "user.filterUsername" => json!({ "text": username(rng) }),
        "user.candidate" => json!({
            "email": optional(rng, |rng| if rng.bool() { word(rng, EMAILS) } else { text(rng) }),
            "attempt": mostly(rng, |rng| json!(rng.u8(..13))),
            "seed": mostly(rng, |rng| json!(rng.u32(..))),
        }),
        "user.update" => update(rng),
        "user.trackDeletion" => json!({
            "deletedAt": optional(rng, near),
            "deletionScheduledAt": optional(rng, near),
            "event": mostly(rng, |rng| word(rng, EVENTS)),
            "now": near(rng),
        }),
        "user.checkAccess" => json!({
            "deletionScheduledAt": optional(rng, near),
            "action": mostly(rng, |rng| word(rng, ACTIONS)),
        }),
        "user.purgeDue" => json!({ "deletionScheduledAt": optional(rng, near), "now": near(rng) }),
        _ => json!({
            "name": mostly(rng, |rng| if rng.bool() { word(rng, NAMES) } else { text(rng) }),
        }),
    }
}

fn username(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => junk(rng),
        1 => json!("x".repeat(rng.usize(28..33))),
        2 => text(rng),
        _ => word(rng, USERNAMES),
    }
}

/// An instant at or beside the edges of a deletion.
fn near(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => instant(rng),
        1 => json!(START_MS + 30 * DAY_MS + rng.i64(-2..3)),
        _ => json!(START_MS + rng.i64(-2..3)),
    }
}

fn update(rng: &mut Rng) -> Value {
    type Member = (&'static str, fn(&mut Rng) -> Value);
    const MEMBERS: &[Member] = &[
        ("username", username),
        ("display_name", text),
        ("bio", text),
        ("avatar_config", |rng| if rng.u8(..8) == 0 { junk(rng) } else { json!({ "name": 1 }) }),
        ("social_links", |rng| if rng.u8(..8) == 0 { junk(rng) } else { json!({}) }),
        ("study_interests", |rng| list(rng, 0..4, |rng| mostly(rng, |rng| word(rng, INTERESTS)))),
        ("preferred_language", |rng| word(rng, &["en", "zh-TW", "en", "de"])),
        ("pixel_avatar_id", |rng| json!(format!("char-{}", rng.u8(..10)))),
        ("is_onboarded", |rng| json!(rng.bool())),
        ("default_table_mode", |rng| word(rng, &["quiet", "forced_audio", "loud"])),
        ("activity_tracking_enabled", |rng| json!(rng.bool())),
        ("email_notifications_enabled", |rng| json!(rng.bool())),
        ("push_notifications_enabled", |rng| if rng.bool() { json!(true) } else { number(rng) }),
        ("currentUsername", |rng| word(rng, USERNAMES)),
        ("isUsernameTaken", |rng| json!(rng.bool())),
    ];
    let mut update = Map::new();
    for (name, make) in MEMBERS {
        match rng.u8(..12) {
            0 => drop(update.insert((*name).to_owned(), Value::Null)),
            1..4 => drop(update.insert((*name).to_owned(), mostly(rng, *make))),
            _ => {}
        }
    }
    Value::Object(update)
}
