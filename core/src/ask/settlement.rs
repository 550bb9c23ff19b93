//! Settlement: when, and what for whom.

use super::{Answer, Asked, Outcome, Rule};
use crate::problem::{Allowed, Field};
use crate::settlement::{self, Connection, ConnectionEvent, Presence, SettlementTrigger};

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
            Ok(settlement::focus_minutes(&facts.done(presence)?).into())
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
    let trigger = facts.choice(field, SettlementTrigger::parse, allowed);
    let read = || Some((start_time?, settled_at?, trigger?));
    let (start_time, settled_at, trigger) = facts.done(read())?;
    Ok(settlement::is_due(start_time, settled_at, trigger, asked.now()?).into())
}

fn track(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let connection = facts.optional_object(Field::Connection, Connection::read);
    let (field, allowed) = (Field::Event, Allowed::ConnectionEvents);
    let event = facts.choice(field, ConnectionEvent::parse, allowed);
    let read = || Some((connection?.unwrap_or_default(), event?));
    let (connection, event) = facts.done(read())?;
    let connection = connection.apply(event, asked.now()?);
    Ok(Answer::object([
        ("activeMs", connection.active_ms.into()),
        ("totalActiveMinutes", connection.total_active_minutes().into()),
        ("connectedAt", connection.connected_at.into()),
        ("disconnectedAt", connection.disconnected_at.into()),
        ("isConnected", connection.is_connected().into()),
        ("disconnects", connection.disconnects.into()),
    ]))
}

fn completed(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let completed = read_completed(&mut facts);
    Ok(facts.done(completed)?.into())
}

fn earns_essence(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let participant_type = facts.participant_type();
    let essence_earned = facts.truth(Field::EssenceEarned);
    let completed = read_completed(&mut facts);
    let read = || Some((participant_type?, essence_earned?, completed?));
    let (participant_type, essence_earned, completed) = facts.done(read())?;
    Ok(settlement::earns_essence(participant_type, essence_earned, completed).into())
}

fn read_completed(facts: &mut crate::facts::Facts<'_>) -> Option<bool> {
    let start_time = facts.instant(Field::StartTime);
    let left_at = facts.optional_instant(Field::LeftAt);
    let minutes = facts.count_or(Field::TotalActiveMinutes, u32::MAX, 0);
    Some(settlement::is_completed(start_time?, left_at?, minutes?))
}
