//! The rating form's state, as a pure reducer: an event in, the new state out.

use alloc::string::String;
use alloc::vec::Vec;

use super::{RatingValue, RedReason};
use crate::code::Code;
use crate::problem::{Allowed, Field, Path, Problem};
use crate::text;

/// The longest id that the form takes, in code points. Whether it is a UUID is judged later.
pub const FORM_ID_MAX_LENGTH: usize = 128;

/// What the form holds for one tablemate. Nothing here is judged yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The chosen value; none while nothing is chosen.
    pub value: Option<RatingValue>,
    /// The ticked reasons, in the order they were ticked.
    pub reasons: Vec<String>,
    /// What stands in the text field.
    pub other_reason_text: String,
}

impl Entry {
    /// Chooses a value. Only red keeps reasons and text.
    #[must_use]
    pub fn set_value(self, value: Option<RatingValue>) -> Self {
        match value {
            Some(RatingValue::Red) => Self { value, ..self },
            _ => Self { value, ..Self::default() },
        }
    }

    /// Replaces the reasons, as they stand. The text stays only beside the reason `other`.
    #[must_use]
    pub fn set_reasons(self, reasons: Vec<String>) -> Self {
        let keeps_text = reasons.iter().any(|reason| reason == RedReason::Other.as_str());
        let other_reason_text = if keeps_text { self.other_reason_text } else { String::new() };
        Self { value: self.value, reasons, other_reason_text }
    }

    /// Ticks a reason, or unticks it if it was ticked.
    #[must_use]
    pub fn toggle_reason(self, reason: &str) -> Self {
        let mut reasons = self.reasons.clone();
        reasons.retain(|known| known != reason);
        if reasons.len() == self.reasons.len() {
            reasons.push(reason.into());
        }
        self.set_reasons(reasons)
    }

    /// Replaces the text, untrimmed.
    #[must_use]
    pub fn set_other_text(self, text: String) -> Self {
        Self { other_reason_text: text, ..self }
    }
}

/// What can happen to one tablemate's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A value was chosen, or taken back.
    Value(Option<RatingValue>),
    /// The reasons were replaced.
    Reasons(Vec<String>),
    /// One reason was ticked or unticked.
    ToggleReason(String),
    /// The text was edited.
    OtherText(String),
}

/// The form's whole state: the entries in order, each id once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries(Vec<(String, Entry)>);

impl Entries {
    /// An untouched entry for each id.
    ///
    /// # Errors
    /// `INVALID_ID` for each id that is empty or longer than 128 characters.
    pub fn new(ids: impl IntoIterator<Item = String>) -> Result<Self, Vec<Problem>> {
        Self::collect(ids.into_iter().map(|id| (id, Entry::default())), Field::UserIds)
    }

    /// The state as somebody kept it.
    ///
    /// # Errors
    /// As [`new`](Self::new), at `entries[n]`.
    pub fn restore(
        entries: impl IntoIterator<Item = (String, Entry)>,
    ) -> Result<Self, Vec<Problem>> {
        Self::collect(entries, Field::Entries)
    }

    fn collect(
        entries: impl IntoIterator<Item = (String, Entry)>,
        field: Field,
    ) -> Result<Self, Vec<Problem>> {
        let mut collected: Vec<(String, Entry)> = Vec::new();
        let mut problems = Vec::new();
        for (at, (id, entry)) in (0_u32..).zip(entries) {
            if !is_form_id(&id) {
                problems.push(Problem::at(Code::InvalidId, Path::of(field).at(at)));
            } else if !collected.iter().any(|(known, _)| *known == id) {
                collected.push((id, entry));
            }
        }
        if problems.is_empty() { Ok(Self(collected)) } else { Err(problems) }
    }

    /// The state after an event. An id that is not there yet gets an entry at the end.
    ///
    /// # Errors
    /// `INVALID_ID` at `userId`.
    pub fn apply(mut self, id: String, event: Event) -> Result<Self, Problem> {
        if !is_form_id(&id) {
            return Err(Problem::at(Code::InvalidId, Path::of(Field::UserId)));
        }
        let change = |entry: Entry| match event {
            Event::Value(value) => entry.set_value(value),
            Event::Reasons(reasons) => entry.set_reasons(reasons),
            Event::ToggleReason(reason) => entry.toggle_reason(&reason),
            Event::OtherText(text) => entry.set_other_text(text),
        };
        match self.0.iter_mut().find(|(known, _)| *known == id) {
            Some((_, entry)) => *entry = change(core::mem::take(entry)),
            None => self.0.push((id, change(Entry::default()))),
        }
        Ok(self)
    }

    /// The entries, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[(String, Entry)] {
        &self.0
    }

    /// Whether the ratings may be sent now.
    #[must_use]
    pub fn readiness(&self, submitting: bool) -> Readiness {
        let all_rated = !self.0.is_empty() && self.0.iter().all(|(_, e)| e.value.is_some());
        let red = Some(RatingValue::Red);
        let invalid_red = self.0.iter().any(|(_, e)| e.value == red && e.reasons.is_empty());
        Readiness { all_rated, invalid_red, can_submit: all_rated && !invalid_red && !submitting }
    }
}

/// What the submit button knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Readiness {
    /// There is somebody to rate, and everybody has a value.
    pub all_rated: bool,
    /// Some red rating has no reason.
    pub invalid_red: bool,
    /// The ratings may be sent.
    pub can_submit: bool,
}

/// Reads a value that the form sets: a rating word.
///
/// # Errors
/// `UNKNOWN_VALUE` at `value`.
pub fn parse_value(word: &str) -> Result<RatingValue, Problem> {
    let unknown = Problem::unknown_value(Path::of(Field::Value), Allowed::RatingValues);
    RatingValue::parse(word).ok_or(unknown)
}

fn is_form_id(id: &str) -> bool {
    !id.is_empty() && text::length(id) <= FORM_ID_MAX_LENGTH
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn red(reasons: &[&str], text: &str) -> Entry {
        Entry {
            value: Some(RatingValue::Red),
            reasons: reasons.iter().map(|reason| String::from(*reason)).collect(),
            other_reason_text: text.into(),
        }
    }

    #[test]
    fn only_red_keeps_reasons_and_text() {
        let entry = red(&["other"], "hm");
        assert_eq!(entry.clone().set_value(Some(RatingValue::Red)), entry);
        let green = entry.clone().set_value(Some(RatingValue::Green));
        assert_eq!(green, Entry { value: Some(RatingValue::Green), ..Entry::default() });
        assert_eq!(entry.set_value(None), Entry::default());
    }

    #[test]
    fn reasons_are_kept_as_they_stand_and_text_only_beside_other() {
        let entry = red(&["other"], "hm").set_reasons(vec!["x".into(), "x".into()]);
        assert_eq!(entry, red(&["x", "x"], ""));
        let entry = red(&[], "hm").set_reasons(vec!["other".into()]);
        assert_eq!(entry, red(&["other"], "hm"));
    }

    #[test]
    fn a_reason_toggles() {
        let entry = red(&["a", "other"], "hm").toggle_reason("b");
        assert_eq!(entry, red(&["a", "other", "b"], "hm"));
        assert_eq!(entry.toggle_reason("other"), red(&["a", "b"], ""));
    }

    #[test]
    fn an_event_for_an_unknown_person_makes_an_entry() {
        let text = Event::OtherText(" raw ".into());
        let entries = Entries::default().apply("z".into(), text).unwrap();
        let (id, entry) = &entries.as_slice()[0];
        assert_eq!((id.as_str(), entry.value), ("z", None));
        assert_eq!(entry.other_reason_text, " raw ");
    }

    #[test]
    fn ids_are_any_text_from_1_to_128_characters() {
        assert!(Entries::new([String::from("é").repeat(128), "__proto__".into()]).is_ok());
        assert!(Entries::new(["x".repeat(129)]).is_err());
        assert!(Entries::default().apply(String::new(), Event::Value(None)).is_err());
    }

    #[test]
    fn a_form_is_ready_when_everybody_is_rated_and_every_red_has_a_reason() {
        let form = |entries: Vec<Entry>| {
            let ids = ["a", "b", "c"].into_iter().map(String::from);
            Entries::restore(ids.zip(entries)).unwrap()
        };
        let green = Entry::default().set_value(Some(RatingValue::Green));
        assert!(form(vec![green.clone(), red(&["x"], "")]).readiness(false).can_submit);
        assert!(!form(vec![green.clone(), red(&["x"], "")]).readiness(true).can_submit);
        assert!(form(vec![green.clone(), red(&[], "")]).readiness(false).invalid_red);
        assert!(!form(vec![green, Entry::default()]).readiness(false).all_rated);
        assert!(!form(vec![]).readiness(false).all_rated);
    }
}
