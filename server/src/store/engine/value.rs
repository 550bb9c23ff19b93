//! What is bound to a statement, in our own types.

use focus_core::{Hundredths, SessionId, Timestamp, UserId, Uuid};
use serde_json::Value as Json;

/// A parameter. How it stands in a column is the engine's business: instants, ids and decimals have
/// types of their own in PostgreSQL, and are integers and canonical text in SQLite.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Id(Option<Uuid>),
    Ids(Vec<Uuid>),
    Text(Option<String>),
    Integer(Option<i64>),
    Flag(bool),
    Instant(Option<Timestamp>),
    Hundredths(Hundredths),
    Json(Option<Json>),
}

impl Value {
    /// Whether both engines can keep it: PostgreSQL has no NUL in texts.
    pub(crate) fn is_storable(&self) -> bool {
        match self {
            Self::Text(Some(text)) => !text.contains('\0'),
            Self::Json(Some(json)) => has_no_nul(json),
            _ => true,
        }
    }
}

fn has_no_nul(json: &Json) -> bool {
    match json {
        Json::String(text) => !text.contains('\0'),
        Json::Array(items) => items.iter().all(has_no_nul),
        Json::Object(members) => {
            members.iter().all(|(name, value)| !name.contains('\0') && has_no_nul(value))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => true,
    }
}

macro_rules! from {
    ($($kind:ty => |$it:ident| $made:expr),+ $(,)?) => { $(
        impl From<$kind> for Value {
            fn from($it: $kind) -> Self {
                $made
            }
        }
    )+ };
}

from! {
    Uuid => |id| Self::Id(Some(id)),
    Option<Uuid> => |id| Self::Id(id),
    UserId => |id| Self::Id(Some(id.into())),
    Option<UserId> => |id| Self::Id(id.map(Uuid::from)),
    SessionId => |id| Self::Id(Some(id.into())),
    Option<SessionId> => |id| Self::Id(id.map(Uuid::from)),
    &[UserId] => |ids| Self::Ids(ids.iter().map(|id| Uuid::from(*id)).collect()),
    &Vec<UserId> => |ids| Self::from(ids.as_slice()),
    &[SessionId] => |ids| Self::Ids(ids.iter().map(|id| Uuid::from(*id)).collect()),
    &str => |text| Self::Text(Some(text.to_owned())),
    &String => |text| Self::Text(Some(text.clone())),
    String => |text| Self::Text(Some(text)),
    Option<String> => |text| Self::Text(text),
    Option<&str> => |text| Self::Text(text.map(str::to_owned)),
    &Option<String> => |text| Self::Text(text.clone()),
    i64 => |number| Self::Integer(Some(number)),
    u32 => |number| Self::Integer(Some(i64::from(number))),
    Option<u32> => |number| Self::Integer(number.map(i64::from)),
    bool => |flag| Self::Flag(flag),
    Timestamp => |instant| Self::Instant(Some(instant)),
    Option<Timestamp> => |instant| Self::Instant(instant),
    Hundredths => |number| Self::Hundredths(number),
    Json => |json| Self::Json(Some(json)),
    Option<Json> => |json| Self::Json(json),
}

/// The parameters of a statement, `$1`, `$2`, … in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::engine::Value::from($value)),*] };
}
pub(crate) use values;
