//! What a token's claims must say.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::code::Code;
use crate::json::Value;
use crate::problem::{Expected, Field, Params, Path, Problem};

/// The largest leeway in seconds.
pub const MAX_LEEWAY_SECONDS: u32 = 300;

/// A policy before it was judged. `None` is not checked; an empty list is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyParts {
    /// The issuers whose tokens are taken.
    pub issuers: Vec<String>,
    /// The audiences, one of which a token must name.
    pub audiences: Option<Vec<String>>,
    /// The parties, one of which a token must have been issued to.
    pub authorized_parties: Option<Vec<String>>,
    /// The roles, one of which a token must have.
    pub roles: Option<Vec<String>>,
    /// The value that the claim `type` must have.
    pub token_type: Option<String>,
    /// Seconds that a token is taken beyond its expiry, 0 to 300.
    pub leeway_seconds: u32,
    /// Seconds that a token is taken before its time, 0 to 300.
    pub not_before_leeway_seconds: u32,
}

/// What a token's claims must say, judged once and then trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy(PolicyParts);

impl Policy {
    /// Judges a policy.
    ///
    /// # Errors
    /// `INVALID_POLICY` at each member that is not usable.
    pub fn new(parts: PolicyParts) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let lists = [
            (Some(&parts.issuers), Field::Issuers),
            (parts.audiences.as_ref(), Field::Audiences),
            (parts.authorized_parties.as_ref(), Field::AuthorizedParties),
            (parts.roles.as_ref(), Field::Roles),
        ];
        for (list, field) in lists {
            let Some(list) = list else { continue };
            if list.is_empty() || list.iter().any(String::is_empty) {
                problems.push(invalid(field));
            }
        }
        if parts.token_type.as_deref() == Some("") {
            problems.push(invalid(Field::TokenType));
        }
        for (seconds, field) in [
            (parts.leeway_seconds, Field::LeewaySeconds),
            (parts.not_before_leeway_seconds, Field::NotBeforeLeewaySeconds),
        ] {
            if seconds > MAX_LEEWAY_SECONDS {
                problems.push(invalid(field).with(Params::Max(MAX_LEEWAY_SECONDS)));
            }
        }
        if problems.is_empty() { Ok(Self(parts)) } else { Err(problems) }
    }

    /// Reads a policy of the package's spelling (`authorizedParties`, …). Every member is known,
    /// `issuers` and `audiences` must be there; `null` for what is not checked.
    ///
    /// # Errors
    /// As [`new`](Self::new); a member of the wrong type or an unknown one is `INVALID_POLICY` too.
    pub fn read(value: &Value<'_>) -> Result<Self, Vec<Problem>> {
        let whole = Problem::at(Code::InvalidPolicy, Path::of(Field::Policy));
        let Some(members) = value.as_object() else {
            return Err([whole.with(Params::Expected(Expected::Object))].into());
        };
        let mut parts = PolicyParts::default();
        let mut problems = Vec::new();
        let (mut has_issuers, mut has_audiences) = (false, false);
        for (name, value) in members {
            let Some(field) = FIELDS.into_iter().find(|field| field.as_str() == name) else {
                problems.push(whole);
                continue;
            };
            let done = match field {
                Field::Issuers => {
                    has_issuers = true;
                    texts(value).map(|list| parts.issuers = list)
                }
                Field::Audiences => {
                    has_audiences = true;
                    optional(value, texts).map(|list| parts.audiences = list)
                }
                Field::AuthorizedParties => {
                    optional(value, texts).map(|list| parts.authorized_parties = list)
                }
                Field::Roles => optional(value, texts).map(|list| parts.roles = list),
                Field::TokenType => optional(value, text).map(|text| parts.token_type = text),
                Field::LeewaySeconds => {
                    seconds(value).map(|seconds| parts.leeway_seconds = seconds)
                }
                _ => seconds(value).map(|seconds| parts.not_before_leeway_seconds = seconds),
            };
            if done.is_none() {
                problems.push(invalid(field));
            }
        }
        for (there, field) in [(has_issuers, Field::Issuers), (has_audiences, Field::Audiences)] {
            if !there {
                problems.push(invalid(field));
            }
        }
        if problems.is_empty() { Self::new(parts) } else { Err(problems) }
    }

    /// The parts, all of them usable.
    #[must_use]
    pub const fn parts(&self) -> &PolicyParts {
        &self.0
    }
}

const FIELDS: [Field; 7] = [
    Field::Issuers,
    Field::Audiences,
    Field::AuthorizedParties,
    Field::Roles,
    Field::TokenType,
    Field::LeewaySeconds,
    Field::NotBeforeLeewaySeconds,
];

const fn invalid(field: Field) -> Problem {
    Problem::at(Code::InvalidPolicy, Path::of(Field::Policy).member(field))
}

/// `Some(None)` for `null`, none for a wrong type.
#[expect(clippy::option_option, reason = "outer: the right type, inner: checked at all")]
fn optional<T>(value: &Value<'_>, read: impl Fn(&Value<'_>) -> Option<T>) -> Option<Option<T>> {
    match value {
        Value::Null => Some(None),
        value => read(value).map(Some),
    }
}

fn text(value: &Value<'_>) -> Option<String> {
    value.as_text().map(String::from)
}

fn texts(value: &Value<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(text).collect()
}

fn seconds(value: &Value<'_>) -> Option<u32> {
    let Value::Number(number) = value else { return None };
    let whole = number.value as u32;
    (f64::from(whole) == number.value).then_some(whole)
}

/// So that a policy can be kept as text beside the text that made it.
impl TryFrom<&str> for Policy {
    type Error = Vec<Problem>;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        let whole = Problem::at(Code::InvalidPolicy, Path::of(Field::Policy));
        Self::read(&crate::json::read(text).map_err(|_| [whole].to_vec())?)
    }
}

impl TryFrom<Cow<'_, str>> for Policy {
    type Error = Vec<Problem>;

    fn try_from(text: Cow<'_, str>) -> Result<Self, Self::Error> {
        Self::try_from(text.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn told(text: &str) -> Vec<String> {
        let problems = Policy::try_from(text).err().unwrap_or_default();
        assert!(problems.iter().all(|problem| problem.code == Code::InvalidPolicy));
        problems.iter().map(|problem| problem.path.to_string()).collect()
    }

    #[test]
    fn issuers_and_audiences_must_be_said() {
        assert!(told(r#"{"issuers":["i"],"audiences":null}"#).is_empty());
        assert!(told(r#"{"issuers":["i"],"audiences":["a"],"roles":null}"#).is_empty());
        assert_eq!(told("{}"), ["policy.issuers", "policy.audiences"]);
        assert_eq!(told(r#"{"issuers":null,"audiences":null}"#), ["policy.issuers"]);
    }

    #[test]
    fn an_empty_list_is_an_error_and_so_is_a_wrong_type() {
        assert_eq!(
            told(r#"{"issuers":[],"audiences":[],"roles":[],"tokenType":""}"#),
            ["policy.issuers", "policy.audiences", "policy.roles", "policy.tokenType"]
        );
        assert_eq!(told(r#"{"issuers":["i"],"audiences":"a"}"#), ["policy.audiences"]);
        assert_eq!(told(r#"{"issuers":[1],"audiences":null}"#), ["policy.issuers"]);
    }

    #[test]
    fn leeways_are_whole_seconds_up_to_five_minutes() {
        let with = |seconds: &str| {
            told(&alloc::format!(
                r#"{{"issuers":["i"],"audiences":null,"leewaySeconds":{seconds}}}"#
            ))
        };
        assert!(with("0").is_empty() && with("300").is_empty());
        for bad in ["301", "-1", "1.5", "\"1\"", "null", "1e10"] {
            assert_eq!(with(bad), ["policy.leewaySeconds"], "{bad}");
        }
    }

    #[test]
    fn an_unknown_member_is_a_typing_error_and_not_ignored() {
        assert_eq!(told(r#"{"issuers":["i"],"audiences":null,"role":["x"]}"#), ["policy"]);
        assert_eq!(told("[]"), ["policy"]);
        assert_eq!(told("{"), ["policy"]);
    }
}
