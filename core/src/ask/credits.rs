//! Credits: tiers, balances, the weekly refresh, and the badge.

use super::{Answer, Asked, Outcome, Rule, object};
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

pub(super) fn credit_tier(facts: &mut Facts<'_>) -> CreditTier {
    facts.choice::<CreditTier>(Field::Tier, Allowed::CreditTiers)
}

pub(super) fn told(change: Change) -> Answer {
    let Change { balance, amount } = change;
    object! { "balance": balance, "amount": amount }
}

fn tier(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = credit_tier(&mut facts);
    facts.done()?;
    let allowance = tier.allowance();
    Ok(object! {
        "weeklyAllowance": allowance.weekly_allowance,
        "maxBalance": allowance.max_balance,
        "canGift": allowance.can_gift,
        "maxGiftsPerWeek": allowance.max_gifts_per_week,
    })
}

fn new_account(asked: Asked<'_>) -> Outcome {
    asked.facts().done()?;
    let account = credit::new_account(asked.now()?);
    Ok(object! {
        "tier": account.tier,
        "creditsRemaining": account.credits_remaining,
        "giftsSentThisWeek": account.gifts_sent_this_week,
        "cycleStart": account.cycle_start,
    })
}

fn is_sufficient(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let balance = facts.optional_count(Field::CreditsRemaining, 0..=u32::MAX);
    let amount = facts.count(Field::Amount, u32::MAX);
    facts.done()?;
    Ok(balance::is_sufficient(balance, amount).into())
}

fn deduct(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let amount = facts.count_within(Field::Amount, 1..=u32::MAX);
    facts.done()?;
    Ok(told(balance::deduct(balance, amount)?))
}

fn add(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let amount = facts.count_within(Field::Amount, 1..=u32::MAX);
    let cap = facts.optional_choice::<CreditTier>(Field::Tier, Allowed::CreditTiers);
    facts.done()?;
    Ok(told(balance::add(balance, amount, cap)))
}

fn next_refresh(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let cycle = facts.optional_day(Field::CycleStart);
    facts.done()?;
    let cycle = match cycle {
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
    facts.done()?;
    let refreshed = cycle::refresh(tier, balance, cycle, asked.now()?);
    Ok(refreshed.map_or(Answer::Null, |refreshed| {
        object! {
            "balance": refreshed.change.balance,
            "amount": refreshed.change.amount,
            "cycleStart": refreshed.cycle_start,
            "giftsSentThisWeek": refreshed.gifts_sent_this_week,
        }
    }))
}

fn show(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = credit_tier(&mut facts);
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let cycle = facts.day(Field::CycleStart);
    facts.done()?;
    let badge = badge::badge(tier, balance, cycle);
    Ok(object! {
        "style": badge.style,
        "maxBalance": badge.max_balance,
        "countdownTo": badge.countdown_to,
        "isClickable": badge.is_clickable,
    })
}
