//! Asking the core itself: a verb's name and its input as JSON, its answer as JSON.

mod live;

use focus_core::ask::{self, Asked};
use focus_core::json::{Document, Shape};
use focus_core::phase::{self, Phase};
use focus_core::rating::entry::{Entries, Event};
use focus_core::rating::{eligibility, payload, shape};
use focus_core::token::{self, Claims, Policy, Principal};
use focus_core::{Code, Expected, Field, Path, Problem, Timestamp, json, rulebook, session};
use serde_json::{Value, json};

type Answer = Result<Value, Vec<Problem>>;
type Ask = fn(&Value) -> Answer;

/// `{"ok": …}` or `{"error": […]}`; none for a verb that does not exist.
#[must_use]
pub fn answer(rule: &str, input: &Value) -> Option<Value> {
    let outcome = match VERBS.iter().find(|(name, _)| *name == rule) {
        Some((_, ask)) => ask(input),
        None => ask_by_name(rule, input)?,
    };
    Some(match outcome {
        Ok(value) => json!({ "ok": value }),
        Err(problems) => json!({ "error": problems }),
    })
}

/// The names of all verbs.
pub fn verbs() -> impl Iterator<Item = &'static str> {
    VERBS.iter().map(|(name, _)| *name).chain(ask::rules().map(|rule| rule.name))
}

/// A rule that the core itself knows by its name: the input is its facts, `now` among them.
fn ask_by_name(rule: &str, input: &Value) -> Option<Answer> {
    let rule = ask::rules().find(|known| known.name == rule)?;
    let input = Document::of(input);
    let now = input.root().member("now").unwrap_or(json::Value::NONE);
    Some((rule.ask)(Asked { facts: input.root(), now }).map(|answer| json!(answer)))
}

const VERBS: &[(&str, Ask)] = &[
    ("session.parseId", parse_id),
    ("session.guard", guard),
    ("phase.info", phase_info),
    ("phase.next", |input| {
        Ok(json!(known(input, "phase").ok().and_then(Phase::next).map(Phase::word)))
    }),
    ("phase.isWork", |input| Ok(json!(known(input, "phase").is_ok_and(Phase::is_work)))),
    ("phase.duration", |input| Ok(json!(known(input, "phase")?.duration_seconds()))),
    ("phase.nextChange", next_change),
    ("phase.toApi", |input| Ok(json!(known(input, "phase")?.to_api()))),
    ("phase.fromApi", from_api),
    ("phase.completedCount", |input| Ok(json!(known(input, "phase")?.completed_count()))),
    ("phase.hasReflection", |input| {
        Ok(json!(known(input, "phase").is_ok_and(Phase::has_reflection)))
    }),
    ("phase.opensEndModal", opens_end_modal),
    ("phase.formatTime", format_time),
    ("rating.entries", entries),
    ("rating.payload", rating_payload),
    ("rating.readiness", readiness),
    ("rating.validate", validate),
    ("rating.eligibility", rating_eligibility),
    ("rating.skip", skip),
    ("token.parseBearer", parse_bearer),
    ("token.readUnverifiedClaims", read_unverified_claims),
    ("token.checkClaims", check_claims),
    ("countdown.refresh", live::refresh),
    ("countdown.ban", live::ban),
    ("countdown.waitingRoom", live::waiting_room),
    ("presence.track", live::track),
    ("presence.look", live::look),
    ("presence.soundLevel", live::sound_level),
    ("rulebook.compare", |input| {
        Ok(json!(rulebook::compare(text(input, "ours"), input["theirs"].as_str()).as_str()))
    }),
];

fn parse_id(input: &Value) -> Answer {
    session::parse_id(text(input, "text")).map(|id| json!(id)).map_err(one)
}

fn guard(input: &Value) -> Answer {
    let pending = input["pending"].as_str();
    session::guard(pending, text(input, "sessionId")).map(|()| Value::Null).map_err(one)
}

fn phase_info(input: &Value) -> Answer {
    let (start, now) = instants(input)?;
    let info = phase::info(start, now);
    Ok(json!({
        "phase": info.phase.word(),
        "timeRemaining": info.time_remaining,
        "totalTimeRemaining": info.total_time_remaining,
        "progress": info.progress,
        "elapsedMinutes": info.elapsed_minutes,
    }))
}

fn next_change(input: &Value) -> Answer {
    let (start, now) = instants(input)?;
    Ok(json!(phase::next_change(start, now).map(Timestamp::unix_millis)))
}

fn from_api(input: &Value) -> Answer {
    let has_started = input["hasStarted"].as_bool().unwrap_or(true);
    let phase = Phase::from_api(text(input, "code"), has_started).map_err(one)?;
    Ok(json!(phase.word()))
}

fn opens_end_modal(input: &Value) -> Answer {
    let opens = match (known(input, "previous"), known(input, "next")) {
        (Ok(previous), Ok(next)) => next.opens_end_modal(previous),
        _ => false,
    };
    Ok(json!(opens))
}

fn format_time(input: &Value) -> Answer {
    let seconds = input["seconds"].as_f64().unwrap_or(f64::NAN);
    phase::format_time(seconds).map(|text| json!(text)).map_err(one)
}

fn entries(input: &Value) -> Answer {
    let input = Document::of(input);
    let mut state = Entries::new(input.root().member("userIds").unwrap_or(json::Value::NONE))?;
    for event in input.root().member("events").and_then(json::Value::as_array).into_iter().flatten()
    {
        let (id, event) = read_event(event).map_err(one)?;
        state = state.apply(id, event).map_err(one)?;
    }
    let list = state.as_slice().iter().map(|(id, entry)| {
        let value = entry.value.map(|value| value.as_str());
        json!([id, {
            "value": value,
            "reasons": entry.reasons,
            "otherReasonText": entry.other_reason_text,
        }])
    });
    Ok(list.collect())
}

/// `{"setRating": [id, value]}`, `setReasons`, `toggleReason` or `setOtherText`.
fn read_event(event: json::Value<'_>) -> Result<(&str, Event<'_>), Problem> {
    let whole = Problem::wrong_type(Path::ROOT, Expected::Object);
    let (kind, pair) = event.as_object().and_then(|mut members| members.next()).ok_or(whole)?;
    let mut pair = pair.as_array().ok_or(whole)?;
    let mut next = || pair.next().map_or(Shape::Absent, json::Value::shape);
    let kind = Event::KINDS.iter().position(|known| *known == kind).ok_or(whole)?;
    Event::read(kind, next(), next())
}

fn rating_payload(input: &Value) -> Answer {
    let form = form(input);
    Ok(json!({ "ratings": payload::build(&Entries::restore(form.root())?) }))
}

fn readiness(input: &Value) -> Answer {
    let submitting = input["submitting"].as_bool().unwrap_or(false);
    let form = form(input);
    Ok(json!(Entries::restore(form.root())?.readiness(submitting)))
}

fn validate(input: &Value) -> Answer {
    let rater = match input.get("raterId") {
        None => None,
        Some(id) => Some(shape::parse_rater(id.as_str().unwrap_or_default()).map_err(one)?),
    };
    shape::validate(Document::of(&input["batch"]).root(), rater).map(|batch| json!(batch))
}

fn rating_eligibility(input: &Value) -> Answer {
    let batch = Document::of(&input["batch"]);
    let batch = shape::validate(batch.root(), None)?;
    let facts = eligibility::Facts::read(Document::of(&input["facts"]).root())?;
    eligibility::check(&batch, &facts, instant(input, Field::Now)?).map(|()| Value::Null)
}

fn skip(input: &Value) -> Answer {
    let facts = eligibility::Facts::read(Document::of(&input["facts"]).root())?;
    let now = instant(input, Field::Now)?;
    eligibility::check_skip(&facts, now).map(|()| Value::Null).map_err(one)
}

fn parse_bearer(input: &Value) -> Answer {
    let headers = input["headers"].as_array().into_iter().flatten().filter_map(Value::as_str);
    token::parse_bearer(headers).map(|token| json!(token)).map_err(one)
}

fn read_unverified_claims(input: &Value) -> Answer {
    let malformed = one(Problem::new(Code::TokenMalformed));
    let claims = token::unverified_claims_text(text(input, "token")).map_err(one)?;
    match json::read(&claims) {
        Ok(document) if document.root().as_object().is_some() => Ok(json!(document.root())),
        _ => Err(malformed),
    }
}

fn check_claims(input: &Value) -> Answer {
    let policy = Policy::read(Document::of(&input["policy"]).root())?;
    let now = instant(input, Field::Now)?;
    let who = match &input["token"] {
        Value::String(text) => token::check_claims(text, &policy, now),
        object => Claims::read(Document::of(object).root()).and_then(|claims| {
            token::check(&claims, &policy.wanted(), now)?;
            Ok(Principal::of(&claims))
        }),
    };
    who.map(|who| json!(who)).map_err(one)
}

fn one(problem: Problem) -> Vec<Problem> {
    vec![problem]
}

fn text(input: &Value, name: impl serde_json::value::Index) -> &str {
    input[name].as_str().unwrap_or_default()
}

fn known(input: &Value, name: &str) -> Result<Phase, Vec<Problem>> {
    Phase::from_word(text(input, name)).map_err(one)
}

/// The entries as a host holds them: an object, told as a list of pairs because order counts.
fn form(input: &Value) -> Document<'_> {
    let Value::Array(pairs) = &input["entries"] else { return Document::of(&input["entries"]) };
    let pairs: Vec<_> = pairs.iter().map(|pair| (text(pair, 0), &pair[1])).collect();
    Document::of_members(&pairs)
}

fn instant(input: &Value, field: Field) -> Result<Timestamp, Vec<Problem>> {
    let instant = match &input[field.as_str()] {
        Value::String(text) => Timestamp::parse(text),
        number => number.as_f64().and_then(Timestamp::from_unix_ms_number),
    };
    instant.ok_or(one(Problem::at(Code::InvalidTimestamp, Path::of(field))))
}

fn instants(input: &Value) -> Result<(Timestamp, Timestamp), Vec<Problem>> {
    match (instant(input, Field::Start), instant(input, Field::Now)) {
        (Ok(start), Ok(now)) => Ok((start, now)),
        (start, now) => Err([start.err(), now.err()].into_iter().flatten().flatten().collect()),
    }
}
