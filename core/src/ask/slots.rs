//! Slots: which come next, and which may be asked for.

use super::{Answer, Asked, Outcome, Rule, object};
use crate::problem::Field;
use crate::slot::{self, HeldSeat};
use crate::time::Timestamp;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "slot.next",
        export: "nextSlot",
        about: "The next half hour that is no fewer than three minutes away.",
        ask: |asked| {
            asked.facts().done()?;
            Ok(slot::next(asked.now()?).into())
        },
    },
    Rule {
        name: "slot.upcoming",
        export: "upcomingSlots",
        about: "The next slots, six unless a count is asked for.",
        ask: upcoming,
    },
    Rule {
        name: "slot.check",
        export: "checkSlot",
        about: "Whether a slot may be asked for: on the half hour, 3 minutes to 7 days away.",
        ask: |asked| {
            let slot = slot_of(asked)?;
            Ok(slot::check(slot, asked.now()?)?.into())
        },
    },
    Rule {
        name: "slot.demand",
        export: "estimateSlotDemand",
        about: "How many people are likely to come to a slot.",
        ask: |asked| Ok(slot::estimate_demand(slot_of(asked)?).into()),
    },
    Rule {
        name: "slot.held",
        export: "userSlots",
        about: "Of each slot, whether somebody holds a seat at it.",
        ask: held,
    },
    Rule {
        name: "slot.gate",
        export: "findTableGate",
        about: "Whether the button that finds a table can be pressed, and why not.",
        ask: gate,
    },
    Rule {
        name: "slot.wait",
        export: "waitTime",
        about: "Whole minutes until a session starts, and whether it starts at once.",
        ask: wait,
    },
];

fn slot_of(asked: Asked<'_>) -> Result<Timestamp, alloc::vec::Vec<crate::Problem>> {
    let mut facts = asked.facts();
    let slot = facts.instant(Field::Slot);
    facts.done()?;
    Ok(slot)
}

fn upcoming(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let (most, usual) = (slot::UPCOMING_SLOTS_MAX, slot::UPCOMING_SLOTS_COUNT);
    let count = facts.count_or(Field::Count, most, usual);
    facts.done()?;
    Ok(slot::upcoming(asked.now()?, count).into())
}

fn held(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let slots = facts.instants(Field::Slots);
    let seats = facts.list(Field::Seats, HeldSeat::read);
    facts.done()?;
    let is_held = |slot| Answer::from(slot::held_seat(&seats, slot).is_some());
    Ok(Answer::list(slots.into_iter().map(is_held)))
}

fn gate(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let credits = facts.count(Field::Credits, u32::MAX);
    let has_pending = facts.truth(Field::HasPending);
    let is_joining = facts.truth_or(Field::IsJoining, false);
    facts.done()?;
    let gate = slot::find_table_gate(credits, has_pending, is_joining);
    Ok(object! { "disabled": gate.is_disabled, "reason": gate.reason })
}

fn wait(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let start_time = facts.instant(Field::StartTime);
    facts.done()?;
    let wait = slot::wait(start_time, asked.now()?);
    Ok(object! { "waitMinutes": wait.minutes, "isImmediate": wait.is_immediate })
}
