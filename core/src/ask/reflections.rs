//! Reflections: what may be written, and by whom.

use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule};
use crate::id::UserId;
use crate::problem::Field;
use crate::reflection::{self, Reflection};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "reflection.check",
        export: "checkReflection",
        about: "A reflection, trimmed, or all that is wrong with it.",
        ask: check,
    },
    Rule {
        name: "reflection.access",
        export: "checkReflectionAccess",
        about: "Whether somebody may write and read a session's reflections.",
        ask: access,
    },
];

fn check(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let reflection = Reflection::read(&mut facts);
    facts.done()?;
    Ok(told(reflection, None))
}

/// A reflection, and when it was stored.
pub(super) fn told(reflection: Reflection<'_>, created_at: Option<Answer>) -> Answer {
    let told = [
        ("phase", Some(reflection.phase.into())),
        ("content", Some(String::from(reflection.content).into())),
        ("createdAt", created_at),
    ];
    Answer::Object(told.into_iter().filter_map(|(name, told)| Some((name, told?))).collect())
}

fn access(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let user_id = UserId::new(facts.id(Field::UserId));
    let user_ids = facts.ids(Field::UserIds);
    facts.done()?;
    let seated = user_ids.into_iter().map(UserId::new);
    Ok(reflection::check_access(seated, user_id)?.into())
}
