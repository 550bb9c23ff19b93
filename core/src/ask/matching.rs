//! Quick match: who may be seated, and where.

use alloc::string::String;

use super::{Asked, Outcome, Rule, object};
use crate::matching::{self, Applicant, Filters, Table};
use crate::problem::Field;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "matching.filters",
        export: "readMatchFilters",
        about: "What somebody wants of a table: topic, mode and language, each if said.",
        ask: filters,
    },
    Rule {
        name: "matching.eligibility",
        export: "checkMatchEligibility",
        about: "Who may be matched: the start of their session, or all that stands against it.",
        ask: eligibility,
    },
    Rule {
        name: "matching.choose",
        export: "chooseTable",
        about: "The oldest table that fits and has a free seat.",
        ask: choose,
    },
    Rule {
        name: "matching.newSession",
        export: "newSession",
        about: "What a table is like that is set because none fits.",
        ask: new_session,
    },
];

fn filters(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let filters = Filters::read(&mut facts);
    facts.done()?;
    Ok(object! {
        "topic": filters.topic.map(String::from),
        "mode": filters.mode,
        "language": filters.language,
    })
}

fn eligibility(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let applicant = Applicant::read(&mut facts);
    facts.done()?;
    let now = asked.now()?;
    let reasons = matching::reasons(&applicant, now);
    if reasons.is_empty() { Ok(applicant.start_time(now).into()) } else { Err(reasons) }
}

fn choose(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let slot = facts.instant(Field::Slot);
    let filters = facts.optional_object(Field::Filters, Filters::read).unwrap_or_default();
    let tables = facts.list(Field::Tables, Table::read);
    facts.done()?;
    Ok(matching::choose(&tables, slot, &filters, asked.now()?).into())
}

fn new_session(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let slot = facts.instant(Field::Slot);
    let filters = facts.optional_object(Field::Filters, Filters::read).unwrap_or_default();
    let room = facts.bytes(Field::RoomBytes);
    let number = facts.count(Field::RoomNumber, u32::MAX);
    facts.done()?;
    let session = matching::new_session(slot, &filters, room, number);
    Ok(object! {
        "startTime": session.start_time,
        "endTime": session.end_time,
        "mode": session.mode,
        "topic": session.topic.map(String::from),
        "language": session.language,
        "roomName": session.room_name,
        "roomType": session.room_type,
        "maxSeats": session.max_seats,
        "isPrivate": session.is_private,
        "fillAi": session.fill_ai,
    })
}
