//! Settlement: when, and what for whom.

use super::{Asked, Outcome, Rule, object};
use crate::facts::Facts;
use crate::problem::{Allowed, Field};
use crate::settlement::{self, Connection, ConnectionEvent, Presence, SettlementTrigger};
use crate::time::Timestamp;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "settlement.due",
        export: "isSettlementDue",
        about: "Whether a session is to be settled now: once, and after its end.",
        ask: due,
    },
    Rule {
        name: "settlement.track",
        export: "trackConnection",
        about: "Active time after somebody came or went.",
        ask: track,
    },
    Rule {
        name: "settlement.focusMinutes",
        export: "focusMinutes",
        about: "Whole minutes of focus, at most 45.",
        ask: |asked| {
            let mut facts = asked.facts();
            let presence = Presence::read(&mut facts);
            facts.done()?;
            Ok(settlement::focus_minutes(&presence).into())
        },
    },
    Rule {
        name: "settlement.completed",
        export: "isSessionCompleted",
        about: "Whether somebody completed a session: 20 active minutes, and there at minute 50.",
        ask: completed,
    },
    Rule {
        name: "settlement.earnsEssence",
        export: "earnsEssence",
        about: "Whether somebody gets the essence of a session now: once, and who completed it.",
        ask: earns_essence,
    },
];

fn due(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let start_time = facts.instant(Field::StartTime);
    let settled_at = facts.optional_instant(Field::SettledAt);
    let (field, allowed) = (Field::Trigger, Allowed::SettlementTriggers);
    let trigger = facts.choice::<SettlementTrigger>(field, allowed);
    facts.done()?;
    Ok(settlement::is_due(start_time, settled_at, trigger, asked.now()?).into())
}

fn track(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let connection = facts.optional_object(Field::Connection, Connection::read).unwrap_or_default();
    let (field, allowed) = (Field::Event, Allowed::ConnectionEvents);
    let event = facts.choice::<ConnectionEvent>(field, allowed);
    facts.done()?;
    let connection = connection.apply(event, asked.now()?);
    Ok(object! {
        "activeMs": connection.active_ms,
        "totalActiveMinutes": connection.total_active_minutes(),
        "connectedAt": connection.connected_at,
        "disconnectedAt": connection.disconnected_at,
        "isConnected": connection.is_connected(),
        "disconnects": connection.disconnects,
    })
}

fn completed(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let (start_time, left_at, minutes) = time_at_table(&mut facts);
    facts.done()?;
    Ok(settlement::is_completed(start_time, left_at, minutes).into())
}

fn earns_essence(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let participant_type = facts.participant_type();
    let essence_earned = facts.truth(Field::EssenceEarned);
    let (start_time, left_at, minutes) = time_at_table(&mut facts);
    facts.done()?;
    let completed = settlement::is_completed(start_time, left_at, minutes);
    Ok(settlement::earns_essence(participant_type, essence_earned, completed).into())
}

fn time_at_table(facts: &mut Facts<'_>) -> (Timestamp, Option<Timestamp>, u32) {
    let start_time = facts.instant(Field::StartTime);
    let left_at = facts.optional_instant(Field::LeftAt);
    let minutes = facts.count_or(Field::TotalActiveMinutes, u32::MAX, 0);
    (start_time, left_at, minutes)
}
