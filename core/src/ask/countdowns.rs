//! Countdowns: where the dashboard leads, and days gone by.

use super::{Asked, Outcome, Rule, object};
use crate::countdown;
use crate::problem::Field;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "countdown.dashboard",
        export: "dashboardRedirect",
        about: "Where the dashboard sends who waits: to the waiting room, or into the session.",
        ask: dashboard,
    },
    Rule {
        name: "countdown.relativeDays",
        export: "relativeDays",
        about: "How many times 24 hours ago something was.",
        ask: relative_days,
    },
];

fn dashboard(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let is_waiting = facts.truth(Field::IsWaiting);
    let session_id = facts.optional_word(Field::SessionFact);
    let start = facts.optional_instant(Field::Start);
    facts.done()?;
    let has_session = session_id.is_some_and(|id| !id.is_empty());
    Ok(countdown::dashboard(is_waiting, has_session, start, asked.now()?).into())
}

fn relative_days(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let at = facts.optional_instant(Field::Value);
    facts.done()?;
    let shown = countdown::relative_days(at, asked.now()?);
    Ok(object! { "label": shown.label, "days": shown.days })
}
