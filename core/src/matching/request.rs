//! What a client asks for when it wants to be matched.

use alloc::vec::Vec;

use super::Filters;
use crate::facts::Facts;
use crate::json::Value;
use crate::problem::{Expected, Field, Path, Problem};
use crate::slot;
use crate::time::Timestamp;

/// The body of a quick match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuickMatch<'a> {
    /// What is wanted of the table.
    pub filters: Filters<'a>,
    /// The slot that is asked for; none for the next one.
    pub slot: Option<Timestamp>,
}

impl<'a> QuickMatch<'a> {
    /// Reads a body in the contract's spelling: `filters` (of `topic`, `mode` and `language`) and
    /// `target_slot_time`, each of which may be absent or `null`. Whether the slot may be asked
    /// for is not looked at.
    ///
    /// # Errors
    /// Every problem, each with its place; `WRONG_TYPE` for a body that is no object.
    pub fn read(body: Value<'a>) -> Result<Self, Vec<Problem>> {
        if body.as_object().is_none() {
            return Err(Problem::wrong_type(Path::ROOT, Expected::Object).into());
        }
        let mut facts = Facts::of(body);
        let filters = facts.optional_object(Field::Filters, Filters::read).unwrap_or_default();
        let slot = facts.optional_instant(Field::TargetSlotTime);
        facts.done()?;
        Ok(Self { filters, slot })
    }

    /// When the session starts that is asked for.
    #[must_use]
    pub fn start_time(&self, now: Timestamp) -> Timestamp {
        self.slot.unwrap_or_else(|| slot::next(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn everything_may_be_left_out_and_all_that_is_wrong_is_told() {
        let read = |text: &str| {
            let body = json::read(text).unwrap();
            QuickMatch::read(body.root()).map(|asked| asked.slot).map_err(|problems| {
                problems.iter().map(|problem| format!("{problem:?}")).collect::<Vec<_>>()
            })
        };
        for empty in ["{}", r#"{"filters": null, "target_slot_time": null}"#, r#"{"filters": {}}"#]
        {
            assert_eq!(read(empty), Ok(None), "{empty}");
        }
        assert_eq!(read("[]"), Err(["WRONG_TYPE at ``".into()].into()));
        let wrong = read(
            r#"{"filters": {"topic": "a\u0000", "mode": "loud", "language": 1},
                "target_slot_time": "2026-05-01T10:00:00"}"#,
        );
        let all = [
            "INVALID_TEXT at `filters.topic`",
            "UNKNOWN_VALUE at `filters.mode`",
            "WRONG_TYPE at `filters.language`",
            "INVALID_TIMESTAMP at `target_slot_time`",
        ];
        assert_eq!(wrong.unwrap_err(), all);
    }
}
