//! Reliability: the score, how it is shown, reporting power and bans.

use alloc::vec::Vec;

use super::credits::credit_tier;
use super::{Answer, Asked, Outcome, Rule, object};
use crate::credit::CreditTier;
use crate::decimal::Hundredths;
use crate::facts::Facts;
use crate::problem::{Allowed, Field};
use crate::rating::RatingValue;
use crate::reliability::penalty::{self, WeightedRating};
use crate::reliability::score::{self, ReceivedRating};
use crate::reliability::{power, tier};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "reliability.score",
        export: "reliabilityScore",
        about: "The score of received ratings, weighed by their age and their raters.",
        ask: score,
    },
    Rule {
        name: "reliability.tier",
        export: "reliabilityTier",
        about: "What a score is called: nothing but new below five ratings.",
        ask: tier,
    },
    Rule {
        name: "reliability.badge",
        export: "reliabilityBadge",
        about: "How a score is shown: one decimal, rounded down.",
        ask: badge,
    },
    Rule {
        name: "reliability.reportingPower",
        export: "reportingPower",
        about: "What somebody's red ratings count towards a ban.",
        ask: reporting_power,
    },
    Rule {
        name: "reliability.penalty",
        export: "ratingPenalty",
        about: "The ban that red ratings of the last seven days bring.",
        ask: penalty,
    },
];

fn score(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let ratings = facts.list(Field::Ratings, |rating| {
        let value = rating_value(rating);
        let created_at = rating.instant(Field::CreatedAt);
        let rater_reliability =
            rating.optional_decimal(Field::RaterReliability, Hundredths::ONE_HUNDRED);
        ReceivedRating { value, created_at, rater_reliability }
    });
    facts.done()?;
    let score = score::score(&ratings, asked.now()?);
    Ok(object! { "score": score.score, "count": score.count })
}

fn tier(asked: Asked<'_>) -> Outcome {
    let (score, count) = scored(asked)?;
    Ok(tier::tier(score, count).into())
}

fn badge(asked: Asked<'_>) -> Outcome {
    let (score, count) = scored(asked)?;
    let badge = tier::badge(score, count);
    Ok(object! { "tier": badge.tier, "percentage": badge.percentage })
}

fn scored(asked: Asked<'_>) -> Result<(Hundredths, u32), Vec<crate::Problem>> {
    let mut facts = asked.facts();
    let score = facts.decimal(Field::Score, Hundredths::ONE_HUNDRED);
    let count = facts.count(Field::Count, u32::MAX);
    facts.done()?;
    Ok((score, count))
}

fn reporting_power(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = facts.optional_choice::<CreditTier>(Field::Tier, Allowed::CreditTiers);
    let sessions = facts.count(Field::SessionCount, u32::MAX);
    let created_at = facts.optional_instant(Field::CreatedAt);
    facts.done()?;
    Ok(power::reporting_power(tier, sessions, created_at, asked.now()?).into())
}

fn penalty(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = credit_tier(&mut facts);
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let ratings = facts.list(Field::Ratings, |rating| {
        let value = rating_value(rating);
        let created_at = rating.instant(Field::CreatedAt);
        let weight = rating.decimal(Field::Weight, power::PAID_RED_WEIGHT);
        WeightedRating { value, created_at, weight }
    });
    facts.done()?;
    let penalty = penalty::penalty(tier, balance, &ratings, asked.now()?);
    Ok(penalty.map_or(Answer::Null, |penalty| {
        object! { "bannedUntil": penalty.banned_until, "deducted": penalty.deducted }
    }))
}

fn rating_value(facts: &mut Facts<'_>) -> RatingValue {
    facts.choice::<RatingValue>(Field::Rating, Allowed::RatingValues)
}
