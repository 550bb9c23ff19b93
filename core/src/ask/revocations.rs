//! Tokens that are taken back before they are over.

use super::{Answer, Asked, Outcome, Rule, object};
use crate::problem::{Allowed, Field};
use crate::revocation::{
    self, Known, Reading, Revocation, RevocationScope, StaleReads, TokenTimes,
};
use crate::token::MAX_LEEWAY_SECONDS;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "revocation.judge",
        export: "judgeRevocation",
        about: "Whether a token was revoked, as far as can be told right now.",
        ask: judge,
    },
    Rule {
        name: "revocation.until",
        export: "revocationUntil",
        about: "What a revocation ends, and how long it is remembered.",
        ask: until,
    },
];

fn judge(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let is_listed = facts.truth(Field::IsListed);
    let not_before = facts.optional_instant(Field::NotBefore);
    let issued_at = facts.optional_number(Field::IssuedAt);
    let read_at = facts.optional_instant(Field::ReadAt);
    let is_write = facts.truth(Field::IsWrite);
    let stale_reads = facts.choice::<StaleReads>(Field::StaleReads, Allowed::StaleReads);
    facts.done()?;
    let known = Known { is_listed, not_before, issued_at };
    let reading = Reading { read_at, is_write, stale_reads };
    revocation::judge(&known, reading, asked.now()?)?;
    Ok(Answer::Null)
}

fn until(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let scope = RevocationScope::read(&mut facts);
    let issued_at = facts.optional_number(Field::IssuedAt);
    let expires_at = facts.number(Field::ExpiresAt);
    let leeway_seconds = facts.count_or(Field::LeewaySeconds, MAX_LEEWAY_SECONDS, 0);
    facts.done()?;
    let token = TokenTimes { issued_at, expires_at, leeway_seconds };
    let Revocation { not_before, kept_until } = Revocation::of(scope, token, asked.now()?);
    Ok(object! { "notBefore": not_before, "keptUntil": kept_until })
}
