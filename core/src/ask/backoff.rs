//! Back-off, and the circuit breaker.

use super::{Answer, Asked, Outcome, Rule, object};
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
        facts.optional_choice::<BackoffSchedule>(Field::Schedule, Allowed::BackoffSchedules);
    let table;
    let backoff = match schedule {
        Some(schedule) => schedule.backoff(),
        None => {
            let attempts = facts.optional_count(Field::Attempts, 0..=u32::MAX);
            let delays = match asked.facts.field(Field::Table) {
                Shape::Absent | Shape::Null => Delays::Exponential(read_growth(&mut facts)),
                _ => {
                    table = facts.counts(Field::Table, u32::MAX);
                    Delays::Table(&table)
                }
            };
            Backoff { delays, attempts }
        }
    };
    facts.done()?;
    let delay = backoff.delay_ms(attempt);
    Ok(delay.map(|delay| backoff::jitter(delay, percent, random)).into())
}

fn read_growth(facts: &mut Facts<'_>) -> Exponential {
    let base_ms = facts.count(Field::BaseMs, u32::MAX);
    let factor = facts.count_or(Field::Factor, u32::MAX, 2);
    let cap_ms = facts.count_or(Field::CapMs, u32::MAX, u32::MAX);
    Exponential { base_ms, factor, cap_ms }
}

fn is_worth_retrying(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let failure = match facts.known_choice(Field::Failure, Allowed::FailureKinds) {
        Some(FailureKind::SqlState) => Failure::SqlState(facts.word(Field::Code)),
        Some(FailureKind::Sqlite) => Failure::Sqlite(facts.count(Field::Code, u32::MAX)),
        Some(FailureKind::Http) => Failure::Http(facts.count_within(Field::Code, 100..=599) as u16),
        Some(FailureKind::Timeout) | None => Failure::Timeout,
    };
    facts.done()?;
    Ok(backoff::is_worth_retrying(failure).into())
}

fn step(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let own = match asked.facts.field(Field::Policy) {
        Shape::Object(_) => facts.object(Field::Policy, read_policy),
        _ => None,
    };
    let policy = match own {
        Some(policy) => policy,
        None => facts.choice::<BreakerPolicy>(Field::Policy, Allowed::BreakerPolicies).policy(),
    };
    let mut breaker = facts.optional_object(Field::Breaker, read_breaker).unwrap_or_default();
    let event = facts.choice::<BreakerEvent>(Field::Event, Allowed::BreakerEvents);
    let ticket = match event {
        BreakerEvent::Asked => 0,
        _ => facts.count(Field::Ticket, u32::MAX),
    };
    facts.done()?;
    let now = asked.now()?;
    let permit = match event {
        BreakerEvent::Asked => Some(breaker.ask(&policy, now)),
        BreakerEvent::Succeeded | BreakerEvent::Failed => {
            breaker.report(ticket, event == BreakerEvent::Failed, &policy, now);
            None
        }
    };
    Ok(object! { "breaker": told(breaker), "permit": permit.map(told_permit) })
}

fn read_policy(facts: &mut Facts<'_>) -> Policy {
    const NEVER: u32 = 100;
    let trip = match facts.optional_count(Field::Failures, 1..=u32::MAX) {
        Some(failures) => Trip::Consecutive { failures },
        None => {
            let threshold_percent = facts.count(Field::ThresholdPercent, NEVER);
            let minimum_calls = facts.count(Field::MinimumCalls, u32::MAX);
            Trip::Rate { threshold_percent, minimum_calls }
        }
    };
    let open_ms = facts.count(Field::OpenMs, u32::MAX);
    let probe_ms = facts.count_or(Field::ProbeMs, u32::MAX, breaker::PROBE_DEADLINE_MS);
    Policy { trip, open_ms, probe_ms }
}

fn read_breaker(facts: &mut Facts<'_>) -> Breaker {
    let generation = facts.count(Field::Generation, u32::MAX);
    let condition = match facts.known_choice(Field::State, Allowed::BreakerStates) {
        Some(BreakerState::Closed) => {
            let failures = facts.count_or(Field::Failures, u32::MAX, 0);
            let outcomes = facts.list(Field::Outcomes, |tally| {
                let at = tally.instant(Field::At);
                let calls = tally.right(|tally| tally.count(Field::Calls, u32::MAX));
                let failures = tally.count(Field::Failures, calls.unwrap_or(u32::MAX));
                Tally { at, calls: calls.unwrap_or_default(), failures }
            });
            Condition::Closed { failures, window: outcomes.into() }
        }
        Some(BreakerState::Open) => Condition::Open { since: facts.instant(Field::Since) },
        Some(BreakerState::HalfOpen) => Condition::HalfOpen { since: facts.instant(Field::Since) },
        None => Breaker::default().condition,
    };
    Breaker { condition, generation }
}

fn told(breaker: Breaker) -> Answer {
    let (state, generation) = (breaker.state().into(), breaker.generation.into());
    let mut members = alloc::vec![("state", state), ("generation", generation)];
    match breaker.condition {
        Condition::Closed { failures, window } => {
            let tallies = window.tallies().map(|tally| {
                object! { "at": tally.at, "calls": tally.calls, "failures": tally.failures }
            });
            members.push(("failures", failures.into()));
            members.push(("outcomes", Answer::list(tallies)));
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
    object! {
        "isGranted": is_granted,
        "ticket": ticket.map(|Ticket { generation, .. }| generation),
        "isProbe": ticket.is_some_and(|ticket| ticket.is_probe),
        "retryAfterMs": retry_after_ms,
    }
}
