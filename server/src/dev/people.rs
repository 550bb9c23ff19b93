//! The four people of laptop mode, the same on every machine.

use focus_core::{Code, Expected, Field, Path, Problem, UserId};
use serde::Serialize;
use serde_json::Value;

/// Somebody to sign in as.
#[derive(Debug, Serialize)]
pub(super) struct Human {
    pub(super) id: &'static str,
    pub(super) username: &'static str,
    pub(super) display_name: &'static str,
    pub(super) pixel_avatar_id: &'static str,
}

pub(super) const PEOPLE: [Human; 4] = [
    human("5eed0000-0000-4000-8000-000000000001", "amara", "Amara Okafor", "char-1"),
    human("5eed0000-0000-4000-8000-000000000002", "jonas", "Jonas Lindqvist", "char-2"),
    human("5eed0000-0000-4000-8000-000000000003", "mei", "Mei Tanaka", "char-3"),
    human("5eed0000-0000-4000-8000-000000000004", "rafael", "Rafael Costa", "char-4"),
];

pub(super) const fn human(
    id: &'static str,
    username: &'static str,
    display_name: &'static str,
    pixel_avatar_id: &'static str,
) -> Human {
    Human { id, username, display_name, pixel_avatar_id }
}

impl Human {
    pub(super) fn user_id(&self) -> Option<UserId> {
        UserId::parse(self.id)
    }

    pub(super) fn email(&self) -> String {
        format!("{}@example.com", self.username)
    }
}

/// Reads `{"user": …}`, one of the four by id.
///
/// # Errors
/// At `user`: `MISSING`, `WRONG_TYPE`, `INVALID_ID`; `USER_NOT_FOUND` for anybody else.
pub(super) fn parse(body: &Value) -> Result<&'static Human, Problem> {
    let path = Path::of(Field::User);
    if !body.is_object() {
        return Err(Problem::wrong_type(Path::ROOT, Expected::Object));
    }
    let value = body.get("user").ok_or(Problem::at(Code::Missing, path))?;
    let text = value.as_str().ok_or(Problem::wrong_type(path, Expected::Text))?;
    let id = UserId::parse(text).ok_or(Problem::at(Code::InvalidId, path))?;
    let found = PEOPLE.iter().find(|human| human.user_id() == Some(id));
    found.ok_or(Problem::new(Code::UserNotFound))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_of_the_four_is_found_by_id_in_any_case() {
        let told = |body: Value| parse(&body).map(|h| h.username).map_err(|p| p.code());
        assert_eq!(told(json!({"user": PEOPLE[2].id.to_uppercase()})), Ok("mei"));
        assert_eq!(told(json!({"user": "mei"})), Err(Code::InvalidId));
        assert_eq!(told(json!({"user": 1})), Err(Code::WrongType));
        assert_eq!(told(json!({})), Err(Code::Missing));
        let stranger = "5eed0000-0000-4000-8000-000000000005";
        assert_eq!(told(json!({"user": stranger})), Err(Code::UserNotFound));
    }
}
