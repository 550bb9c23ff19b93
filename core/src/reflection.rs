//! Reflections: a few lines for the table before, between and after the work.
//!
//! One stands for each session, author and phase; writing again replaces it. Which phase the
//! session is in does not matter. They are written, and read, by whoever has or had a seat.

use crate::facts::Facts;
use crate::problem::{Allowed, Field};
use crate::words::word_set;

pub use crate::session::check_access;

/// The longest reflection, in code points after trimming.
pub const REFLECTION_MAX_LENGTH: u32 = 500;

word_set! {
    /// The phases that people write in, in order.
    ReflectionPhase {
        /// What they are up to.
        Setup "setup",
        /// How it goes.
        Break "break",
        /// How it went.
        Social "social",
    }
}

/// A reflection to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reflection<'a> {
    /// The phase that it is for.
    pub phase: ReflectionPhase,
    /// 1 to 500 code points, trimmed.
    pub content: &'a str,
}

impl<'a> Reflection<'a> {
    /// Reads `phase` and `content`.
    ///
    /// Notes whatever is wrong, at its member; a blank `content` is `MISSING`.
    pub fn read(facts: &mut Facts<'a>) -> Self {
        let phase = read_phase(facts);
        let content = facts.text(Field::Content, REFLECTION_MAX_LENGTH);
        facts.refuse_nul(Field::Content, Some(content));
        Self { phase, content }
    }
}

pub(crate) fn read_phase(facts: &mut Facts<'_>) -> ReflectionPhase {
    facts.choice::<ReflectionPhase>(Field::Phase, Allowed::ReflectionPhases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phase::Phase;

    #[test]
    fn people_write_in_the_phases_that_ask_for_it() {
        let asked = Phase::ALL.into_iter().filter(|phase| phase.has_reflection());
        assert!(asked.map(Phase::to_api).eq(ReflectionPhase::WORDS.iter().copied()));
    }
}
