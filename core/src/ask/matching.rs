//! Quick match: who may be seated, and where.

use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule};
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
    let filters = facts.done(filters)?;
    Ok(Answer::object([
        ("topic", filters.topic.map(String::from).into()),
        ("mode", filters.mode.into()),
        ("language", filters.language.into()),
    ]))
}

fn eligibility(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let applicant = Applicant::read(&mut facts);
    let applicant = facts.done(applicant)?;
    let now = asked.now()?;
    let reasons = matching::reasons(&applicant, now);
    if reasons.is_empty() { Ok(applicant.start_time(now).into()) } else { Err(reasons) }
}

fn choose(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let slot = facts.instant(Field::Slot);
    let filters = facts.optional_object(Field::Filters, Filters::read);
    let tables = facts.list(Field::Tables, Table::read);
    let read = || Some((slot?, filters?.unwrap_or_default(), tables?));
    let (slot, filters, tables) = facts.done(read())?;
    Ok(matching::choose(&tables, slot, &filters, asked.now()?).into())
}

fn new_session(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let slot = facts.instant(Field::Slot);
    let filters = facts.optional_object(Field::Filters, Filters::read);
    let room = facts.bytes(Field::RoomBytes);
    let number = facts.count(Field::RoomNumber, u32::MAX);
    let read = || Some((slot?, filters?.unwrap_or_default(), room?, number?));
    let (slot, filters, room, number) = facts.done(read())?;
    let session = matching::new_session(slot, &filters, room, number);
    Ok(Answer::object([
        ("startTime", session.start_time.into()),
        ("endTime", session.end_time.into()),
        ("mode", session.mode.into()),
        ("topic", session.topic.map(String::from).into()),
        ("language", session.language.into()),
        ("roomName", session.room_name.into()),
        ("roomType", session.room_type.into()),
        ("maxSeats", session.max_seats.into()),
        ("isPrivate", session.is_private.into()),
        ("fillAi", session.fill_ai.into()),
    ]))
}
