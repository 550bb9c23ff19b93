//! An answer as plain data.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::decimal::Hundredths;
use crate::id::{SessionId, UserId, Uuid};
use crate::time::Timestamp;

/// What a rule says, as JSON would.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing.
    Null,
    /// Whether something is so.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A word or a text.
    Text(Cow<'static, str>),
    /// Answers in their order.
    List(Vec<Self>),
    /// Answers with names, each once.
    Object(Vec<(&'static str, Self)>),
    /// Answers by texts that were given, each once.
    Map(Vec<(String, Self)>),
}

impl Answer {
    /// Answers in their order.
    pub fn list(answers: impl Iterator<Item = Self>) -> Self {
        let mut list = Vec::new();
        // Not collected: that would be done in the place of the given list, by much more code.
        for answer in answers {
            list.push(answer);
        }
        Self::List(list)
    }
}

/// Adds a member to an object. A function of its own, since every rule asks it for every member.
#[inline(never)]
pub(super) fn tell(
    members: &mut Vec<(&'static str, Answer)>,
    name: &'static str,
    answer: impl Into<Answer>,
) {
    members.push((name, answer.into()));
}

/// Answers with names: `object! { "style": badge.style, "isClickable": badge.is_clickable }`.
macro_rules! object {
    ($($name:literal: $answer:expr),+ $(,)?) => {{
        let mut members = alloc::vec::Vec::new();
        $($crate::ask::answer::tell(&mut members, $name, $answer);)+
        $crate::ask::Answer::Object(members)
    }};
}

pub(super) use object;

macro_rules! from {
    ($($given:ty: $value:ident => $answer:expr;)+) => {
        $(impl From<$given> for Answer {
            fn from($value: $given) -> Self {
                $answer
            }
        })+
    };
}

from! {
    (): _nothing => Self::Null;
    bool: value => Self::Bool(value);
    u32: value => Self::Number(f64::from(value));
    i32: value => Self::Number(f64::from(value));
    // Counts and seconds: far below 2^53.
    i64: value => Self::Number(value as f64);
    u64: value => Self::Number(value as f64);
    usize: value => Self::Number(value as f64);
    f64: value => Self::Number(value);
    &'static str: value => Self::Text(value.into());
    String: value => Self::Text(value.into());
    Timestamp: value => String::from(value).into();
    Uuid: value => String::from(value).into();
    UserId: value => (*value.uuid()).into();
    SessionId: value => (*value.uuid()).into();
    Hundredths: value => String::from(value).into();
}

impl<T: Into<Self>> From<Option<T>> for Answer {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Answer {
    fn from(values: Vec<T>) -> Self {
        Self::list(values.into_iter().map(Into::into))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Answer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => {
                // Whole numbers are written without a fraction, as JavaScript writes them. It has
                // one kind of number itself, and wider ones bring much code for their refusal.
                let whole = *value as i64;
                let is_whole = whole as f64 == *value && whole.unsigned_abs() < 1 << 53;
                if is_whole && !cfg!(target_family = "wasm") {
                    serializer.serialize_i64(whole)
                } else {
                    serializer.serialize_f64(*value)
                }
            }
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, member)| (name, member)))
            }
            Self::Map(members) => {
                serializer.collect_map(members.iter().map(|(name, member)| (name, member)))
            }
        }
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_written_as_json_would_be() {
        let answer = object! {
            "none": None::<u32>,
            "truth": true,
            "whole": 3.0,
            "part": 0.5,
            "below": -1_i64,
            "score": Hundredths(5),
            "list": vec!["a", "b"],
            "map": Answer::Map(vec![("x".into(), ().into())]),
        };
        assert_eq!(
            serde_json::to_string(&answer).unwrap(),
            r#"{"none":null,"truth":true,"whole":3,"part":0.5,"below":-1,"score":"0.05","list":["a","b"],"map":{"x":null}}"#
        );
    }
}
