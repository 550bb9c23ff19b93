//! Presence: what tablemates tell each other, and what counts as a sound.

use super::{Answer, Asked, Outcome, Rule};
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
    let read = || Some((is_visible?, elapsed?));
    let (is_visible, elapsed) = facts.done(read())?;
    // The fraction makes no difference.
    Ok(presence::state(is_visible, elapsed as i64).into())
}

fn message(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = facts.id(Field::UserId).map(UserId::new);
    let state = facts.choice(Field::PresenceState, PresenceState::parse, Allowed::PresenceStates);
    let is_typing = facts.truth(Field::IsTyping);
    let read = || Some((user_id?, state?, is_typing?));
    let (user_id, presence_state, is_typing) = facts.done(read())?;
    let timestamp = asked.now()?;
    Ok(Message { user_id, presence_state, is_typing, timestamp }.write().into())
}

fn read_message(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let text = facts.word(Field::Text);
    let own = facts.optional_id(Field::UserId);
    let read = || Some((text?, own?));
    let (text, own) = facts.done(read())?;
    let tell = |message: Message| {
        Answer::object([
            ("userId", message.user_id.into()),
            ("presenceState", message.presence_state.into()),
            ("isTyping", message.is_typing.into()),
            ("timestamp", message.timestamp.unix_millis().into()),
        ])
    };
    Ok(Message::read(text, own.map(UserId::new)).map(tell).into())
}

fn hear(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let level = facts.number(Field::Level);
    let before = facts.optional_object(Field::Calibration, calibration);
    let read = || Some((level?, before?));
    let (level, before) = facts.done(read())?;
    let heard = sound::hear(before, sound::level_of_number(level), asked.now()?);
    let Calibration { since, sum, count, threshold } = heard.calibration;
    Ok(Answer::object([
        ("isHeard", heard.is_heard.into()),
        (
            "calibration",
            Answer::object([
                ("since", since.into()),
                ("sum", sum.into()),
                ("count", count.into()),
                ("threshold", threshold.into()),
            ]),
        ),
    ]))
}

fn calibration(facts: &mut Facts<'_>) -> Option<Calibration> {
    let since = facts.instant(Field::Since);
    let sum = facts.count(Field::Sum, u32::MAX);
    let count = facts.count_within(Field::Count, 1..=u32::MAX);
    let threshold = facts.optional_count(Field::Threshold, 0..=u32::MAX);
    Some(Calibration { since: since?, sum: sum?, count: count?, threshold: threshold? })
}
