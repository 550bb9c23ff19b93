//! Seats of a table, as they are stored.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{good_id, id, list, mostly, number, optional, text};
use super::ratings::seat_with_leave;
use super::slots::{before, slot, truth};
use super::times::START_MS;

fn near(rng: &mut Rng) -> Value {
    json!(START_MS - rng.i64(0..3))
}

fn stored_seat(rng: &mut Rng) -> Value {
    json!({
        "userId": optional(rng, good_id),
        "seatNumber": if rng.u8(..40) == 0 { number(rng) } else { json!(rng.u8(1..5)) },
        "leftAt": optional(rng, near),
        "creditDeductedAt": optional(rng, near),
        "creditRefundedAt": optional(rng, near),
    })
}

fn max_seats(rng: &mut Rng) -> Value {
    optional(rng, |rng| if rng.u8(..20) == 0 { number(rng) } else { json!(rng.u8(0..5)) })
}

fn stored_seats(rng: &mut Rng) -> Value {
    mostly(rng, |rng| list(rng, 0..6, stored_seat))
}

fn moment(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => before(rng),
        1 => json!(START_MS + rng.i64(179_998..180_002)),
        2 => json!(START_MS + rng.i64(3_299_998..3_300_002)),
        _ => json!(START_MS + rng.i64(-2..3)),
    }
}

pub(super) fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "seat.available" => {
            let active = if rng.u8(..6) == 0 { number(rng) } else { json!(rng.u8(..6)) };
            json!({ "maxSeats": max_seats(rng), "activeParticipants": active })
        }
        "seat.tablemates" => json!({
            "userId": if rng.u8(..10) == 0 { id(rng) } else { good_id(rng) },
            "seats": mostly(rng, |rng| list(rng, 0..6, |rng| mostly(rng, seat_with_leave))),
        }),
        "seat.join" => json!({
            "userId": if rng.u8(..10) == 0 { id(rng) } else { good_id(rng) },
            "startTime": START_MS,
            "maxSeats": max_seats(rng),
            "seats": stored_seats(rng),
            "now": moment(rng),
        }),
        "seat.leave" => json!({
            "userId": good_id(rng),
            "seats": mostly(rng, |rng| list(rng, 0..6, seat_with_leave)),
            "reason": optional(rng, |rng| mostly(rng, text)),
            "now": moment(rng),
        }),
        "seat.wayOut" => json!({ "startTime": slot(rng), "now": before(rng) }),
        "seat.cancel" => json!({
            "startTime": slot(rng),
            "creditRefundedAt": optional(rng, |rng| optional(rng, slot)),
            "now": before(rng),
        }),
        _ => json!({
            "startTime": START_MS,
            "fillAi": truth(rng),
            "maxSeats": max_seats(rng),
            "seats": stored_seats(rng),
            "now": moment(rng),
        }),
    }
}
