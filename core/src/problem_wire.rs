//! Problems as they travel.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{Params, Path, Problem};

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match *self {
            Self::None => {}
            Self::Min(min) => map.serialize_entry("min", &min)?,
            Self::Max(max) => map.serialize_entry("max", &max)?,
            Self::Expected(expected) => map.serialize_entry("expected", expected.as_str())?,
            Self::Allowed(allowed) => map.serialize_entry("allowed", allowed.words())?,
            Self::At { line, column } => {
                map.serialize_entry("line", &line)?;
                map.serialize_entry("column", &column)?;
            }
            Self::Phase(phase) => map.serialize_entry("current", phase.to_api())?,
        }
        map.end()
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut problem = serializer.serialize_struct("Problem", 4)?;
        problem.serialize_field("path", &self.path)?;
        problem.serialize_field("code", &self.code())?;
        problem.serialize_field("message", &self.message())?;
        problem.serialize_field("params", &self.params())?;
        problem.end()
    }
}
