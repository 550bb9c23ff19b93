//! Presence: what tablemates tell each other, and what counts as a sound.

use super::{Asked, Outcome, Rule, object};
use crate::facts::Facts;
use crate::id::UserId;
use crate::presence::message::Message;
use crate::presence::sound::{self, Calibration};
use crate::presence::{self, PresenceState};
use crate::problem::{Allowed, Field};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "presence.state",
        export: "presenceState",
        about: "Whether somebody is there, by what is seen and the time since a signal.",
        ask: state,
    },
    Rule {
        name: "presence.message",
        export: "presenceMessage",
        about: "What tablemates are told of oneself, as JSON text.",
        ask: message,
    },
    Rule {
        name: "presence.readMessage",
        export: "readPresenceMessage",
        about: "What a tablemate told of themselves; nothing of one's own message.",
        ask: read_message,
    },
    Rule {
        name: "presence.hearSound",
        export: "hearSound",
        about: "Whether a level rises above the baseline of three seconds: a signal of presence.",
        ask: hear,
    },
];

fn state(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let (is_visible, elapsed) = (facts.truth(Field::IsVisible), facts.number(Field::ElapsedMs));
    facts.done()?;
    // The fraction makes no difference.
    Ok(presence::state(is_visible, elapsed as i64).into())
}

fn message(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = UserId::new(facts.id(Field::UserId));
    let presence_state =
        facts.choice::<PresenceState>(Field::PresenceState, Allowed::PresenceStates);
    let is_typing = facts.truth(Field::IsTyping);
    facts.done()?;
    let timestamp = asked.now()?;
    Ok(Message { user_id, presence_state, is_typing, timestamp }.write().into())
}

fn read_message(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let text = facts.word(Field::Text);
    let own = facts.optional_id(Field::UserId);
    facts.done()?;
    let tell = |message: Message| {
        object! {
            "userId": message.user_id,
            "presenceState": message.presence_state,
            "isTyping": message.is_typing,
            "timestamp": message.timestamp.unix_millis(),
        }
    };
    Ok(Message::read(text, own.map(UserId::new)).map(tell).into())
}

fn hear(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let level = facts.number(Field::Level);
    let before = facts.optional_object(Field::Calibration, calibration);
    facts.done()?;
    let heard = sound::hear(before, sound::level_of_number(level), asked.now()?);
    let Calibration { since, sum, count, threshold } = heard.calibration;
    Ok(object! {
        "isHeard": heard.is_heard,
        "calibration": object! {
            "since": since,
            "sum": sum,
            "count": count,
            "threshold": threshold,
        },
    })
}

fn calibration(facts: &mut Facts<'_>) -> Calibration {
    let since = facts.instant(Field::Since);
    let sum = facts.count(Field::Sum, u32::MAX);
    let count = facts.count_within(Field::Count, 1..=u32::MAX);
    let threshold = facts.optional_count(Field::Threshold, 0..=u32::MAX);
    Calibration { since, sum, count, threshold }
}
