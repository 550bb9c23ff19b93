//! Back-off, and the circuit breaker.

use super::{Answer, Asked, Outcome, Rule};
use crate::backoff::{self, Backoff, BackoffSchedule, Delays, Exponential, Failure, FailureKind};
use crate::breaker::{self, Breaker, BreakerEvent, BreakerPolicy, BreakerState, Condition};
use crate::breaker::{Permit, Policy, Tally, Ticket, Trip};
use crate::facts::Facts;
use crate::json::Shape;
use crate::problem::{Allowed, Field};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "backoff.delay",
        export: "backoffDelay",
        about: "How long to wait after an attempt failed: nothing after the last one.",
        ask: delay,
    },
    Rule {
        name: "backoff.isWorthRetrying",
        export: "isWorthRetrying",
        about: "Whether something that failed may go well when it is tried again.",
        ask: is_worth_retrying,
    },
    Rule {
        name: "breaker.step",
        export: "stepBreaker",
        about: "What a circuit breaker is after somebody asked or reported, and whether to call.",
        ask: step,
    },
];

fn delay(asked: Asked<'_>) -> Outcome {
    const FULL: u32 = 100;
    let mut facts = asked.facts();
    let attempt = facts.count(Field::Attempt, u32::MAX);
    let percent = facts.count_or(Field::JitterPercent, FULL, 0);
    let random = facts.count_or(Field::Random, u32::MAX, 0);
    let schedule =
        facts.optional_choice(Field::Schedule, BackoffSchedule::parse, Allowed::BackoffSchedules);
    let mut table = None;
    let backoff = schedule.and_then(|schedule| match schedule {
        Some(schedule) => Some(schedule.backoff()),
        None => {
            let attempts = facts.optional_count(Field::Attempts, 0..=u32::MAX);
            let delays = match asked.facts.field(Field::Table) {
                Shape::Absent | Shape::Null => read_growth(&mut facts).map(Delays::Exponential),
                _ => facts.counts(Field::Table, u32::MAX).map(|read| {
                    table = Some(read);
                    Delays::Table(table.as_deref().unwrap_or_default())
                }),
            };
            Some(Backoff { delays: delays?, attempts: attempts? })
        }
    });
    let read = || Some((backoff?, attempt?, percent?, random?));
    let (backoff, attempt, percent, random) = facts.done(read())?;
    let delay = backoff.delay_ms(attempt);
    Ok(delay.map(|delay| backoff::jitter(delay, percent, random)).into())
}

fn read_growth(facts: &mut Facts<'_>) -> Option<Exponential> {
    let base_ms = facts.count(Field::BaseMs, u32::MAX);
    let factor = facts.count_or(Field::Factor, u32::MAX, 2);
    let cap_ms = facts.count_or(Field::CapMs, u32::MAX, u32::MAX);
    Some(Exponential { base_ms: base_ms?, factor: factor?, cap_ms: cap_ms? })
}

fn is_worth_retrying(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let kind = facts.choice(Field::Failure, FailureKind::parse, Allowed::FailureKinds);
    let failure = kind.and_then(|kind| match kind {
        FailureKind::SqlState => facts.word(Field::Code).map(Failure::SqlState),
        FailureKind::Sqlite => facts.count(Field::Code, u32::MAX).map(Failure::Sqlite),
        FailureKind::Http => {
            let status = facts.count_within(Field::Code, 100..=599)?;
            u16::try_from(status).ok().map(Failure::Http)
        }
        FailureKind::Timeout => Some(Failure::Timeout),
    });
    Ok(backoff::is_worth_retrying(facts.done(failure)?).into())
}

fn step(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let policy = match asked.facts.field(Field::Policy) {
        Shape::Object(_) => facts.object(Field::Policy, read_policy),
        _ => facts
            .choice(Field::Policy, BreakerPolicy::parse, Allowed::BreakerPolicies)
            .map(BreakerPolicy::policy),
    };
    let breaker = facts.optional_object(Field::Breaker, read_breaker);
    let event = facts.choice(Field::Event, BreakerEvent::parse, Allowed::BreakerEvents);
    let ticket = match event {
        Some(BreakerEvent::Asked) | None => Some(0),
        Some(_) => facts.count(Field::Ticket, u32::MAX),
    };
    let read = || Some((policy?, breaker?.unwrap_or_default(), event?, ticket?));
    let (policy, mut breaker, event, ticket) = facts.done(read())?;
    let now = asked.now()?;
    let permit = match event {
        BreakerEvent::Asked => Some(breaker.ask(&policy, now)),
        BreakerEvent::Succeeded | BreakerEvent::Failed => {
            breaker.report(ticket, event == BreakerEvent::Failed, &policy, now);
            None
        }
    };
    Ok(Answer::object([("breaker", told(breaker)), ("permit", permit.map(told_permit).into())]))
}

fn read_policy(facts: &mut Facts<'_>) -> Option<Policy> {
    const NEVER: u32 = 100;
    let trip = match facts.optional_count(Field::Failures, 1..=u32::MAX) {
        Some(Some(failures)) => Some(Trip::Consecutive { failures }),
        Some(None) => {
            let threshold_percent = facts.count(Field::ThresholdPercent, NEVER);
            let minimum_calls = facts.count(Field::MinimumCalls, u32::MAX);
            let read = || {
                let (threshold_percent, minimum_calls) = (threshold_percent?, minimum_calls?);
                Some(Trip::Rate { threshold_percent, minimum_calls })
            };
            read()
        }
        None => None,
    };
    let open_ms = facts.count(Field::OpenMs, u32::MAX);
    let probe_ms = facts.count_or(Field::ProbeMs, u32::MAX, breaker::PROBE_DEADLINE_MS);
    Some(Policy { trip: trip?, open_ms: open_ms?, probe_ms: probe_ms? })
}

fn read_breaker(facts: &mut Facts<'_>) -> Option<Breaker> {
    let generation = facts.count(Field::Generation, u32::MAX);
    let state = facts.choice(Field::State, BreakerState::parse, Allowed::BreakerStates);
    let condition = state.and_then(|state| match state {
        BreakerState::Closed => {
            let failures = facts.count_or(Field::Failures, u32::MAX, 0);
            let outcomes = facts.list(Field::Outcomes, |tally| {
                let at = tally.instant(Field::At);
                let calls = tally.count(Field::Calls, u32::MAX);
                let failures = tally.count(Field::Failures, u32::MAX);
                Some(Tally { at: at?, calls: calls?, failures: failures? })
            });
            Some(Condition::Closed { failures: failures?, window: outcomes?.into() })
        }
        BreakerState::Open => facts.instant(Field::Since).map(|since| Condition::Open { since }),
        BreakerState::HalfOpen => {
            facts.instant(Field::Since).map(|since| Condition::HalfOpen { since })
        }
    });
    Some(Breaker { condition: condition?, generation: generation? })
}

fn told(breaker: Breaker) -> Answer {
    let (state, generation) = (breaker.state().into(), breaker.generation.into());
    let mut members = alloc::vec![("state", state), ("generation", generation)];
    match breaker.condition {
        Condition::Closed { failures, window } => {
            let tallies = window.tallies().map(|tally| {
                Answer::object([
                    ("at", tally.at.into()),
                    ("calls", tally.calls.into()),
                    ("failures", tally.failures.into()),
                ])
            });
            members.push(("failures", failures.into()));
            members.push(("outcomes", Answer::List(tallies.collect())));
        }
        Condition::Open { since } | Condition::HalfOpen { since } => {
            members.push(("since", since.into()));
        }
    }
    Answer::Object(members)
}

fn told_permit(permit: Permit) -> Answer {
    let (is_granted, ticket, retry_after_ms) = match permit {
        Permit::Granted(ticket) => (true, Some(ticket), None),
        Permit::Refused { retry_after_ms } => (false, None, Some(retry_after_ms)),
    };
    Answer::object([
        ("isGranted", is_granted.into()),
        ("ticket", ticket.map(|Ticket { generation, .. }| generation).into()),
        ("isProbe", ticket.is_some_and(|ticket| ticket.is_probe).into()),
        ("retryAfterMs", retry_after_ms.into()),
    ])
}
