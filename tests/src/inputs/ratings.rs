//! The rating form, bodies, and the facts that they are judged on.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{GOOD_IDS, IDS, good_id, id, junk, list, mostly, optional, pick, text, word};

pub(super) const REASONS: &[&str] = &[
    "absent_no_show",
    "disruptive_behavior",
    "left_early_no_notice",
    "not_actually_working",
    "other",
    "other",
    "rude",
    "",
];
pub(super) const VALUES: &[&str] = &["green", "red", "red", "skip", "blue", ""];
/// Ids that JavaScript keeps in the order of their making.
pub(super) fn form_id(rng: &mut Rng) -> Value {
    match rng.u8(..12) {
        0 => json!("__proto__"),
        1 => json!("é".repeat(rng.usize(126..131))),
        2 => json!(""),
        3 => json!("constructor"),
        _ => json!(format!("user-{}", rng.u8(..4))),
    }
}

pub(super) fn event(rng: &mut Rng) -> Value {
    let id = form_id(rng);
    match rng.u8(..4) {
        0 => json!({ "setRating": [id, optional(rng, |rng| word(rng, VALUES))] }),
        1 => json!({ "setReasons": [id, list(rng, 0..4, |rng| word(rng, REASONS))] }),
        2 => json!({ "toggleReason": [id, word(rng, REASONS)] }),
        _ => json!({ "setOtherText": [id, text(rng)] }),
    }
}

pub(super) fn form(rng: &mut Rng) -> Value {
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

pub(super) fn rating(rng: &mut Rng) -> Value {
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

pub(super) fn rating_input(rng: &mut Rng) -> Value {
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

pub(super) fn good_batch(rng: &mut Rng) -> Value {
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

pub(super) fn seat(rng: &mut Rng) -> Value {
    let kind = *pick(rng, &["human", "human", "human", "ai_companion"]);
    json!({ "userId": optional(rng, good_id), "participantType": kind })
}

pub(super) fn seat_with_leave(rng: &mut Rng) -> Value {
    let mut seat = seat(rng);
    if let Some(members) = seat.as_object_mut() {
        members.insert("leftAt".into(), optional(rng, minute));
    }
    seat
}

pub(super) fn facts(rng: &mut Rng) -> Value {
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
pub(super) fn minute(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => json!(rng.i64(-5..5)),
        1 => json!(176_100_000 + rng.i64(-2..3)),
        _ => json!(rng.i64(2_990_000..3_310_000)),
    }
}
