//! A strict JSON reader, so that a browser and a server judge the same token text alike.
//!
//! RFC 8259 and no more; beyond it: at most 16 levels deep, no member twice, no lone surrogates,
//! no number beyond the range of a double. It works without recursion and cannot panic.

mod number;
mod reader;
mod write;

use alloc::borrow::Cow;
use alloc::vec::Vec;

pub use reader::read;
pub use write::{push_escaped, push_text};

/// The deepest nesting of arrays and objects.
pub const MAX_DEPTH: usize = 16;

/// A JSON value; texts without escapes borrow from the input.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(Cow<'a, str>),
    /// An array.
    Array(Vec<Self>),
    /// An object, its members in the order of the text, no name twice.
    Object(Vec<(Cow<'a, str>, Self)>),
}

/// A number as a double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The nearest double; ties go to the even one.
    pub value: f64,
    /// Whether the double is the very number that was written.
    pub exact: bool,
}

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    /// Not JSON.
    #[error("not JSON")]
    Syntax,
    /// Text behind the value.
    #[error("text behind the value")]
    Trailing,
    /// Nested too deep.
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// A member stands twice.
    #[error("a member stands twice")]
    DuplicateMember,
    /// Half a surrogate pair.
    #[error("a lone surrogate")]
    LoneSurrogate,
    /// Beyond the range of a double.
    #[error("a number out of range")]
    NumberRange,
}

/// A refused text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {offset}")]
pub struct Error {
    /// Why.
    pub kind: ErrorKind,
    /// Where, in bytes from the start.
    pub offset: usize,
}

impl<'a> Value<'a> {
    /// The member of an object; none for other kinds.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The text, if it is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The members, if it is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&[(Cow<'a, str>, Self)]> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The items, if it is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Value<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => serializer.serialize_f64(number.value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members.iter().map(|(k, v)| (k, v))),
        }
    }
}
