//! Rooms: who may enter, what they are like, what they tell.

use alloc::format;
use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule};
use crate::facts::Facts;
use crate::id::UserId;
use crate::livekit::{self, DEV_PLACEHOLDER_TOKEN, DEV_SID_PREFIX, RoomChange, WebhookClaims};
use crate::problem::{Allowed, Field};
use crate::session::TableMode;

/// Bytes of a SHA-256 digest.
const DIGEST: usize = 32;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "livekit.configured",
        export: "isLiveKitConfigured",
        about: "Whether there are rooms at all.",
        ask: configured,
    },
    Rule {
        name: "livekit.grant",
        export: "liveKitGrant",
        about: "The claims of a token for a room, to be signed.",
        ask: grant,
    },
    Rule {
        name: "livekit.room",
        export: "liveKitRoom",
        about: "What a session's room is like.",
        ask: room,
    },
    Rule {
        name: "livekit.webhook",
        export: "checkLiveKitWebhook",
        about: "Whether a webhook is believed.",
        ask: webhook,
    },
    Rule {
        name: "livekit.change",
        export: "liveKitChange",
        about: "What an event of the rooms changes.",
        ask: change,
    },
];

fn mode(facts: &mut Facts<'_>) -> Option<TableMode> {
    facts.choice(Field::Mode, TableMode::parse, Allowed::TableModes)
}

fn configured(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let api_key = facts.word(Field::ApiKey);
    let has_secret = facts.truth(Field::HasSecret);
    let has_url = facts.truth(Field::HasUrl);
    let read = || Some((api_key?, has_secret?, has_url?));
    let (api_key, has_secret, has_url) = facts.done(read())?;
    Ok(livekit::is_configured(api_key, has_secret, has_url).into())
}

fn grant(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let api_key = facts.word(Field::ApiKey);
    let user_id = facts.id(Field::UserId).map(UserId::new);
    let display_name = facts.optional_word(Field::DisplayNameFact);
    let username = facts.word(Field::Username);
    let room = facts.word(Field::RoomName);
    let mode = mode(&mut facts);
    let read = || Some((api_key?, user_id?, (display_name?, username?), room?, mode?));
    let (api_key, user_id, names, room, mode) = facts.done(read())?;
    let Some(grant) = livekit::grant(api_key, user_id, names, room, mode, asked.now()?) else {
        return Ok(Answer::object([
            ("token", DEV_PLACEHOLDER_TOKEN.into()),
            ("claims", Answer::Null),
        ]));
    };
    let video = Answer::object([
        ("room", String::from(grant.room).into()),
        ("roomJoin", true.into()),
        ("canSubscribe", true.into()),
        ("canPublish", grant.can_publish.into()),
        ("canPublishData", true.into()),
    ]);
    let claims = Answer::object([
        ("iss", String::from(grant.issuer).into()),
        ("sub", grant.identity.into()),
        ("name", String::from(grant.name).into()),
        ("nbf", grant.not_before.into()),
        ("exp", grant.expires_at.into()),
        ("video", video),
    ]);
    Ok(Answer::object([("token", Answer::Null), ("claims", claims)]))
}

fn room(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let name = facts.word(Field::RoomName);
    let mode = mode(&mut facts);
    let start_time = facts.instant(Field::StartTime);
    let read = || Some((name?, mode?, start_time?));
    let (name, mode, start_time) = facts.done(read())?;
    let room = livekit::room(name, mode, start_time, asked.now()?);
    Ok(Answer::object([
        ("name", String::from(room.name).into()),
        ("maxParticipants", room.max_participants.into()),
        ("emptyTimeout", room.empty_timeout.into()),
        ("metadata", room.metadata.into()),
        ("devSid", format!("{DEV_SID_PREFIX}{name}").into()),
    ]))
}

fn webhook(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let is_development = facts.truth(Field::IsDevelopment);
    let api_key = facts.word(Field::ApiKey);
    let digest = facts.bytes::<DIGEST>(Field::Digest);
    let read = || Some((is_development?, api_key?, digest?));
    let (is_development, api_key, digest) = facts.done(read())?;
    let claims = asked.facts.member_of(Field::Claims).and_then(WebhookClaims::read);
    let now = asked.now()?;
    let auth = livekit::check_webhook(is_development, api_key, claims.as_ref(), &digest, now);
    auth.map(Answer::from).map_err(|problem| [problem].into())
}

fn change(asked: Asked<'_>) -> Outcome {
    let Some(change) = livekit::change(asked.facts) else { return Ok(Answer::Null) };
    let (room, user_id, event, trigger) = match change {
        RoomChange::Connection { room, user_id, event } => (room, Some(user_id), Some(event), None),
        RoomChange::Settlement { room, trigger } => (room, None, None, Some(trigger)),
    };
    Ok(Answer::object([
        ("roomName", String::from(room).into()),
        ("userId", user_id.into()),
        ("event", event.into()),
        ("trigger", trigger.into()),
    ]))
}
