//! The schemas of everything that is taken in or given out.

use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

/// Where schemas with a name stand in the document.
const PLACE: &str = "/components/schemas";

/// Schemas by their names. What is given out has every member; what is taken in may leave out some.
pub(super) struct Schemas {
    taken: SchemaGenerator,
    given: SchemaGenerator,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let generator = |contract: Contract| {
            SchemaSettings::draft2020_12()
                .with(|settings| {
                    settings.definitions_path = PLACE.into();
                    settings.contract = contract;
                })
                .into_generator()
        };
        Self { taken: generator(Contract::Deserialize), given: generator(Contract::Serialize) }
    }

    /// The schema of something that is read.
    pub(super) fn taken<T: JsonSchema>(&mut self) -> Value {
        self.taken.subschema_for::<T>().to_value()
    }

    /// The schema of something that is written.
    pub(super) fn given<T: JsonSchema>(&mut self) -> Value {
        self.given.subschema_for::<T>().to_value()
    }

    /// The members of something that is read, and whether they must be there.
    pub(super) fn members<T: JsonSchema>(&mut self) -> Vec<(String, Value, bool)> {
        let schema = T::json_schema(&mut self.taken);
        let list = |name: &str| schema.get(name).and_then(Value::as_array);
        let is_required = |name: &str| {
            list("required").is_some_and(|names| names.iter().any(|known| known == name))
        };
        let members = schema.get("properties").and_then(Value::as_object);
        members
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), without_null(schema.clone()), is_required(name)))
            .collect()
    }

    /// Every schema that has a name.
    pub(super) fn into_components(mut self) -> Map<String, Value> {
        let mut components = self.taken.take_definitions(true);
        components.extend(self.given.take_definitions(true));
        components
    }
}

/// A parameter of a query is there or is not; it cannot be null.
fn without_null(schema: Value) -> Value {
    let Ok(mut schema) = Schema::try_from(schema) else { return Value::Bool(true) };
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [kind] = types.as_slice() {
            let kind = kind.clone();
            schema.insert("type".to_owned(), kind);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
    }
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is asked for")]
    struct Asked {
        /// Which.
        #[schemars(range(min = 1, max = 9))]
        at: Option<u32>,
        mode: Option<focus_core::session::TableMode>,
        all: bool,
    }

    #[test]
    fn a_parameter_is_absent_and_never_null() {
        let members = Schemas::new().members::<Asked>();
        let mode = json!({ "anyOf": [{ "$ref": "#/components/schemas/TableMode" }] });
        let at = json!({ "description": "Which.", "type": "integer", "format": "uint32",
            "minimum": 1, "maximum": 9 });
        let expected = [
            ("all".to_owned(), json!({ "type": "boolean" }), true),
            ("at".to_owned(), at, false),
            ("mode".to_owned(), mode, false),
        ];
        assert_eq!(members, expected);
    }
}
