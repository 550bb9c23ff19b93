//! JSON Schemas of what travels, for a server that tells what it answers. A closed set of words is a
//! schema of its own, by its name; what is one text is told where it stands.

use alloc::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::code::Code;
use crate::decimal::Hundredths;
use crate::id::{SessionId, UserId, Uuid};
use crate::phase::Phase;
use crate::problem::Path;
use crate::rating::{RatingValue, RedReason};
use crate::time::Timestamp;
use crate::word_sets::WORD_SETS;

/// The schema of one of these words.
pub(crate) fn of_words(words: &[&str]) -> Schema {
    let mut schema = json_schema!({ "type": "string", "enum": words });
    if let Some(set) = WORD_SETS.iter().find(|set| set.words == words) {
        schema.insert("description".into(), set.about.into());
    }
    schema
}

/// The schema of a type that stands on the wire as one of these words.
macro_rules! words_schema {
    ($name:ident: $words:expr) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> alloc::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::schema::of_words($words)
            }
        }
    };
}

macro_rules! texts {
    ($($name:ident $schema:tt)+) => { $(
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+ };
}

pub(crate) use words_schema;

words_schema!(RatingValue: RatingValue::WORDS);
words_schema!(RedReason: RedReason::WORDS);
// As the API tells it.
words_schema!(Phase: Phase::API_WORDS);
words_schema!(Code: &Code::ALL.iter().map(|code| code.as_str()).collect::<alloc::vec::Vec<_>>());

texts! {
    Uuid { "type": "string", "format": "uuid" }
    SessionId { "type": "string", "format": "uuid" }
    UserId { "type": "string", "format": "uuid" }
    Timestamp { "type": "string", "format": "date-time" }
    Hundredths { "type": "string", "pattern": r"^[0-9]+\.[0-9]{2}$" }
    Path { "type": "string" }
}
