//! Rate limits: taking from them, whose they are, and how they are told and read.

use core::cmp::Ordering;

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::{Answer, Asked, Outcome, Rule, object};
use crate::code::Code;
use crate::credit::CreditTier;
use crate::facts::Facts;
use crate::limit::headers::{self, Told};
use crate::limit::read::{self, Given};
use crate::limit::tier::{self, NamedQuota};
use crate::limit::{self, Limit, Quota, RateTier, Standing, Taken, Verdict};
use crate::problem::{Allowed, Field, Params, Path, Problem};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "limit.take",
        export: "takeFromLimits",
        about: "Takes a request's cost from all limits, or from none: what is left, and when to come again.",
        ask: take,
    },
    Rule {
        name: "limit.share",
        export: "limitShare",
        about: "What one of several instances lets through while they cannot agree.",
        ask: share,
    },
    Rule {
        name: "limit.tier",
        export: "rateTier",
        about: "How often an account may ask, by what it pays for.",
        ask: tier_of,
    },
    Rule {
        name: "limit.quotas",
        export: "requestQuotas",
        about: "The quotas that a request must keep: its user's or address's, its route's, everybody's.",
        ask: quotas,
    },
    Rule {
        name: "limit.headers",
        export: "limitHeaders",
        about: "The headers that tell how limits stand.",
        ask: tell,
    },
    Rule {
        name: "limit.readHeaders",
        export: "readLimitHeaders",
        about: "What the headers of an answer tell: when to try again, and what remains.",
        ask: read_headers,
    },
];

fn name<'a>(facts: &mut Facts<'a>) -> &'a str {
    let name = facts.text(Field::Name, limit::LIMIT_NAME_MAX_LENGTH);
    if !(name.is_empty() || limit::is_name(name)) {
        facts.note(Field::Name, Code::InvalidText);
    }
    name
}

fn quota(facts: &mut Facts<'_>) -> Quota {
    let amount = facts.count(Field::Quota, u32::MAX);
    let longest = limit::LIMIT_WINDOW_MAX_SECONDS;
    let window_seconds = facts.count_within(Field::WindowSeconds, 1..=longest);
    Quota { amount, window_seconds }
}

/// What is wrong with a list that has another length than its twin.
fn uneven(path: Path, given: usize, wanted: usize) -> Option<Problem> {
    let told = u32::try_from(wanted).unwrap_or(u32::MAX);
    match given.cmp(&wanted) {
        Ordering::Less => Some(Problem::at(Code::TooFew, path).with(Params::Min(told))),
        Ordering::Equal => None,
        Ordering::Greater => Some(Problem::at(Code::TooMany, path).with(Params::Max(told))),
    }
}

fn take(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let kept = facts.list(Field::Limits, |limit| {
        let (name, quota) = (name(limit), quota(limit));
        let times = limit.instants(Field::Times);
        let counts = limit.counts(Field::Counts, u32::MAX);
        (name, quota, times, counts)
    });
    let cost = facts.count_or(Field::Cost, u32::MAX, 1);
    facts.done()?;
    let mut problems = Vec::new();
    let (mut names, mut limits) = (Vec::new(), Vec::new());
    for (at, (name, quota, times, counts)) in (0_u32..).zip(kept) {
        let path = Path::of(Field::Limits).at(at).member(Field::Counts);
        problems.extend(uneven(path, counts.len(), times.len()));
        let taken = times.into_iter().zip(counts).map(|(at, count)| Taken { at, count });
        limits.push(Limit::with(quota, taken.collect()));
        names.push(name);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let now = asked.now()?;
    let verdict = limit::take(&mut limits, cost, now);
    let retry_at = match verdict {
        Verdict::Admitted => None,
        Verdict::Refused { retry_at } => retry_at,
    };
    let tell = |(name, limit): (&str, &Limit)| {
        let Quota { amount, window_seconds } = limit.quota();
        let standing = limit.standing(now);
        let times: Vec<_> = limit.taken().iter().map(|taken| taken.at).collect();
        let counts: Vec<_> = limit.taken().iter().map(|taken| taken.count).collect();
        object! {
            "name": name.to_owned(),
            "quota": amount,
            "windowSeconds": window_seconds,
            "remaining": standing.map(|standing| standing.remaining),
            "resetAt": standing.map(|standing| standing.reset_at),
            "times": times,
            "counts": counts,
        }
    };
    Ok(object! {
        "isAdmitted": verdict == Verdict::Admitted,
        "retryAt": retry_at,
        "limits": Answer::list(names.into_iter().zip(&limits).map(tell)),
    })
}

fn share(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let amount = facts.count(Field::Quota, u32::MAX);
    let instances = facts.count_within(Field::Instances, 1..=u32::MAX);
    facts.done()?;
    Ok(Quota::per_minute(amount).share(instances).amount.into())
}

fn told_quota(name: &'static str, quota: Quota) -> Answer {
    object! { "name": name, "quota": quota.amount, "windowSeconds": quota.window_seconds }
}

fn tier_of(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = facts.optional_choice::<CreditTier>(Field::Tier, Allowed::CreditTiers);
    facts.done()?;
    Ok(RateTier::of(tier).into())
}

fn quotas(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = facts.choice::<RateTier>(Field::Tier, Allowed::RateTiers);
    let route = facts.optional_word(Field::Route);
    facts.done()?;
    let told = |NamedQuota { name, quota }| told_quota(name, quota);
    Ok(Answer::list(tier::quotas(tier, route).into_iter().map(told)))
}

fn tell(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let limits = facts.list(Field::Limits, |limit| {
        let (name, quota) = (name(limit), quota(limit));
        let remaining = limit.optional_count(Field::Remaining, 0..=u32::MAX);
        let reset_at = limit.optional_instant(Field::ResetAt);
        let standing = remaining.zip(reset_at);
        let standing = standing.map(|(remaining, reset_at)| Standing { remaining, reset_at });
        Told { name, quota, standing }
    });
    let retry_at = facts.optional_instant(Field::RetryAt);
    facts.done()?;
    let headers = headers::headers(&limits, retry_at, asked.now()?);
    Ok(Answer::Object(headers.into_iter().map(|(name, text)| (name, text.into())).collect()))
}

fn read_headers(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let retry_after = facts.optional_word(Field::RetryAfter);
    let rate_limit = facts.optional_word(Field::RateLimit);
    let policy = facts.optional_word(Field::RateLimitPolicy);
    let limit = facts.optional_word(Field::Limit);
    let remaining = facts.optional_word(Field::Remaining);
    let reset = facts.optional_word(Field::Reset);
    let date = facts.optional_word(Field::Date);
    facts.done()?;
    let given = Given { retry_after, rate_limit, policy, limit, remaining, reset, date };
    let read = read::headers(&given, asked.now()?);
    let tell = |told: read::Told| {
        object! {
            "name": told.name,
            "quota": told.quota,
            "windowSeconds": told.window_seconds,
            "remaining": told.remaining,
            "resetAt": told.reset_at,
        }
    };
    Ok(object! {
        "retryAt": read.retry_at,
        "limit": read.limit,
        "remaining": read.remaining,
        "resetAt": read.reset_at,
        "limits": Answer::list(read.limits.into_iter().map(tell)),
        "ignored": read.ignored,
    })
}
