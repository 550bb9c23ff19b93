//! Credits between people: gifts and referrals.

use super::credits::{credit_tier, told};
use super::{Answer, Asked, Outcome, Rule, object};
use crate::credit::gift::{self, DEFAULT_GIFT, Gift, MAX_GIFT, Sender};
use crate::credit::referral::{self, Applicant, Application, Referrer, Settlement};
use crate::facts::Facts;
use crate::id::UserId;
use crate::problem::Field;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "credit.gift",
        export: "giveCredits",
        about: "Gives credits away: what moves, or the first check that fails.",
        ask: give,
    },
    Rule {
        name: "credit.referralCode",
        export: "referralCode",
        about: "The referral code of four random bytes.",
        ask: code,
    },
    Rule {
        name: "credit.referralLink",
        export: "referralLink",
        about: "The link that shares a referral code.",
        ask: link,
    },
    Rule {
        name: "credit.applyReferral",
        export: "applyReferral",
        about: "Applies a referral code: who referred the account, or the first check that fails.",
        ask: apply,
    },
    Rule {
        name: "credit.referralBonus",
        export: "referralBonus",
        about: "What the first completed session of somebody who was referred brings.",
        ask: bonus,
    },
];

fn give(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let sender_id = UserId::new(facts.id(Field::SenderId));
    let recipient_id = UserId::new(facts.id(Field::RecipientId));
    let amount = facts.optional_count(Field::Amount, 1..=MAX_GIFT);
    let sender = facts.optional_object(Field::Sender, |sender| {
        let tier = credit_tier(sender);
        let credits_remaining = sender.count(Field::CreditsRemaining, u32::MAX);
        let gifts_sent_this_week = sender.count(Field::GiftsSentThisWeek, u32::MAX);
        Sender { tier, credits_remaining, gifts_sent_this_week }
    });
    let balance = |recipient: &mut Facts<'_>| recipient.count(Field::CreditsRemaining, u32::MAX);
    let recipient = facts.optional_object(Field::Recipient, balance);
    facts.done()?;
    let amount = amount.unwrap_or(DEFAULT_GIFT);
    let given = gift::give(&Gift { sender_id, recipient_id, amount, sender, recipient })?;
    Ok(object! {
        "sender": told(given.sender),
        "recipient": told(given.recipient),
        "giftsSentThisWeek": given.gifts_sent_this_week,
    })
}

fn code(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let seed = facts.count(Field::Seed, u32::MAX);
    facts.done()?;
    Ok(referral::code(seed.to_be_bytes()).into())
}

fn link(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let base = facts.text(Field::BaseUrl, referral::REFERRAL_BASE_MAX_LENGTH);
    let code = referral_code(&mut facts, Field::Code);
    facts.done()?;
    Ok(referral::link(base, code).into())
}

fn apply(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let code = referral_code(&mut facts, Field::Code);
    let account = facts.optional_object(Field::Account, |account| {
        let referral_code = account.word(Field::ReferralCode);
        let referred_by = account.optional_id(Field::ReferredBy).map(UserId::new);
        Applicant { referral_code, referred_by }
    });
    let referrer_id = facts.optional_id(Field::ReferrerId).map(UserId::new);
    facts.done()?;
    Ok(referral::apply(&Application { code, account, referrer_id })?.into())
}

fn bonus(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let completed = facts.truth(Field::Completed);
    let completed_before = facts.count(Field::CompletedBefore, u32::MAX);
    let credits_remaining = facts.count(Field::CreditsRemaining, u32::MAX);
    let referrer = facts.optional_object(Field::Referrer, |referrer| {
        let credits_remaining = referrer.count(Field::CreditsRemaining, u32::MAX);
        let referrals_completed = referrer.count(Field::ReferralsCompleted, u32::MAX);
        Referrer { credits_remaining, referrals_completed }
    });
    facts.done()?;
    let settlement = Settlement { completed, completed_before, credits_remaining, referrer };
    let bonus = referral::bonus(&settlement);
    Ok(bonus.map_or(Answer::Null, |bonus| {
        object! {
            "account": told(bonus.account),
            "referrer": told(bonus.referrer),
            "referralsCompleted": bonus.referrals_completed,
        }
    }))
}

fn referral_code<'a>(facts: &mut Facts<'a>, field: Field) -> &'a str {
    facts.text(field, referral::REFERRAL_CODE_MAX_LENGTH)
}
