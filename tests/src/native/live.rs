//! What a page shows while time goes by: countdowns, and presence.

use focus_core::countdown::{self, BanCountdown, RefreshCountdown, WaitingRoom};
use focus_core::presence::sound::{self, FULL_SCALE};
use focus_core::presence::{self, PresenceEvent, PresenceState, Step, Tracker};
use focus_core::{Allowed, Field, Path, Problem, Timestamp};
use serde_json::{Value, json};

use super::{Answer, instant, one, text};

pub(super) fn refresh(input: &Value) -> Answer {
    let at = instant_of(&input["at"]);
    let RefreshCountdown { countdown, is_expired, next_change } =
        countdown::refresh(at, instant(input, Field::Now)?);
    Ok(json!({
        "countdown": countdown,
        "isExpired": is_expired,
        "nextChangeAt": millis(next_change),
    }))
}

pub(super) fn ban(input: &Value) -> Answer {
    let until = optional_instant(input, Field::BannedUntil)?;
    let BanCountdown { countdown, seconds, hours, is_expired, next_change } =
        countdown::ban(until, instant(input, Field::Now)?);
    Ok(json!({
        "countdown": countdown,
        "seconds": seconds,
        "hours": hours,
        "isExpired": is_expired,
        "nextChangeAt": millis(next_change),
    }))
}

pub(super) fn waiting_room(input: &Value) -> Answer {
    let start = optional_instant(input, Field::Start)?;
    let WaitingRoom { remaining, get_ready, redirect, next_change } =
        countdown::waiting_room(start, instant(input, Field::Now)?);
    Ok(json!({
        "remaining": remaining,
        "getReady": get_ready,
        "redirect": redirect.map(|to| to.as_str()),
        "nextChangeAt": millis(next_change),
    }))
}

/// `{"events": [[event, now], …]}`: what is shown after the last one.
pub(super) fn track(input: &Value) -> Answer {
    let mut shown = Value::Null;
    let mut tracker = Tracker::new();
    for pair in input["events"].as_array().into_iter().flatten() {
        let event = PresenceEvent::parse(text(pair, 0)).ok_or_else(|| {
            one(Problem::unknown_value(Path::of(Field::Event), Allowed::PresenceEvents))
        })?;
        let now = instant(&json!({ "now": pair[1] }), Field::Now)?;
        // As a host keeps it between two events.
        let step = Tracker::from_numbers(tracker.to_numbers()).step(event, now);
        tracker = step.tracker;
        shown = told(step);
    }
    Ok(shown)
}

fn told(Step { view, has_changed, is_due, next_change, .. }: Step) -> Value {
    json!({
        "state": view.state.as_str(),
        "isVisible": view.is_visible,
        "isTyping": view.is_typing,
        "isSpeaking": view.is_speaking,
        "hasChanged": has_changed,
        "isDue": is_due,
        "nextChangeAt": millis(next_change),
    })
}

pub(super) fn look(input: &Value) -> Answer {
    let state = match &input["state"] {
        Value::Null => None,
        state => {
            let unknown =
                Problem::unknown_value(Path::of(Field::PresenceState), Allowed::PresenceStates);
            let known = state.as_str().and_then(PresenceState::parse);
            Some(known.ok_or_else(|| one(unknown))?)
        }
    };
    let is = |name: &str| input[name] == true;
    let is_ai = text(input, "participantType") == "ai_companion";
    let look = presence::look(state, is("isSpeaking"), is("isTyping"), is_ai);
    Ok(json!({
        "state": look.state.as_str(),
        "sprite": look.sprite.as_str(),
        "badge": look.badge.as_str(),
        "opacity": f64::from(look.opacity_percent) / 100.0,
    }))
}

pub(super) fn sound_level(input: &Value) -> Answer {
    let input = focus_core::json::Document::of(input);
    let samples = sound::samples(input.root().field(Field::Samples)).map_err(one)?;
    Ok(json!(f64::from(sound::level(samples)) / f64::from(FULL_SCALE)))
}

fn millis(instant: Option<Timestamp>) -> Option<i64> {
    instant.map(Timestamp::unix_millis)
}

fn instant_of(value: &Value) -> Option<Timestamp> {
    instant(&json!({ "now": value }), Field::Now).ok()
}

fn optional_instant(input: &Value, field: Field) -> Result<Option<Timestamp>, Vec<Problem>> {
    match &input[field.as_str()] {
        Value::Null => Ok(None),
        _ => instant(input, field).map(Some),
    }
}
