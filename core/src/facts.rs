//! Facts that a host hands to a rule: read member by member, every problem with its place.

use alloc::vec::Vec;

use crate::code::Code;
use crate::id::Uuid;
use crate::json::{Items, Shape, Value};
use crate::problem::{Allowed, Expected, Field, Params, Path, Problem};
use crate::session::ParticipantType;
use crate::text;
use crate::time::Timestamp;

/// The longest list of facts.
pub const FACTS_MAX: u32 = 256;

/// Reads an instant: RFC 3339 text, or milliseconds.
///
/// # Errors
/// `MISSING` or `INVALID_TIMESTAMP` at `path`.
pub fn instant(shape: Shape<'_>, path: Path) -> Result<Timestamp, Problem> {
    let instant = match shape {
        Shape::Text(text) => Timestamp::parse(text),
        Shape::Number(number) => Timestamp::from_unix_ms_number(number.value),
        Shape::Absent => return Err(Problem::at(Code::Missing, path)),
        _ => None,
    };
    instant.ok_or(Problem::at(Code::InvalidTimestamp, path))
}

/// Goes through the members of one object of facts and notes what is wrong.
pub struct Facts<'a> {
    object: Value<'a>,
    /// The list that the object stands in, and where.
    place: Option<(Field, u32)>,
    problems: Vec<Problem>,
}

impl<'a> Facts<'a> {
    /// The facts of a rule.
    #[must_use]
    pub fn of(object: Value<'a>) -> Self {
        let mut problems = Vec::new();
        if object.as_object().is_none() {
            problems.push(Problem::wrong_type(Path::of(Field::Facts), Expected::Object));
        }
        Self { object, place: None, problems }
    }

    /// The whole, unless something was wrong with it.
    ///
    /// # Errors
    /// Everything that was noted, in the order of reading.
    pub fn done<T>(self, whole: Option<T>) -> Result<T, Vec<Problem>> {
        match whole {
            Some(whole) if self.problems.is_empty() => Ok(whole),
            _ => Err(self.problems),
        }
    }

    /// An instant that must be there.
    pub fn instant(&mut self, field: Field) -> Option<Timestamp> {
        let (shape, path) = self.member(field);
        self.noted(instant(shape, path))
    }

    /// An instant that may be absent or `null`; none of both when it is wrong.
    pub fn optional_instant(&mut self, field: Field) -> Option<Option<Timestamp>> {
        let (shape, path) = self.member(field);
        match shape {
            Shape::Absent | Shape::Null => Some(None),
            shape => self.noted(instant(shape, path)).map(Some),
        }
    }

    /// An id that must be there.
    pub fn id(&mut self, field: Field) -> Option<Uuid> {
        let (shape, path) = self.member(field);
        self.noted(id(shape, path))
    }

    /// An id that may be absent or `null`; none of both when it is wrong.
    pub fn optional_id(&mut self, field: Field) -> Option<Option<Uuid>> {
        let (shape, path) = self.member(field);
        match shape {
            Shape::Absent | Shape::Null => Some(None),
            shape => self.noted(id(shape, path)).map(Some),
        }
    }

    /// A list of ids that must be there.
    pub fn ids(&mut self, field: Field) -> Option<Vec<Uuid>> {
        let items = self.items(field)?;
        let mut ids = Vec::new();
        for (at, item) in (0_u32..).zip(items) {
            ids.extend(self.noted(id(item.shape(), Path::of(field).at(at))));
        }
        Some(ids)
    }

    /// Whether something is so.
    pub fn truth(&mut self, field: Field) -> Option<bool> {
        let (shape, path) = self.member(field);
        self.noted(match shape {
            Shape::Bool(value) => Ok(value),
            Shape::Absent => Err(Problem::at(Code::Missing, path)),
            _ => Err(Problem::wrong_type(path, Expected::Boolean)),
        })
    }

    /// Who sits on a seat.
    pub fn participant_type(&mut self) -> Option<ParticipantType> {
        let (shape, path) = self.member(Field::ParticipantType);
        let kind = text::expect(shape, path).and_then(|word| {
            let unknown = Problem::unknown_value(path, Allowed::ParticipantTypes);
            ParticipantType::parse(word).ok_or(unknown)
        });
        self.noted(kind)
    }

    /// A list of objects that must be there, each read alike.
    pub fn list<T>(
        &mut self,
        field: Field,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.items(field)?;
        let mut list = Vec::new();
        for (at, object) in (0_u32..).zip(items) {
            let path = Path::of(field).at(at);
            if object.as_object().is_none() {
                self.problems.push(Problem::wrong_type(path, Expected::Object));
                continue;
            }
            let problems = core::mem::take(&mut self.problems);
            let mut inner = Self { object, place: Some((field, at)), problems };
            list.extend(read(&mut inner));
            self.problems = inner.problems;
        }
        Some(list)
    }

    fn items(&mut self, field: Field) -> Option<Items<'a>> {
        let (shape, path) = self.member(field);
        self.noted(match shape {
            Shape::Array(items) if items.len() > FACTS_MAX as usize => {
                Err(Problem::at(Code::TooMany, path).with(Params::Max(FACTS_MAX)))
            }
            Shape::Array(items) => Ok(items),
            Shape::Absent => Err(Problem::at(Code::Missing, path)),
            _ => Err(Problem::wrong_type(path, Expected::Array)),
        })
    }

    /// What a member is, and where it stands. Nothing is in what is no object, as was noted.
    fn member(&self, field: Field) -> (Shape<'a>, Path) {
        let path = match self.place {
            None => Path::of(field),
            Some((list, at)) => Path::of(list).at(at).member(field),
        };
        (self.object.field(field), path)
    }

    fn noted<T>(&mut self, outcome: Result<T, Problem>) -> Option<T> {
        self.object.as_object()?;
        outcome.map_err(|problem| self.problems.push(problem)).ok()
    }
}

fn id(shape: Shape<'_>, path: Path) -> Result<Uuid, Problem> {
    Uuid::parse(text::expect(shape, path)?).ok_or(Problem::at(Code::InvalidId, path))
}
