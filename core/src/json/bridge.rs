//! To and from serde: parsed bodies as documents, values as JSON.

use super::*;

impl serde::Serialize for Value<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.shape() {
            Shape::Null => serializer.serialize_unit(),
            Shape::Absent | Shape::IllFormed | Shape::Oversize | Shape::Other => {
                Err(serde::ser::Error::custom("not a JSON value"))
            }
            Shape::Bool(value) => serializer.serialize_bool(value),
            Shape::Number(number) => serializer.serialize_f64(number.value),
            Shape::Text(text) => serializer.serialize_str(text),
            Shape::Array(items) => serializer.collect_seq(items),
            Shape::Object(members) => serializer.collect_map(members),
        }
    }
}

#[cfg(feature = "serde_json")]
impl Document<'_> {
    /// Takes a parsed body apart; its texts are copied.
    #[must_use]
    pub fn of(body: &serde_json::Value) -> Self {
        let mut document = Document { nodes: Vec::with_capacity(32), ..Self::default() };
        document.add(body);
        document
    }

    /// An object of members in their order, no name twice.
    #[must_use]
    pub fn of_members(members: &[(&str, &serde_json::Value)]) -> Self {
        let mut document = Document::default();
        document.push(Kind::OBJECT, members.len() as u32, 0);
        for (name, value) in members {
            document.add_text(name);
            document.add(value);
        }
        document
    }

    /// As deep as the parser let it be.
    fn add(&mut self, value: &serde_json::Value) {
        use serde_json::Value;
        let at = self.nodes.len();
        match value {
            Value::Null => self.push(Kind::NULL, 0, 0),
            Value::Bool(false) => self.push(Kind::FALSE, 0, 0),
            Value::Bool(true) => self.push(Kind::TRUE, 0, 0),
            Value::Number(number) => {
                let bits = number.as_f64().unwrap_or(f64::NAN).to_bits();
                self.push(Kind::NUMBER, bits as u32, (bits >> 32) as u32);
            }
            Value::String(text) => self.add_text(text),
            Value::Array(items) => {
                self.push(Kind::ARRAY, items.len() as u32, 0);
                items.iter().for_each(|item| self.add(item));
            }
            Value::Object(members) => {
                self.push(Kind::OBJECT, members.len() as u32, 0);
                for (name, value) in members {
                    self.add_text(name);
                    self.add(value);
                }
            }
        }
        let behind = self.nodes.len() as u32;
        if let Some(Node { kind: Kind::ARRAY | Kind::OBJECT, second, .. }) = self.nodes.get_mut(at)
        {
            *second = behind;
        }
    }

    fn add_text(&mut self, text: &str) {
        let start = self.unescaped.len();
        self.unescaped.push_str(text);
        self.push(Kind::UNESCAPED, start as u32, self.unescaped.len() as u32);
    }

    fn push(&mut self, kind: Kind, first: u32, second: u32) {
        self.nodes.push(Node { kind, first, second });
    }
}
