//! Rate limits: taking from them, whose they are, and how they are told and read.

use core::cmp::Ordering;

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::{Answer, Asked, Outcome, Rule};
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

fn name<'a>(facts: &mut Facts<'a>) -> Option<&'a str> {
    let name = facts.text(Field::Name, limit::LIMIT_NAME_MAX_LENGTH)?;
    if !limit::is_name(name) {
        facts.note(Field::Name, Code::InvalidText);
    }
    Some(name)
}

fn quota(facts: &mut Facts<'_>) -> Option<Quota> {
    let amount = facts.count(Field::Quota, u32::MAX);
    let longest = limit::LIMIT_WINDOW_MAX_SECONDS;
    let window_seconds = facts.count_within(Field::WindowSeconds, 1..=longest);
    Some(Quota { amount: amount?, window_seconds: window_seconds? })
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
    let limits = facts.list(Field::Limits, |limit| {
        let (name, quota) = (name(limit), quota(limit));
        let times = limit.instants(Field::Times);
        let counts = limit.counts(Field::Counts, u32::MAX);
        Some((name?, quota?, times?, counts?))
    });
    let cost = facts.count_or(Field::Cost, u32::MAX, 1);
    let read = || Some((limits?, cost?));
    let (kept, cost) = facts.done(read())?;
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
        Answer::object([
            ("name", name.to_owned().into()),
            ("quota", amount.into()),
            ("windowSeconds", window_seconds.into()),
            ("remaining", standing.map(|standing| standing.remaining).into()),
            ("resetAt", standing.map(|standing| standing.reset_at).into()),
            ("times", times.into()),
            ("counts", counts.into()),
        ])
    };
    Ok(Answer::object([
        ("isAdmitted", (verdict == Verdict::Admitted).into()),
        ("retryAt", retry_at.into()),
        ("limits", Answer::List(names.into_iter().zip(&limits).map(tell).collect())),
    ]))
}

fn share(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let amount = facts.count(Field::Quota, u32::MAX);
    let instances = facts.count_within(Field::Instances, 1..=u32::MAX);
    let read = || Some((amount?, instances?));
    let (amount, instances) = facts.done(read())?;
    Ok(Quota::per_minute(amount).share(instances).amount.into())
}

fn told_quota(name: &'static str, quota: Quota) -> Answer {
    Answer::object([
        ("name", name.into()),
        ("quota", quota.amount.into()),
        ("windowSeconds", quota.window_seconds.into()),
    ])
}

fn tier_of(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = facts.optional_choice(Field::Tier, CreditTier::parse, Allowed::CreditTiers);
    Ok(RateTier::of(facts.done(tier)?).into())
}

fn quotas(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = facts.choice(Field::Tier, RateTier::parse, Allowed::RateTiers);
    let route = facts.optional_word(Field::Route);
    let read = || Some((tier?, route?));
    let (tier, route) = facts.done(read())?;
    let told = |NamedQuota { name, quota }| told_quota(name, quota);
    Ok(Answer::List(tier::quotas(tier, route).into_iter().map(told).collect()))
}

fn tell(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let limits = facts.list(Field::Limits, |limit| {
        let (name, quota) = (name(limit), quota(limit));
        let remaining = limit.optional_count(Field::Remaining, 0..=u32::MAX);
        let reset_at = limit.optional_instant(Field::ResetAt);
        let standing = remaining?.zip(reset_at?);
        let standing = standing.map(|(remaining, reset_at)| Standing { remaining, reset_at });
        Some(Told { name: name?, quota: quota?, standing })
    });
    let retry_at = facts.optional_instant(Field::RetryAt);
    let read = || Some((limits?, retry_at?));
    let (limits, retry_at) = facts.done(read())?;
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
    let read = || {
        Some(Given {
            retry_after: retry_after?,
            rate_limit: rate_limit?,
            policy: policy?,
            limit: limit?,
            remaining: remaining?,
            reset: reset?,
            date: date?,
        })
    };
    let read = read::headers(&facts.done(read())?, asked.now()?);
    let tell = |told: read::Told| {
        Answer::object([
            ("name", told.name.into()),
            ("quota", told.quota.into()),
            ("windowSeconds", told.window_seconds.into()),
            ("remaining", told.remaining.into()),
            ("resetAt", told.reset_at.into()),
        ])
    };
    Ok(Answer::object([
        ("retryAt", read.retry_at.into()),
        ("limit", read.limit.into()),
        ("remaining", read.remaining.into()),
        ("resetAt", read.reset_at.into()),
        ("limits", Answer::List(read.limits.into_iter().map(tell).collect())),
        ("ignored", read.ignored.into()),
    ]))
}
