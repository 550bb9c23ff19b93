//! What a token's claims must say.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::texts::Texts;
use crate::code::Code;
use crate::json::{Shape, Value};
use crate::problem::{Expected, Field, Params, Path, Problem};

/// The largest leeway in seconds.
pub const MAX_LEEWAY_SECONDS: u32 = 300;

/// The members of a policy, in the order in which they are judged, which is that of the fields.
#[must_use]
pub const fn policy_fields() -> &'static [Field] {
    &FIELDS
}

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
        Wanted::of(&parts).judged()?;
        Ok(Self(parts))
    }

    /// Reads a policy of the package's spelling (`authorizedParties`, …). Every member is known,
    /// `issuers` and `audiences` must be there; `null` for what is not checked.
    ///
    /// # Errors
    /// As [`new`](Self::new); a member of the wrong type or an unknown one is `INVALID_POLICY` too.
    pub fn read(value: Value<'_>) -> Result<Self, Vec<Problem>> {
        let wanted = Wanted::read(value)?;
        let owned = |texts: Texts<'_>| texts.map(String::from).collect();
        Ok(Self(PolicyParts {
            issuers: owned(wanted.issuers),
            audiences: wanted.audiences.map(owned),
            authorized_parties: wanted.authorized_parties.map(owned),
            roles: wanted.roles.map(owned),
            token_type: wanted.token_type.map(String::from),
            leeway_seconds: wanted.leeway_seconds,
            not_before_leeway_seconds: wanted.not_before_leeway_seconds,
        }))
    }

    /// The parts, all of them usable.
    #[must_use]
    pub const fn parts(&self) -> &PolicyParts {
        &self.0
    }

    /// What a check goes by.
    #[must_use]
    pub fn wanted(&self) -> Wanted<'_> {
        Wanted::of(&self.0)
    }
}

/// A policy as a check goes by it: borrowed from a [`Policy`], or read from a value on the way.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub(super) issuers: Texts<'a>,
    pub(super) audiences: Option<Texts<'a>>,
    pub(super) authorized_parties: Option<Texts<'a>>,
    pub(super) roles: Option<Texts<'a>>,
    pub(super) token_type: Option<&'a str>,
    pub(super) leeway_seconds: u32,
    pub(super) not_before_leeway_seconds: u32,
}

impl<'a> Wanted<'a> {
    const NOTHING: Self = Self {
        issuers: Texts::One(None),
        audiences: None,
        authorized_parties: None,
        roles: None,
        token_type: None,
        leeway_seconds: 0,
        not_before_leeway_seconds: 0,
    };

    fn of(parts: &'a PolicyParts) -> Self {
        let texts = |texts: &'a Option<Vec<String>>| texts.as_deref().map(Texts::Owned);
        Self {
            issuers: Texts::Owned(&parts.issuers),
            audiences: texts(&parts.audiences),
            authorized_parties: texts(&parts.authorized_parties),
            roles: texts(&parts.roles),
            token_type: parts.token_type.as_deref(),
            leeway_seconds: parts.leeway_seconds,
            not_before_leeway_seconds: parts.not_before_leeway_seconds,
        }
    }

    /// Reads a policy and judges it.
    ///
    /// # Errors
    /// As [`Policy::read`].
    pub fn read(value: Value<'a>) -> Result<Self, Vec<Problem>> {
        let whole = Problem::at(Code::InvalidPolicy, Path::of(Field::Policy));
        let Some(mut members) = value.as_object() else {
            return Err([whole.with(Params::Expected(Expected::Object))].into());
        };
        let mut shapes = [Shape::Absent; FIELDS.len()];
        let mut problems = Vec::new();
        while let Some((field, value)) = members.next_among(&FIELDS) {
            let place = field.and_then(|field| FIELDS.iter().position(|known| *known == field));
            match place.and_then(|place| shapes.get_mut(place)) {
                Some(place) => *place = value.shape(),
                None => problems.push(whole),
            }
        }
        let mut wanted = Self::NOTHING;
        for (field, shape) in FIELDS.into_iter().zip(shapes) {
            if !wanted.set(field, shape) {
                problems.push(invalid(field));
            }
        }
        if problems.is_empty() { wanted.judged() } else { Err(problems) }
    }

    /// Sets a part; false for a member of the wrong type, or one that must be there and is not.
    fn set(&mut self, field: Field, shape: Shape<'a>) -> bool {
        if matches!(shape, Shape::Absent) {
            return !matches!(field, Field::Issuers | Field::Audiences);
        }
        let texts = Texts::of(shape);
        let nothing = matches!(shape, Shape::Null);
        match (field, shape) {
            (Field::Issuers, _) => {
                self.issuers = texts.unwrap_or(Texts::One(None));
                return texts.is_some();
            }
            (Field::Audiences, _) => self.audiences = texts,
            (Field::AuthorizedParties, _) => self.authorized_parties = texts,
            (Field::Roles, _) => self.roles = texts,
            (Field::TokenType, Shape::Text(text)) => {
                self.token_type = Some(text);
                return true;
            }
            (Field::TokenType, _) => {}
            (field, Shape::Number(number)) => {
                let seconds = number.value as u32;
                if field == Field::LeewaySeconds {
                    self.leeway_seconds = seconds;
                } else {
                    self.not_before_leeway_seconds = seconds;
                }
                return f64::from(seconds) == number.value;
            }
            _ => return false,
        }
        nothing || field != Field::TokenType && texts.is_some()
    }

    fn judged(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let lists = [
            (Some(self.issuers), Field::Issuers),
            (self.audiences, Field::Audiences),
            (self.authorized_parties, Field::AuthorizedParties),
            (self.roles, Field::Roles),
            (self.token_type.map(|text| Texts::One(Some(text))), Field::TokenType),
        ];
        for (list, field) in lists {
            let Some(mut list) = list else { continue };
            if list.contain("") || list.next().is_none() {
                problems.push(invalid(field));
            }
        }
        for (seconds, field) in [
            (self.leeway_seconds, Field::LeewaySeconds),
            (self.not_before_leeway_seconds, Field::NotBeforeLeewaySeconds),
        ] {
            if seconds > MAX_LEEWAY_SECONDS {
                problems.push(invalid(field).with(Params::Max(MAX_LEEWAY_SECONDS)));
            }
        }
        if problems.is_empty() { Ok(self) } else { Err(problems) }
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

/// So that a policy can be kept as text beside the text that made it.
impl TryFrom<&str> for Policy {
    type Error = Vec<Problem>;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        let whole = Problem::at(Code::InvalidPolicy, Path::of(Field::Policy));
        Self::read(crate::json::read(text).map_err(|_| [whole])?.root())
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
        assert!(problems.iter().all(|problem| problem.code() == Code::InvalidPolicy));
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
