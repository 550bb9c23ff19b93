//! Requests that may arrive twice.

use super::{Asked, Outcome, Rule};
use crate::idempotency::{self, BODY_HASH_MAX_LENGTH, Stored};
use crate::problem::Field;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "idempotency.judge",
    export: "judgeIdempotency",
    about: "Whether a request is the first with its key, or a replay that moves nothing.",
    ask: judge,
}];

fn judge(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let key = facts.optional_word(Field::Key);
    let body_hash = facts.text(Field::BodyHash, BODY_HASH_MAX_LENGTH);
    let stored = facts.optional_object(Field::Stored, |stored| {
        let key = stored.id(Field::Key);
        let body_hash = stored.text(Field::BodyHash, BODY_HASH_MAX_LENGTH);
        let stored_at = stored.instant(Field::StoredAt);
        Stored { key, body_hash, stored_at }
    });
    facts.done()?;
    let key = key.map(idempotency::parse_key).transpose()?;
    Ok(idempotency::judge(key, body_hash, stored, asked.now()?)?.into())
}
