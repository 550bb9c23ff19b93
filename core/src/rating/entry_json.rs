//! The rating form's state as JSON, for hosts that keep it: `[[id, {value, reasons,
//! otherReasonText}], …]`, in order.

use alloc::string::String;
use alloc::vec::Vec;

use super::RatingValue;
use super::entry::{Entries, Entry, Event, parse_value};
use super::payload::PayloadRating;
use crate::json::{ErrorKind, Value, push_text, read};
use crate::problem::{Expected, Field, Path, Problem};
use crate::{Allowed, Code};

/// Reads a text that a host wrote.
///
/// # Errors
/// `INVALID_TEXT` for a lone surrogate, else `WRONG_TYPE`, at `entries`.
pub fn read_host_json(text: &str) -> Result<Value<'_>, Problem> {
    let path = Path::of(Field::Entries);
    read(text).map_err(|error| match error.kind {
        ErrorKind::LoneSurrogate => Problem::at(Code::InvalidText, path),
        _ => Problem::wrong_type(path, Expected::Array),
    })
}

impl Entries {
    /// Reads the state. An absent value is `null`, absent reasons and text are empty.
    ///
    /// # Errors
    /// `WRONG_TYPE`, `UNKNOWN_VALUE` and `INVALID_ID`, each at its place below `entries[n]`.
    pub fn read(value: &Value<'_>) -> Result<Self, Vec<Problem>> {
        let path = Path::of(Field::Entries);
        let pairs = value.as_array().ok_or([Problem::wrong_type(path, Expected::Array)])?;
        let mut entries = Vec::with_capacity(pairs.len());
        let mut problems = Vec::new();
        for (at, pair) in (0_u32..).zip(pairs) {
            match pair.as_array() {
                Some([id, entry]) => match (id.as_text(), Entry::read(entry, path.at(at))) {
                    (Some(id), Ok(entry)) => entries.push((id.into(), entry)),
                    (None, _) => {
                        problems.push(Problem::wrong_type(path.at(at), Expected::Text));
                    }
                    (_, Err(problem)) => problems.push(problem),
                },
                _ => problems.push(Problem::wrong_type(path.at(at), Expected::Array)),
            }
        }
        if problems.is_empty() { Self::restore(entries) } else { Err(problems) }
    }

    /// Reads a list of ids and makes an untouched entry for each.
    ///
    /// # Errors
    /// `WRONG_TYPE` and `INVALID_ID`, at `userIds[n]`.
    pub fn read_ids(value: &Value<'_>) -> Result<Self, Vec<Problem>> {
        let path = Path::of(Field::UserIds);
        let ids = value.as_array().ok_or([Problem::wrong_type(path, Expected::Array)])?;
        let mut problems = Vec::new();
        let mut texts = Vec::with_capacity(ids.len());
        for (at, id) in (0_u32..).zip(ids) {
            match id.as_text() {
                Some(id) => texts.push(String::from(id)),
                None => problems.push(Problem::wrong_type(path.at(at), Expected::Text)),
            }
        }
        if problems.is_empty() { Self::new(texts) } else { Err(problems) }
    }
}

impl Entry {
    /// Reads one entry.
    ///
    /// # Errors
    /// The first member that is wrong, below `path`.
    pub fn read(value: &Value<'_>, path: Path) -> Result<Self, Problem> {
        value.as_object().ok_or(Problem::wrong_type(path, Expected::Object))?;
        let chosen = match value.member(Field::Value.as_str()) {
            None | Some(Value::Null) => None,
            Some(Value::Text(word)) => {
                let unknown =
                    Problem::unknown_value(path.member(Field::Value), Allowed::RatingValues);
                Some(RatingValue::parse(word).ok_or(unknown)?)
            }
            Some(_) => {
                return Err(Problem::wrong_type(path.member(Field::Value), Expected::Text));
            }
        };
        let reasons = match value.member(Field::Reasons.as_str()) {
            None => Vec::new(),
            Some(list) => texts(list, path.member(Field::Reasons))?,
        };
        let text_path = path.member(Field::OtherText);
        let other_reason_text = match value.member(Field::OtherText.as_str()) {
            None => String::new(),
            Some(value) => text(value, text_path)?,
        };
        Ok(Self { value: chosen, reasons, other_reason_text })
    }

    /// Appends the entry as JSON.
    pub fn push_json(&self, out: &mut String) {
        out.push_str("{\"value\":");
        match self.value {
            None => out.push_str("null"),
            Some(value) => push_text(out, value.as_str()),
        }
        out.push_str(",\"reasons\":");
        push_texts(out, &self.reasons);
        out.push_str(",\"otherReasonText\":");
        push_text(out, &self.other_reason_text);
        out.push('}');
    }
}

impl Event {
    /// Reads an event and whom it concerns: `{"setRating": [id, value]}`, `setReasons`,
    /// `toggleReason` or `setOtherText`.
    ///
    /// # Errors
    /// `WRONG_TYPE` at `userId`, `value`, `reasons`, `reason` or `text`; `UNKNOWN_VALUE` at
    /// `value`.
    pub fn read(value: &Value<'_>) -> Result<(String, Self), Problem> {
        let whole = Problem::wrong_type(Path::ROOT, Expected::Object);
        let Some([(kind, Value::Array(pair))]) = value.as_object() else { return Err(whole) };
        let [id, argument] = pair.as_slice() else { return Err(whole) };
        let id = text(id, Path::of(Field::UserId))?;
        let event = match kind.as_ref() {
            "setRating" => Self::Value(match argument {
                Value::Null => None,
                argument => Some(parse_value(&text(argument, Path::of(Field::Value))?)?),
            }),
            "setReasons" => Self::Reasons(texts(argument, Path::of(Field::Reasons))?),
            "toggleReason" => Self::ToggleReason(text(argument, Path::of(Field::Reason))?),
            "setOtherText" => Self::OtherText(text(argument, Path::of(Field::Text))?),
            _ => return Err(whole),
        };
        Ok((id, event))
    }
}

/// Appends a built body as JSON.
pub fn push_payload(out: &mut String, ratings: &[PayloadRating]) {
    out.push_str("{\"ratings\":[");
    for (at, rating) in ratings.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str("{\"ratee_id\":");
        push_text(out, &rating.ratee_id);
        out.push_str(",\"rating\":");
        push_text(out, rating.rating.as_str());
        if !rating.reasons.is_empty() {
            out.push_str(",\"reasons\":");
            push_texts(out, &rating.reasons);
        }
        if let Some(text) = &rating.other_reason_text {
            out.push_str(",\"other_reason_text\":");
            push_text(out, text);
        }
        out.push('}');
    }
    out.push_str("]}");
}

fn push_texts(out: &mut String, texts: &[String]) {
    out.push('[');
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        push_text(out, text);
    }
    out.push(']');
}

fn text(value: &Value<'_>, path: Path) -> Result<String, Problem> {
    value.as_text().map(String::from).ok_or(Problem::wrong_type(path, Expected::Text))
}

fn texts(value: &Value<'_>, path: Path) -> Result<Vec<String>, Problem> {
    let items = value.as_array().ok_or(Problem::wrong_type(path, Expected::Array))?;
    (0_u32..).zip(items).map(|(at, item)| text(item, path.item(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rating::payload;

    fn entries(text: &str) -> Result<Entries, Vec<(String, Code)>> {
        Entries::read(&read_host_json(text).unwrap()).map_err(|problems| {
            problems.iter().map(|problem| (problem.path.to_string(), problem.code)).collect()
        })
    }

    #[test]
    fn the_state_comes_back_as_it_was_kept() {
        let text =
            r#"["__proto__",{"value":"red","reasons":["other","x"],"otherReasonText":" é "}]"#;
        let state = entries(&format!("[{text}]")).unwrap();
        let mut written = String::new();
        state.as_slice()[0].1.push_json(&mut written);
        assert_eq!(
            written,
            r#"{"value":"red","reasons":["other","x"],"otherReasonText":" \u00e9 "}"#
        );
        let mut body = String::new();
        push_payload(&mut body, &payload::build(&state));
        assert!(body.contains(r#""ratee_id":"__proto__""#));
        assert!(body.ends_with(r#""other_reason_text":"\u00e9"}]}"#));
    }

    #[test]
    fn absent_members_are_empty() {
        let state = entries(r#"[["a",{}]]"#).unwrap();
        assert_eq!(state.as_slice()[0].1, Entry::default());
    }

    #[test]
    fn wrong_types_are_told_with_their_place() {
        let told = entries(r#"[["a",{"value":1}],["b",{"reasons":["x",2]}],["c",7],3,[4,{}]]"#);
        let told = told.unwrap_err();
        let paths: Vec<_> = told.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(
            paths,
            ["entries[0].value", "entries[1].reasons[1]", "entries[2]", "entries[3]", "entries[4]"]
        );
    }

    #[test]
    fn an_event_names_whom_it_concerns() {
        let event = |text: &str| Event::read(&read(text).unwrap());
        let (id, value) = event(r#"{"setRating":["a",null]}"#).unwrap();
        assert_eq!((id.as_str(), value), ("a", Event::Value(None)));
        assert_eq!(event(r#"{"setRating":["a","blue"]}"#).unwrap_err().code, Code::UnknownValue);
        assert!(event(r#"{"setReasons":["a","x"]}"#).is_err());
        assert!(event(r#"{"explode":["a","x"]}"#).is_err());
        assert!(event(r#"{"setRating":["a"]}"#).is_err());
    }
}
