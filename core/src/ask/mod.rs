//! Rules by name: facts in as values, an answer out as plain data.
//!
//! For hosts that name the rule they ask: the package's wide build, and the tests that put the
//! same question to every side. A server calls the rules themselves, with types. Nothing is
//! decided here: a family's file reads facts, asks the rule and tells what it said.

mod answer;
mod backoff;
mod clients;
mod countdowns;
mod credits;
mod diary;
mod giving;
mod idempotency;
mod limits;
mod livekit;
mod matching;
mod operations;
mod presence;
mod ratings;
mod reflections;
mod reliability;
mod reports;
mod revocations;
mod seats;
mod settlement;
mod slots;
mod streak;
mod users;

use alloc::vec::Vec;

pub use answer::Answer;
use answer::object;

use crate::facts::{self, Facts};
use crate::json::Value;
use crate::problem::{Field, Path, Problem};
use crate::time::Timestamp;

/// What a rule said, or everything that is wrong with the facts.
pub type Outcome = Result<Answer, Vec<Problem>>;

/// A rule that can be asked by its name.
pub struct Rule {
    /// The module of the rule and what it answers, `slot.next`.
    pub name: &'static str,
    /// What the npm package calls it; its twin that does not throw has `safe` in front.
    pub export: &'static str,
    /// What it decides, in a sentence.
    pub about: &'static str,
    /// Asks it.
    pub ask: fn(Asked<'_>) -> Outcome,
}

/// What a rule is asked about.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// An object, the members of which are the rule's facts.
    pub facts: Value<'a>,
    /// The instant of asking, for rules that depend on it.
    pub now: Value<'a>,
}

impl<'a> Asked<'a> {
    /// The facts, to be read member by member.
    #[must_use]
    pub fn facts(&self) -> Facts<'a> {
        Facts::of(self.facts)
    }

    /// The instant of asking.
    ///
    /// # Errors
    /// `MISSING` or `INVALID_TIMESTAMP` at `now`.
    pub fn now(&self) -> Result<Timestamp, Vec<Problem>> {
        facts::instant(self.now.shape(), Path::of(Field::Now)).map_err(|problem| [problem].into())
    }
}

const FAMILIES: &[&[Rule]] = &[
    ratings::RULES,
    slots::RULES,
    matching::RULES,
    seats::RULES,
    settlement::RULES,
    streak::RULES,
    credits::RULES,
    giving::RULES,
    idempotency::RULES,
    reliability::RULES,
    limits::RULES,
    clients::RULES,
    backoff::RULES,
    operations::RULES,
    users::RULES,
    reflections::RULES,
    diary::RULES,
    reports::RULES,
    livekit::RULES,
    countdowns::RULES,
    presence::RULES,
    revocations::RULES,
];

/// Every rule that can be asked by its name; a rule's place here is its number.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().copied().flatten()
}

const COUNT: usize = {
    let (mut count, mut families) = (0, FAMILIES);
    while let [family, rest @ ..] = families {
        count += family.len();
        families = rest;
    }
    count
};

/// What asks each rule, by its number: alone, so that a module that only asks holds no names.
#[allow(clippy::indexing_slicing, reason = "one too many would be told by the compiler")]
static ASKS: [fn(Asked<'_>) -> Outcome; COUNT] = {
    let mut asks: [fn(Asked<'_>) -> Outcome; COUNT] = [|_| Ok(Answer::Null); COUNT];
    let (mut number, mut families) = (0, FAMILIES);
    while let [family, other_families @ ..] = families {
        let mut rules = *family;
        while let [rule, other_rules @ ..] = rules {
            asks[number] = rule.ask;
            number += 1;
            rules = other_rules;
        }
        families = other_families;
    }
    asks
};

/// Asks the rule of a number; none when there is no such rule.
#[must_use]
pub fn ask(rule: usize, asked: Asked<'_>) -> Option<Outcome> {
    ASKS.get(rule).map(|ask| ask(asked))
}

#[cfg(test)]
mod tests;
