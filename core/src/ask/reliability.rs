//! Reliability: the score, how it is shown, reporting power and bans.

use alloc::vec::Vec;

use super::credits::credit_tier;
use super::{Answer, Asked, Outcome, Rule};
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
            rating.optional_decimal(Field::RaterReliability, Hundredths::ONE_HUNDRED)?;
        Some(ReceivedRating { value: value?, created_at: created_at?, rater_reliability })
    });
    let score = score::score(&facts.done(ratings)?, asked.now()?);
    Ok(Answer::object([("score", score.score.into()), ("count", score.count.into())]))
}

fn tier(asked: Asked<'_>) -> Outcome {
    let (score, count) = scored(asked)?;
    Ok(tier::tier(score, count).as_str().into())
}

fn badge(asked: Asked<'_>) -> Outcome {
    let (score, count) = scored(asked)?;
    let badge = tier::badge(score, count);
    Ok(Answer::object([
        ("tier", badge.tier.as_str().into()),
        ("percentage", badge.percentage.into()),
    ]))
}

fn scored(asked: Asked<'_>) -> Result<(Hundredths, u32), Vec<crate::Problem>> {
    let mut facts = asked.facts();
    let score = facts.decimal(Field::Score, Hundredths::ONE_HUNDRED);
    let count = facts.count(Field::Count, u32::MAX);
    let read = || Some((score?, count?));
    facts.done(read())
}

fn reporting_power(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = facts.optional_choice(Field::Tier, CreditTier::parse, Allowed::CreditTiers);
    let sessions = facts.count(Field::SessionCount, u32::MAX);
    let created_at = facts.optional_instant(Field::CreatedAt);
    let read = || Some((tier?, sessions?, created_at?));
    let (tier, sessions, created_at) = facts.done(read())?;
    Ok(power::reporting_power(tier, sessions, created_at, asked.now()?).into())
}

fn penalty(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let tier = credit_tier(&mut facts);
    let balance = facts.count(Field::CreditsRemaining, u32::MAX);
    let ratings = facts.list(Field::Ratings, |rating| {
        let value = rating_value(rating);
        let created_at = rating.instant(Field::CreatedAt);
        let weight = rating.decimal(Field::Weight, power::PAID_RED_WEIGHT)?;
        Some(WeightedRating { value: value?, created_at: created_at?, weight })
    });
    let read = || Some((tier?, balance?, ratings?));
    let (tier, balance, ratings) = facts.done(read())?;
    let penalty = penalty::penalty(tier, balance, &ratings, asked.now()?);
    Ok(penalty.map_or(Answer::Null, |penalty| {
        Answer::object([
            ("bannedUntil", penalty.banned_until.into()),
            ("deducted", penalty.deducted.into()),
        ])
    }))
}

fn rating_value(facts: &mut Facts<'_>) -> Option<RatingValue> {
    facts.choice(Field::Rating, RatingValue::parse, Allowed::RatingValues)
}
