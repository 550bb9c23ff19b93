//! An answer as plain data.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
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
    /// Answers with names.
    pub fn object<const COUNT: usize>(members: [(&'static str, Self); COUNT]) -> Self {
        Self::Object(members.into())
    }

    /// Something that prints, as its text.
    pub fn text(value: impl ToString) -> Self {
        Self::Text(value.to_string().into())
    }
}

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
    Timestamp: value => Self::text(value);
    Uuid: value => Self::text(value);
    UserId: value => Self::text(value);
    SessionId: value => Self::text(value);
    Hundredths: value => Self::text(value);
}

impl<T: Into<Self>> From<Option<T>> for Answer {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Answer {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Answer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => {
                // Whole numbers are written without a fraction, as JavaScript writes them.
                let whole = *value as i64;
                if whole as f64 == *value && whole.unsigned_abs() < 1 << 53 {
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
        let answer = Answer::object([
            ("none", None::<u32>.into()),
            ("truth", true.into()),
            ("whole", 3.0.into()),
            ("part", 0.5.into()),
            ("below", (-1_i64).into()),
            ("score", Hundredths(5).into()),
            ("list", vec!["a", "b"].into()),
            ("map", Answer::Map(vec![("x".into(), ().into())])),
        ]);
        assert_eq!(
            serde_json::to_string(&answer).unwrap(),
            r#"{"none":null,"truth":true,"whole":3,"part":0.5,"below":-1,"score":"0.05","list":["a","b"],"map":{"x":null}}"#
        );
    }
}
