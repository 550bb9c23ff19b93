//! Seats: taken, left, given up, filled.

use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule, object};
use crate::id::UserId;
use crate::problem::Field;
use crate::rating::pending;
use crate::seat::{self, Seat};
use crate::session;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "seat.available",
        export: "availableSeats",
        about: "How many seats of a table nobody sits on.",
        ask: available,
    },
    Rule {
        name: "seat.tablemates",
        export: "tablemateCount",
        about: "How many other humans sit at the table.",
        ask: tablemates,
    },
    Rule {
        name: "seat.join",
        export: "joinSession",
        about: "The seat that somebody gets, and whether a credit is due for it.",
        ask: join,
    },
    Rule {
        name: "seat.leave",
        export: "leaveSession",
        about: "When somebody who holds a seat has left, and the reason they gave.",
        ask: leave,
    },
    Rule {
        name: "seat.wayOut",
        export: "wayOut",
        about: "Whether who wants to go cancels the seat, or leaves the table.",
        ask: way_out,
    },
    Rule {
        name: "seat.cancel",
        export: "cancelSeat",
        about: "Giving a seat up before the start: whether the credit comes back, in words too.",
        ask: cancel,
    },
    Rule {
        name: "seat.fill",
        export: "fillSeats",
        about: "The companions that take the free seats of a session that started.",
        ask: fill,
    },
];

fn available(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let max_seats = seat::read_max_seats(&mut facts);
    let active = facts.count(Field::ActiveParticipants, u32::MAX);
    facts.done()?;
    Ok(session::available_seats(max_seats, active).into())
}

fn tablemates(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = UserId::new(facts.id(Field::UserId));
    let seats = facts.list(Field::Seats, pending::Seat::read);
    facts.done()?;
    Ok(seat::tablemates(&seats, user_id).into())
}

fn join(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = UserId::new(facts.id(Field::UserId));
    let start_time = facts.instant(Field::StartTime);
    let max_seats = seat::read_max_seats(&mut facts);
    let seats = facts.list(Field::Seats, Seat::read);
    facts.done()?;
    let joined = seat::join(user_id, start_time, max_seats, &seats, asked.now()?)?;
    Ok(object! {
        "seatNumber": joined.seat_number,
        "outcome": joined.outcome,
        "isCreditDue": joined.is_credit_due,
    })
}

fn leave(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = UserId::new(facts.id(Field::UserId));
    let seats = facts.list(Field::Seats, pending::Seat::read);
    let reason = facts.optional_text(Field::Reason, seat::LEAVE_REASON_MAX_LENGTH);
    facts.done()?;
    let left_at = seat::leave(user_id, &seats, asked.now()?)?;
    Ok(object! { "leftAt": left_at, "reason": reason.map(String::from) })
}

fn way_out(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let start_time = facts.instant(Field::StartTime);
    facts.done()?;
    Ok(seat::way_out(start_time, asked.now()?).into())
}

fn cancel(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let start_time = facts.instant(Field::StartTime);
    let refunded_at = facts.optional_instant(Field::CreditRefundedAt);
    facts.done()?;
    let done = seat::cancel(start_time, refunded_at, asked.now()?)?;
    Ok(object! {
        "creditRefunded": done.refund == seat::Refund::Refunded,
        "refund": done.refund,
        "message": done.message(),
    })
}

fn fill(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let start_time = facts.instant(Field::StartTime);
    let fill_ai = facts.truth(Field::FillAi);
    let max_seats = seat::read_max_seats(&mut facts);
    let seats = facts.list(Field::Seats, Seat::read);
    facts.done()?;
    let companions = seat::fill(start_time, fill_ai, max_seats, &seats, asked.now()?);
    let tell = |companion: seat::Companion| {
        let style = seat::avatar_style(companion.name);
        object! {
            "seatNumber": companion.seat_number,
            "name": companion.name,
            "avatar": object! {
                "type": seat::AVATAR_TYPE,
                "style": style,
            },
        }
    };
    Ok(Answer::list(companions.into_iter().map(tell)))
}
