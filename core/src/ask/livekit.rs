//! Rooms: who may enter, what they are like, what they tell.

use alloc::format;
use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule, object};
use crate::facts::{FACT_TEXT_MAX, Facts};
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

fn mode(facts: &mut Facts<'_>) -> TableMode {
    facts.choice::<TableMode>(Field::Mode, Allowed::TableModes)
}

fn configured(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let api_key = facts.word(Field::ApiKey);
    let has_secret = facts.truth(Field::HasSecret);
    let has_url = facts.truth(Field::HasUrl);
    facts.done()?;
    Ok(livekit::is_configured(api_key, has_secret, has_url).into())
}

fn grant(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let api_key = facts.word(Field::ApiKey);
    let user_id = UserId::new(facts.id(Field::UserId));
    let display_name = facts.optional_word(Field::DisplayNameFact);
    let username = facts.word(Field::Username);
    let room = facts.text(Field::RoomName, FACT_TEXT_MAX as u32);
    let mode = mode(&mut facts);
    facts.done()?;
    let Some(grant) =
        livekit::grant(api_key, user_id, (display_name, username), room, mode, asked.now()?)
    else {
        return Ok(object! { "token": DEV_PLACEHOLDER_TOKEN, "claims": Answer::Null });
    };
    let video = object! {
        "room": String::from(grant.room),
        "roomJoin": true,
        "canSubscribe": true,
        "canPublish": grant.can_publish,
        "canPublishData": true,
    };
    let claims = object! {
        "iss": String::from(grant.issuer),
        "sub": grant.identity,
        "name": String::from(grant.name),
        "nbf": grant.not_before,
        "exp": grant.expires_at,
        "video": video,
    };
    Ok(object! { "token": Answer::Null, "claims": claims })
}

fn room(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let name = facts.text(Field::RoomName, FACT_TEXT_MAX as u32);
    let mode = mode(&mut facts);
    let start_time = facts.instant(Field::StartTime);
    facts.done()?;
    let room = livekit::room(name, mode, start_time, asked.now()?);
    Ok(object! {
        "name": String::from(room.name),
        "maxParticipants": room.max_participants,
        "emptyTimeout": room.empty_timeout,
        "metadata": room.metadata,
        "devSid": format!("{DEV_SID_PREFIX}{name}"),
    })
}

fn webhook(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let is_development = facts.truth(Field::IsDevelopment);
    let api_key = facts.word(Field::ApiKey);
    let digest = facts.bytes::<DIGEST>(Field::Digest);
    facts.done()?;
    let claims = asked.facts.member_of(Field::Claims).and_then(WebhookClaims::read);
    let now = asked.now()?;
    Ok(livekit::check_webhook(is_development, api_key, claims.as_ref(), &digest, now)?.into())
}

fn change(asked: Asked<'_>) -> Outcome {
    let Some(change) = livekit::change(asked.facts) else { return Ok(Answer::Null) };
    let (room, user_id, event, trigger) = match change {
        RoomChange::Connection { room, user_id, event } => (room, Some(user_id), Some(event), None),
        RoomChange::Settlement { room, trigger } => (room, None, None, Some(trigger)),
    };
    Ok(object! {
        "roomName": String::from(room),
        "userId": user_id,
        "event": event,
        "trigger": trigger,
    })
}
