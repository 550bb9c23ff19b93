//! The rating form's state, as a pure reducer: an event in, the new state out.
//!
//! Texts are borrowed from whoever holds the state. As a value the state is an object, the entries
//! by id: `{value, reasons, otherReasonText}`.

use alloc::vec;
use alloc::vec::Vec;

use super::{LISTED_REASONS, RatingValue, RedReason};
use crate::code::Code;
use crate::json::{Items, Shape, Value};
use crate::problem::{Allowed, Expected, Field, Params, Path, Problem};
use crate::text;

/// The longest id that the form takes, in code points. Whether it is a UUID is judged later.
pub const FORM_ID_MAX_LENGTH: usize = 128;
/// The longest text that the form holds, in UTF-16 code units. What may be sent is judged later.
pub const FORM_TEXT_MAX: u32 = 65_536;
/// The most people that the form holds.
pub const FORM_ENTRIES_MAX: u32 = 1_000;

/// What the form holds for one tablemate. Nothing here is judged yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The chosen value; none while nothing is chosen.
    pub value: Option<RatingValue>,
    /// The ticked reasons, in the order they were ticked.
    pub reasons: Vec<&'a str>,
    /// What stands in the text field.
    pub other_reason_text: &'a str,
}

/// What can happen to one tablemate's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A value was chosen, or taken back.
    Value(Option<RatingValue>),
    /// The reasons were replaced.
    Reasons(Vec<&'a str>),
    /// One reason was ticked or unticked.
    ToggleReason(&'a str),
    /// The text was edited.
    OtherText(&'a str),
}

impl<'a> Event<'a> {
    /// What can happen, in the order of the variants.
    pub const KINDS: [&'static str; 4] =
        ["setRating", "setReasons", "toggleReason", "setOtherText"];

    /// Reads the event of a kind, by its place in [`KINDS`](Self::KINDS), and whom it concerns.
    ///
    /// # Errors
    /// As [`read_id`] at `userId`; then `WRONG_TYPE`, `INVALID_TEXT`, `TOO_LONG` or `TOO_MANY` at
    /// `value`, `reasons`, `reason` or `text`, and `UNKNOWN_VALUE` at `value`.
    pub fn read(
        kind: usize,
        id: Shape<'a>,
        argument: Shape<'a>,
    ) -> Result<(&'a str, Self), Problem> {
        let id = read_id(id, Path::of(Field::UserId))?;
        let event = match kind {
            0 => Self::Value(read_value(argument, Path::of(Field::Value))?),
            1 => Self::Reasons(read_texts(argument, Path::of(Field::Reasons))?),
            2 => Self::ToggleReason(read_text(argument, Path::of(Field::Reason))?),
            _ => Self::OtherText(read_text(argument, Path::of(Field::Text))?),
        };
        Ok((id, event))
    }
}

impl<'a> Entry<'a> {
    /// Reads an entry as somebody kept it. An absent value is none, absent reasons and text are
    /// empty.
    ///
    /// # Errors
    /// The first member that is wrong, below `path`.
    pub fn read(entry: Value<'a>, path: Path) -> Result<Self, Problem> {
        if entry.as_object().is_none() {
            return Err(Problem::wrong_type(path, Expected::Object));
        }
        let text_path = path.member(Field::OtherText);
        Ok(Self {
            value: read_value(entry.field(Field::Value), path.member(Field::Value))?,
            reasons: match entry.field(Field::Reasons) {
                Shape::Absent => Vec::new(),
                shape => read_texts(shape, path.member(Field::Reasons))?,
            },
            other_reason_text: match entry.field(Field::OtherText) {
                Shape::Absent => "",
                shape => read_text(shape, text_path)?,
            },
        })
    }

    /// The entry after an event. Only red keeps reasons and text; the text stays only beside the
    /// reason `other`, once reasons change.
    #[must_use]
    pub fn apply(self, event: Event<'a>) -> Self {
        match event {
            Event::Value(Some(RatingValue::Red)) => Self { value: Some(RatingValue::Red), ..self },
            Event::Value(value) => Self { value, ..Self::default() },
            Event::Reasons(reasons) => self.with_reasons(reasons),
            Event::ToggleReason(reason) => {
                let mut reasons = self.reasons.clone();
                reasons.retain(|known| *known != reason);
                if reasons.len() == self.reasons.len() {
                    reasons.push(reason);
                }
                self.with_reasons(reasons)
            }
            Event::OtherText(text) => Self { other_reason_text: text, ..self },
        }
    }

    /// Reasons as they stand.
    fn with_reasons(self, reasons: Vec<&'a str>) -> Self {
        let keeps_text = reasons.contains(&RedReason::Other.as_str());
        let other_reason_text = if keeps_text { self.other_reason_text } else { "" };
        Self { value: self.value, reasons, other_reason_text }
    }
}

/// The form's whole state: the entries in order, each id once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries<'a>(Vec<(&'a str, Entry<'a>)>);

impl<'a> Entries<'a> {
    /// An untouched entry for each id; repeated ids collapse into their first.
    ///
    /// # Errors
    /// `WRONG_TYPE` and `TOO_MANY` at `userIds`; at `userIds[n]` also `INVALID_TEXT`, and
    /// `INVALID_ID` for each id that is empty or longer than 128 characters.
    pub fn new(ids: Value<'a>) -> Result<Self, Vec<Problem>> {
        Self::collect(ids, ids.as_array(), Path::of(Field::UserIds))
    }

    /// The state as somebody kept it.
    ///
    /// # Errors
    /// As [`new`](Self::new), at `entries[n]`; `WRONG_TYPE`, `UNKNOWN_VALUE`, `TOO_MANY` and
    /// `TOO_LONG` for what is wrong in an entry.
    pub fn restore(entries: Value<'a>) -> Result<Self, Vec<Problem>> {
        Self::collect(entries, None, Path::of(Field::Entries))
    }

    /// From ids alone, or else from an object.
    fn collect(
        given: Value<'a>,
        mut ids: Option<Items<'a>>,
        path: Path,
    ) -> Result<Self, Vec<Problem>> {
        let mut members = given.as_object();
        let count = match (&ids, &members) {
            (Some(ids), _) => ids.len(),
            (None, Some(members)) if path == Path::of(Field::Entries) => members.len(),
            _ => {
                let expected = if path == Path::of(Field::Entries) {
                    Expected::Object
                } else {
                    Expected::Array
                };
                return Err(vec![Problem::wrong_type(path, expected)]);
            }
        };
        if count > FORM_ENTRIES_MAX as usize {
            return Err(vec![Problem::at(Code::TooMany, path).with(Params::Max(FORM_ENTRIES_MAX))]);
        }
        let mut entries: Vec<(&str, Entry<'_>)> = Vec::new();
        let mut problems = Vec::new();
        for at in 0..count as u32 {
            let path = path.at(at);
            let read = match (&mut ids, &mut members) {
                (Some(ids), _) => {
                    let id = ids.next().map_or(Shape::Other, Value::shape);
                    read_id(id, path).map(|id| (id, Entry::default()))
                }
                (None, members) => {
                    let Some((id, entry)) = members.as_mut().and_then(Iterator::next) else {
                        break;
                    };
                    read_id(Shape::Text(id), path)
                        .and_then(|id| Ok((id, Entry::read(entry, path)?)))
                }
            };
            match read {
                Err(problem) => problems.push(problem),
                Ok((id, _)) if entries.iter().any(|(known, _)| *known == id) => {}
                Ok(entry) => entries.push(entry),
            }
        }
        if problems.is_empty() { Ok(Self(entries)) } else { Err(problems) }
    }

    /// The state after an event. An id that is not there yet gets an entry at the end.
    ///
    /// # Errors
    /// `INVALID_ID` at `userId`.
    pub fn apply(mut self, id: &'a str, event: Event<'a>) -> Result<Self, Problem> {
        let id = read_id(Shape::Text(id), Path::of(Field::UserId))?;
        match self.0.iter_mut().find(|(known, _)| *known == id) {
            Some((_, entry)) => *entry = core::mem::take(entry).apply(event),
            None => self.0.push((id, Entry::default().apply(event))),
        }
        Ok(self)
    }

    /// The entries, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[(&'a str, Entry<'a>)] {
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

/// Reads an id that the form takes: any text of 1 to 128 characters.
///
/// # Errors
/// `WRONG_TYPE`, `INVALID_TEXT` or `INVALID_ID` at `path`.
fn read_id(shape: Shape<'_>, path: Path) -> Result<&str, Problem> {
    let id = held(shape, path)?;
    if id.is_empty() || text::length(id) > FORM_ID_MAX_LENGTH {
        return Err(Problem::at(Code::InvalidId, path));
    }
    Ok(id)
}

/// Reads a value that the form sets: a rating word, or nothing.
///
/// # Errors
/// `WRONG_TYPE`, `INVALID_TEXT` or `UNKNOWN_VALUE` at `path`.
fn read_value(shape: Shape<'_>, path: Path) -> Result<Option<RatingValue>, Problem> {
    if matches!(shape, Shape::Absent | Shape::Null) {
        return Ok(None);
    }
    match RatingValue::parse(held(shape, path)?) {
        None => Err(Problem::unknown_value(path, Allowed::RatingValues)),
        value => Ok(value),
    }
}

/// Reads a text that the form holds.
///
/// # Errors
/// `WRONG_TYPE`, `INVALID_TEXT` or `TOO_LONG` at `path`.
fn read_text(shape: Shape<'_>, path: Path) -> Result<&str, Problem> {
    if matches!(shape, Shape::Oversize) {
        return Err(Problem::at(Code::TooLong, path).with(Params::Max(FORM_TEXT_MAX)));
    }
    held(shape, path)
}

/// Reads the reasons that the form holds.
///
/// # Errors
/// As [`read_text`], at each item; `WRONG_TYPE` for no list, `TOO_MANY` for more than
/// [`LISTED_REASONS`].
fn read_texts(shape: Shape<'_>, path: Path) -> Result<Vec<&str>, Problem> {
    let Shape::Array(items) = shape else {
        return Err(Problem::wrong_type(path, Expected::Array));
    };
    if items.len() > LISTED_REASONS {
        return Err(Problem::at(Code::TooMany, path).with(Params::Max(LISTED_REASONS as u32)));
    }
    let mut texts = Vec::new();
    for item in items {
        texts.push(read_text(item.shape(), path.item(texts.len() as u32))?);
    }
    Ok(texts)
}

/// A text of the form. What is absent is of a wrong type here: forms have no required fields.
fn held<'a>(shape: Shape<'a>, path: Path) -> Result<&'a str, Problem> {
    text::expect(if matches!(shape, Shape::Absent) { Shape::Other } else { shape }, path)
}

#[cfg(test)]
#[path = "entry_tests.rs"]
mod tests;
