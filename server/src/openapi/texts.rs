//! What schemas say of texts and objects beyond their size, as far as a schema can say it.

use std::borrow::Cow;

use focus_core::user::{OBJECT_MAX_DEPTH, OBJECT_MAX_TEXT, OBJECT_MAX_VALUES};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

/// A text without NUL, which databases do not store.
pub(crate) const STORABLE: &str = r"^[^\u0000]*$";

/// A storable text that is more than white space.
pub(crate) const SAYS_SOMETHING: &str = concat!(
    r"^[^\u0000]*[^\u0000\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]",
    r"[^\u0000]*$",
);

/// An instant, or a whole day; an empty text is as good as none.
pub(crate) fn instant_or_day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [
        { "type": "string", "format": "date-time" },
        { "type": "string", "format": "date" },
        { "type": "string", "maxLength": 0 },
    ] })
}

/// An instant, or null.
pub(crate) fn maybe_instant(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [{ "type": "string", "format": "date-time" }, { "type": "null" }] })
}

/// An object that is kept as it is.
pub(crate) enum AnyObject {}

impl JsonSchema for AnyObject {
    fn schema_name() -> Cow<'static, str> {
        "AnyObject".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": format!(
                "Kept as it is: up to {OBJECT_MAX_VALUES} values and {OBJECT_MAX_TEXT} characters \
                 in all, {OBJECT_MAX_DEPTH} levels deep."
            ),
            "propertyNames": { "pattern": STORABLE },
            "additionalProperties": value(1),
        })
    }
}

/// A value below so many objects and lists. How much there may be in all, a schema cannot say.
fn value(above: u32) -> Value {
    let mut kinds = vec![
        json!({ "type": ["null", "boolean", "number"] }),
        json!({ "type": "string", "pattern": STORABLE }),
    ];
    if above < OBJECT_MAX_DEPTH {
        let below = value(above + 1);
        kinds.push(json!({ "type": "array", "items": below }));
        let names = json!({ "pattern": STORABLE });
        kinds.push(json!({
            "type": "object", "propertyNames": names, "additionalProperties": below,
        }));
    }
    json!({ "anyOf": kinds })
}
