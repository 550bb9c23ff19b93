//! Objects that pages keep with a profile. No rule looks into them; they only have to be storable
//! and small.

use crate::code::Code;
use crate::json::{Shape, Value};
use crate::problem::{Expected, Params, Path, Problem};
use crate::text;

/// Levels; the object itself is the first.
pub const OBJECT_MAX_DEPTH: u32 = 4;
/// Members and items, at all levels together.
pub const OBJECT_MAX_VALUES: u32 = 100;
/// Code points of texts and names, together.
pub const OBJECT_MAX_TEXT: u32 = 4_000;

/// Refuses an object that is too large to be kept with a profile, or cannot be stored. It may have
/// 4 levels, itself the first; 100 members and items, at all levels together; and 4,000 code points
/// of names and texts.
///
/// # Errors
/// The first of these at `path`: `WRONG_TYPE` for what is no object, `TOO_MANY` for more levels or
/// values, `TOO_LONG` for more text, `INVALID_TEXT` for a NUL in a name or a text.
pub fn check_object(object: Value<'_>, path: Path) -> Result<(), Problem> {
    if object.as_object().is_none() {
        return Err(Problem::wrong_type(path, Expected::Object));
    }
    let mut walk = Walk { path, values: 0, text: 0 };
    walk.look(object, 0)
}

struct Walk {
    path: Path,
    values: u32,
    text: usize,
}

impl Walk {
    /// Looks into a value that stands below so many others.
    fn look(&mut self, value: Value<'_>, above: u32) -> Result<(), Problem> {
        match value.shape() {
            Shape::Text(text) => self.text(text),
            Shape::Array(items) => {
                self.level(above)?;
                for item in items {
                    self.one_more()?;
                    self.look(item, above + 1)?;
                }
                Ok(())
            }
            Shape::Object(members) => {
                self.level(above)?;
                for (name, member) in members {
                    self.one_more()?;
                    self.text(name)?;
                    self.look(member, above + 1)?;
                }
                Ok(())
            }
            Shape::Null | Shape::Bool(_) | Shape::Number(_) => Ok(()),
            Shape::Absent | Shape::IllFormed | Shape::Oversize | Shape::Other => {
                Err(Problem::at(Code::InvalidText, self.path))
            }
        }
    }

    const fn one_more(&mut self) -> Result<(), Problem> {
        self.values += 1;
        if self.values > OBJECT_MAX_VALUES {
            return Err(self.too_many(OBJECT_MAX_VALUES));
        }
        Ok(())
    }

    const fn level(&self, above: u32) -> Result<(), Problem> {
        if above < OBJECT_MAX_DEPTH { Ok(()) } else { Err(self.too_many(OBJECT_MAX_DEPTH)) }
    }

    const fn too_many(&self, max: u32) -> Problem {
        Problem::at(Code::TooMany, self.path).with(Params::Max(max))
    }

    fn text(&mut self, text: &str) -> Result<(), Problem> {
        if text.bytes().any(|byte| byte == 0) {
            return Err(Problem::at(Code::InvalidText, self.path));
        }
        self.text += text::length(text);
        if self.text > OBJECT_MAX_TEXT as usize {
            let max = Params::Max(OBJECT_MAX_TEXT);
            return Err(Problem::at(Code::TooLong, self.path).with(max));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;
    use crate::json;
    use crate::problem::Field;

    fn told(text: &str) -> Option<(Code, Params)> {
        let document = json::read(text).unwrap();
        let outcome = check_object(document.root(), Path::of(Field::AvatarConfig));
        outcome.err().map(|problem| {
            assert_eq!(format!("{}", problem.path), "avatar_config");
            (problem.code(), problem.params())
        })
    }

    #[test]
    fn four_levels_are_taken_and_five_are_not() {
        assert_eq!(told(r#"{"a": {"b": [{"c": 1}]}}"#), None);
        let deep = Some((Code::TooMany, Params::Max(4)));
        assert_eq!(told(r#"{"a": {"b": [{"c": []}]}}"#), deep);
        assert_eq!(told(r#"{"a": {"b": [{"c": {"d": 1}}]}}"#), deep);
    }

    #[test]
    fn a_hundred_values_are_taken_and_one_more_is_not() {
        let items = |count: usize| format!("{{\"a\": [{}]}}", ["1"].repeat(count).join(","));
        assert_eq!(told(&items(99)), None);
        assert_eq!(told(&items(100)), Some((Code::TooMany, Params::Max(100))));
    }

    #[test]
    fn names_and_texts_count_together_by_code_points() {
        let texts = |count: usize| format!("{{\"a\": \"{}\"}}", "🦊".repeat(count));
        assert_eq!(told(&texts(3_999)), None);
        assert_eq!(told(&texts(4_000)), Some((Code::TooLong, Params::Max(4_000))));
    }

    #[test]
    fn a_nul_is_refused_in_names_and_texts() {
        let refused = Some((Code::InvalidText, Params::None));
        for text in [r#"{"\u0000": 1}"#, r#"{"a": ["x\u0000"]}"#, r#"{"a": {"b\u0000": 1}}"#] {
            assert_eq!(told(text), refused, "{text}");
        }
    }

    #[test]
    fn what_is_no_object_is_of_the_wrong_type() {
        for text in ["[]", "null", "1", "\"x\""] {
            assert_eq!(told(text).map(|(code, _)| code), Some(Code::WrongType), "{text}");
        }
        assert_eq!(told("{}"), None);
        assert_eq!(told(&String::from(r#"{"a": [null, true, 1.5]}"#)), None);
    }
}
