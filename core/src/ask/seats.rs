//! Seats: taken, left, given up, filled.

use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule};
use crate::id::UserId;
use crate::problem::{Field, Problem};
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

fn one(problem: Problem) -> alloc::vec::Vec<Problem> {
    [problem].into()
}

fn available(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let max_seats = seat::read_max_seats(&mut facts);
    let active = facts.count(Field::ActiveParticipants, u32::MAX);
    let read = || Some((max_seats?, active?));
    let (max_seats, active) = facts.done(read())?;
    Ok(session::available_seats(max_seats, active).into())
}

fn tablemates(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = facts.id(Field::UserId).map(UserId::new);
    let seats = facts.list(Field::Seats, pending::Seat::read);
    let read = || Some((user_id?, seats?));
    let (user_id, seats) = facts.done(read())?;
    Ok(seat::tablemates(&seats, user_id).into())
}

fn join(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = facts.id(Field::UserId).map(UserId::new);
    let start_time = facts.instant(Field::StartTime);
    let max_seats = seat::read_max_seats(&mut facts);
    let seats = facts.list(Field::Seats, Seat::read);
    let read = || Some((user_id?, start_time?, max_seats?, seats?));
    let (user_id, start_time, max_seats, seats) = facts.done(read())?;
    let joined = seat::join(user_id, start_time, max_seats, &seats, asked.now()?).map_err(one)?;
    Ok(Answer::object([
        ("seatNumber", joined.seat_number.into()),
        ("outcome", joined.outcome.into()),
        ("isCreditDue", joined.is_credit_due.into()),
    ]))
}

fn leave(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = facts.id(Field::UserId).map(UserId::new);
    let seats = facts.list(Field::Seats, pending::Seat::read);
    let reason = facts.optional_text(Field::Reason, seat::LEAVE_REASON_MAX_LENGTH);
    let read = || Some((user_id?, seats?, reason?));
    let (user_id, seats, reason) = facts.done(read())?;
    let left_at = seat::leave(user_id, &seats, asked.now()?).map_err(one)?;
    Ok(Answer::object([("leftAt", left_at.into()), ("reason", reason.map(String::from).into())]))
}

fn way_out(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let start_time = facts.instant(Field::StartTime);
    let start_time = facts.done(start_time)?;
    Ok(seat::way_out(start_time, asked.now()?).into())
}

fn cancel(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let start_time = facts.instant(Field::StartTime);
    let refunded_at = facts.optional_instant(Field::CreditRefundedAt);
    let read = || Some((start_time?, refunded_at?));
    let (start_time, refunded_at) = facts.done(read())?;
    let done = seat::cancel(start_time, refunded_at, asked.now()?).map_err(one)?;
    Ok(Answer::object([
        ("creditRefunded", (done.refund == seat::Refund::Refunded).into()),
        ("refund", done.refund.into()),
        ("message", done.message().into()),
    ]))
}

fn fill(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let start_time = facts.instant(Field::StartTime);
    let fill_ai = facts.truth(Field::FillAi);
    let max_seats = seat::read_max_seats(&mut facts);
    let seats = facts.list(Field::Seats, Seat::read);
    let read = || Some((start_time?, fill_ai?, max_seats?, seats?));
    let (start_time, fill_ai, max_seats, seats) = facts.done(read())?;
    let companions = seat::fill(start_time, fill_ai, max_seats, &seats, asked.now()?);
    let tell = |companion: seat::Companion| {
        let style = seat::avatar_style(companion.name);
        Answer::object([
            ("seatNumber", companion.seat_number.into()),
            ("name", companion.name.into()),
            (
                "avatar",
                Answer::object([("type", seat::AVATAR_TYPE.into()), ("style", style.into())]),
            ),
        ])
    };
    Ok(Answer::List(companions.into_iter().map(tell).collect()))
}
