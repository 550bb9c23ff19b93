//! What a server goes by: processing status, health, keys, secrets, passwords.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Answer, Asked, Outcome, Rule, object};
use crate::facts::{FACT_TEXT_MAX, Facts};
use crate::health::{self, Health, Part};
use crate::json::Shape;
use crate::key_set::{Freshness, KEYS_MAX_STALE_SECONDS, KeySetEvent};
use crate::problem::{Allowed, Field, Path};
use crate::processing::{self, ProcessingStatus, Record, Report, Stage, StageError};
use crate::{password, secret, text};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "processing.record",
        export: "recordProcessing",
        about: "The record of something on its way, after a worker reported on a stage.",
        ask: record,
    },
    Rule {
        name: "processing.status",
        export: "processingStatus",
        about: "How far something is, by the stages that were reported on.",
        ask: status,
    },
    Rule {
        name: "health.overall",
        export: "overallHealth",
        about: "What the health of parts makes of the whole, with the status to answer.",
        ask: overall,
    },
    Rule {
        name: "health.disk",
        export: "diskHealth",
        about: "How well a disk is, by how full it is.",
        ask: disk,
    },
    Rule {
        name: "health.pool",
        export: "poolHealth",
        about: "How well a pool of connections is, by how many are taken.",
        ask: pool,
    },
    Rule {
        name: "key_set.after",
        export: "keySetAfter",
        about: "What is known of an issuer's keys after a fetch began or ended.",
        ask: after,
    },
    Rule {
        name: "key_set.lookup",
        export: "lookUpKey",
        about: "Whether a token's key serves, is fetched, or cannot be had right now.",
        ask: look_up,
    },
    Rule {
        name: "secret.judge",
        export: "judgeSecret",
        about: "Whether a secret is strong enough to sign with.",
        ask: judge_secret,
    },
    Rule {
        name: "password.check",
        export: "checkPassword",
        about: "Everything that is wrong with a password that somebody chooses.",
        ask: check_password,
    },
];

fn record(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let id = facts.text(Field::Id, processing::PROCESSING_ID_MAX_LENGTH);
    let stage = facts.text(Field::Stage, processing::STAGE_MAX_LENGTH);
    let status = processing_status(&mut facts);
    let error_message = error_message(&mut facts);
    let expected = expected(asked, &mut facts);
    let record = facts.optional_object(Field::Record, read_record);
    facts.done()?;
    let report = Report { stage, status, error_message };
    let record = processing::record(record, report, &expected, asked.now()?);
    let Record { stages, error, updated_at } = record?;
    let status = processing::overall(stages.iter().map(|stage| stage.status));
    let tell = |stage: Stage| {
        object! { "stage": stage.name, "status": stage.status }
    };
    let error_at = error.as_ref().map(|error| error.at);
    Ok(object! {
        "id": id.to_string(),
        "status": status,
        "stages": Answer::list(stages.into_iter().map(tell)),
        "errorMessage": error.map(|error| error.message),
        "errorAt": error_at,
        "updatedAt": updated_at,
    })
}

fn status(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let record = facts.optional_object(Field::Record, read_record);
    let is_strict = facts.truth_or(Field::IsStrict, false);
    let expected = expected(asked, &mut facts);
    facts.done()?;
    Ok(processing::status(record.as_ref(), &expected, is_strict, asked.now()?).into())
}

fn read_record(facts: &mut Facts<'_>) -> Record {
    let stages = facts.list(Field::Stages, |stage| {
        let name = stage.text(Field::Stage, processing::STAGE_MAX_LENGTH);
        let status = processing_status(stage);
        Stage { name: name.to_string(), status }
    });
    let message = error_message(facts);
    let error_at = facts.optional_instant(Field::ErrorAt);
    let updated_at = facts.instant(Field::UpdatedAt);
    let at = error_at.unwrap_or(updated_at);
    let error = message.map(|message| StageError { message: message.to_string(), at });
    Record { stages, error, updated_at }
}

fn processing_status(facts: &mut Facts<'_>) -> ProcessingStatus {
    facts.choice::<ProcessingStatus>(Field::Status, Allowed::ProcessingStatuses)
}

fn error_message<'a>(facts: &mut Facts<'a>) -> Option<&'a str> {
    facts.optional_text(Field::ErrorMessage, processing::PROCESSING_ERROR_MAX_LENGTH)
}

fn expected<'a>(asked: Asked<'a>, facts: &mut Facts<'a>) -> Vec<&'a str> {
    match asked.facts.field(Field::Stages) {
        Shape::Absent | Shape::Null => processing::STAGES.into(),
        _ => facts.words(Field::Stages),
    }
}

fn overall(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let parts = facts.list(Field::Parts, |part| {
        let is_critical = part.truth(Field::IsCritical);
        let health = part.choice::<Health>(Field::Health, Allowed::Healths);
        Part { is_critical, health }
    });
    facts.done()?;
    let whole = health::overall(parts);
    let http_status = u32::from(health::http_status(whole));
    Ok(object! { "health": whole, "httpStatus": http_status })
}

fn disk(asked: Asked<'_>) -> Outcome {
    let used_percent = match asked.facts.field(Field::UsedPercent) {
        Shape::Number(number) => number.value,
        _ => f64::NAN,
    };
    asked.facts().done()?;
    Ok(health::disk(used_percent).into())
}

fn pool(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let (taken, size) = (facts.count(Field::Taken, u32::MAX), facts.count(Field::Size, u32::MAX));
    facts.done()?;
    Ok(health::pool(taken, size).into())
}

fn after(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let key_set = facts.optional_object(Field::KeySet, read_key_set).unwrap_or_default();
    let event = facts.choice::<KeySetEvent>(Field::Event, Allowed::KeySetEvents);
    let random = facts.count_or(Field::Random, u32::MAX, 0);
    facts.done()?;
    let known = key_set.after(event, random, asked.now()?);
    Ok(object! {
        "fetchedAt": known.fetched_at,
        "attemptedAt": known.attempted_at,
        "startedAt": known.started_at,
        "dueAt": known.due_at,
        "failures": known.failures,
    })
}

fn look_up(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let key_set = facts.optional_object(Field::KeySet, read_key_set).unwrap_or_default();
    let is_known = facts.truth_or(Field::IsKnown, false);
    let most = facts.count_or(Field::MaxStaleSeconds, u32::MAX, KEYS_MAX_STALE_SECONDS);
    facts.done()?;
    let now = asked.now()?;
    let found = key_set.lookup(is_known, most, now);
    Ok(object! {
        "age": key_set.age(most, now),
        "action": found.action,
        "retryAfterMs": found.retry_after_ms,
        "isDue": key_set.is_due(now),
    })
}

fn read_key_set(facts: &mut Facts<'_>) -> Freshness {
    let fetched_at = facts.optional_instant(Field::FetchedAt);
    let attempted_at = facts.optional_instant(Field::AttemptedAt);
    let started_at = facts.optional_instant(Field::StartedAt);
    let due_at = facts.optional_instant(Field::DueAt);
    let failures = facts.count_or(Field::Failures, u32::MAX, 0);
    Freshness { fetched_at, attempted_at, started_at, due_at, failures }
}

fn judge_secret(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let secret = facts.text(Field::Secret, FACT_TEXT_MAX as u32);
    facts.done()?;
    let warning = secret::judge(secret)?;
    Ok(object! { "warnings": Answer::from(Vec::from_iter(warning)) })
}

fn check_password(asked: Asked<'_>) -> Outcome {
    asked.facts().done()?;
    match asked.facts.field(Field::Password) {
        Shape::Oversize => Err([password::too_long()].into()),
        shape => {
            let given = text::expect(shape, Path::of(Field::Password));
            password::check(given?).map(Answer::from)
        }
    }
}
