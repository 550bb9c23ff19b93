//! Credits: tiers, balances, the weekly refresh, and the badge.

use super::{Answer, Asked, Outcome, Rule};
use crate::credit::balance::{self, Change};
use crate::credit::{self, CreditTier, badge, cycle};
use crate::facts::Facts;
use crate::problem::{Allowed, Field};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "credit.tier",
        export: "creditTier",
        about: "What a tier allows: its weekly credits, its cap and its gifts.",
        ask: tier,
    },
    Rule {
        name: "credit.newAccount",
        export: "newCreditAccount",
        about: "The credits of an account that is made now.",
        ask: new_account,
    },
    Rule {
        name: "credit.isSufficient",
        export: "hasSufficientCredits",
        about: "Whether a balance covers an amount; without an account none does.",
        ask: is_sufficient,
    },
    Rule {
        name: "credit.deduct",
        export: "deductCredits",
        about: "Spends credits, unless the balance is smaller.",
        ask: deduct,
    },
    Rule {
        name: "credit.add",
        export: "addCredits",
        about: "Adds credits, up to a tier's cap where that is wanted.",
        ask: add,
    },
    Rule {
        name: "credit.nextRefresh",
        export: "nextCreditRefresh",
        about: "When credits are refreshed next: seven days after the cycle's day.",
        ask: next_refresh,
    },
    Rule {
        name: "credit.refresh",
        export: "refreshCredits",
        about: "Refreshes an account whose week is over, never to a lower balance.",
        ask: refresh,
    },
    Rule {
        name: "credit.badge",
        export: "creditBadge",
        about: "How a balance is shown.",
        ask: show,
    },
];

pub(super) fn credit_tier(facts: &mut Facts<'_>) -> Option<CreditTier> {
    facts.choice(Field::Tier, CreditTier::parse, Allowed::CreditTiers)
}

pub(super) fn told(change: Change) -> Answer {
    let Change { balance, amount } = change;
    Answer::object([("balance", balance.into()), ("amount", amount.into())])
}

fn tier(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = credit_tier(&mut facts);
    let allowance = facts.done(tier)?.allowance();
    Ok(Answer::object([
        ("weeklyAllowance", allowance.weekly_allowance.into()),
        ("maxBalance", allowance.max_balance.into()),
        ("canGift", allowance.can_gift.into()),
        ("maxGiftsPerWeek", allowance.max_gifts_per_week.into()),
    ]))
}

fn new_account(asked: Asked<'_>) -> Outcome {
    let account = credit::new_account(asked.now()?);
    Ok(Answer::object([
        ("tier", account.tier.as_str().into()),
        ("creditsRemaining", account.credits_remaining.into()),
        ("giftsSentThisWeek", account.gifts_sent_this_week.into()),
        ("cycleStart", account.cycle_start.into()),
    ]))
}

fn is_sufficient(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let balance = facts.optional_count(Field::CreditsRemaining, 0..=u32::MAX);
    let amount = facts.count(Field::Amount, u32::MAX);
    let read = || Some((balance?, amount?));
    let (balance, amount) = facts.done(read())?;
    Ok(balance::is_sufficient(balance, amount).into())
}

fn deduct(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let amount = facts.count_within(Field::Amount, 1..=u32::MAX);
    let read = || Some((balance?, amount?));
    let (balance, amount) = facts.done(read())?;
    balance::deduct(balance, amount).map(told).map_err(|problem| [problem].into())
}

fn add(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let amount = facts.count_within(Field::Amount, 1..=u32::MAX);
    let cap = facts.optional_choice(Field::Tier, CreditTier::parse, Allowed::CreditTiers);
    let read = || Some((balance?, amount?, cap?));
    let (balance, amount, cap) = facts.done(read())?;
    Ok(told(balance::add(balance, amount, cap)))
}

fn next_refresh(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let cycle = facts.optional_day(Field::CycleStart);
    let cycle = match facts.done(cycle)? {
        Some(cycle) => cycle,
        None => asked.now()?,
    };
    Ok(cycle::next_refresh(cycle).into())
}

fn refresh(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = credit_tier(&mut facts);
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let cycle = facts.day(Field::CycleStart);
    let read = || Some((tier?, balance?, cycle?));
    let (tier, balance, cycle) = facts.done(read())?;
    let refreshed = cycle::refresh(tier, balance, cycle, asked.now()?);
    Ok(refreshed.map_or(Answer::Null, |refreshed| {
        Answer::object([
            ("balance", refreshed.change.balance.into()),
            ("amount", refreshed.change.amount.into()),
            ("cycleStart", refreshed.cycle_start.into()),
            ("giftsSentThisWeek", refreshed.gifts_sent_this_week.into()),
        ])
    }))
}

fn show(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = credit_tier(&mut facts);
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let cycle = facts.day(Field::CycleStart);
    let read = || Some((tier?, balance?, cycle?));
    let (tier, balance, cycle) = facts.done(read())?;
    let badge = badge::badge(tier, balance, cycle);
    Ok(Answer::object([
        ("style", badge.style.as_str().into()),
        ("maxBalance", badge.max_balance.into()),
        ("countdownTo", badge.countdown_to.into()),
        ("isClickable", badge.is_clickable.into()),
    ]))
}
