//! The claims of a token (RFC 7519, section 4) with their types checked and nothing else.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::code::Code;
use crate::json::{self, Value};
use crate::problem::{Expected, Field, Params, Path, Problem};

/// Seconds since the epoch: a finite number from 0 to 2^53, fractions allowed.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct NumericDate(f64);

impl NumericDate {
    const MAX: f64 = 9_007_199_254_740_992.0;

    /// The date of a number of seconds.
    #[must_use]
    pub fn new(seconds: f64) -> Option<Self> {
        // Adding zero makes a negative zero an ordinary one.
        (0.0..=Self::MAX).contains(&seconds).then_some(Self(seconds + 0.0))
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn seconds(self) -> f64 {
        self.0
    }

    /// Microseconds since the epoch, rounded up: an instant is at or after the date exactly when
    /// it is at or after this.
    #[must_use]
    pub const fn micros(self) -> i128 {
        let whole = self.0 as i64;
        let fraction = (self.0 - whole as f64) * 1e6;
        let below = fraction as i64;
        let up = if fraction > below as f64 { 1 } else { 0 };
        whole as i128 * 1_000_000 + (below + up) as i128
    }
}

/// What a token says. Types are right; whether it says the right things is
/// [`check`](super::check())'s to judge.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// `iss`
    pub issuer: Option<String>,
    /// `sub`
    pub subject: Option<String>,
    /// `aud`, one or many.
    pub audience: Option<Vec<String>>,
    /// `exp`
    pub expires_at: NumericDate,
    /// `nbf`
    pub not_before: Option<NumericDate>,
    /// `iat`
    pub issued_at: Option<NumericDate>,
    /// `azp`
    pub authorized_party: Option<String>,
    /// `type`
    pub token_type: Option<String>,
    /// `role`
    pub role: Option<String>,
    /// `email`
    pub email: Option<String>,
    /// `jti`
    pub jti: Option<String>,
    /// `session_id`, else `sid`.
    pub session_id: Option<String>,
    /// `scope` and `scopes`: a space-separated text or an array, each once.
    pub scopes: Vec<String>,
    /// `tier`
    pub tier: Option<String>,
}

impl Claims {
    /// Reads the claims of a JSON text.
    ///
    /// # Errors
    /// `TOKEN_MALFORMED`: not strict JSON, not an object, no `exp`, or a claim of a wrong type,
    /// at that claim.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let malformed = Problem::new(Code::TokenMalformed);
        let value = json::read(text).map_err(|_| malformed)?;
        let members = Members(value.as_object().ok_or(malformed)?);
        let expires_at = members.date(Field::Exp)?;
        Ok(Self {
            expires_at: expires_at.ok_or(Problem::at(malformed.code, Path::of(Field::Exp)))?,
            not_before: members.date(Field::Nbf)?,
            issued_at: members.date(Field::Iat)?,
            issuer: members.text(Field::Iss)?,
            audience: members.audience()?,
            authorized_party: members.text(Field::Azp)?,
            token_type: members.text(Field::Type)?,
            subject: members.text(Field::Sub)?,
            role: members.text(Field::Role)?,
            email: members.text(Field::Email)?,
            jti: members.text(Field::Jti)?,
            session_id: match members.text(Field::SessionClaim)? {
                None => members.text(Field::Sid)?,
                // Read for its type all the same.
                session_id => members.text(Field::Sid).and(Ok(session_id))?,
            },
            scopes: members.scopes()?,
            tier: members.text(Field::Tier)?,
        })
    }
}

struct Members<'a>(&'a [(Cow<'a, str>, Value<'a>)]);

impl<'a> Members<'a> {
    fn get(&self, field: Field) -> Option<&'a Value<'a>> {
        self.0.iter().find(|(name, _)| name == field.as_str()).map(|(_, value)| value)
    }

    fn text(&self, field: Field) -> Result<Option<String>, Problem> {
        self.get(field).map(|value| text(value, field)).transpose()
    }

    fn date(&self, field: Field) -> Result<Option<NumericDate>, Problem> {
        let date = |value: &Value<'_>| match value {
            Value::Number(number) => NumericDate::new(number.value),
            _ => None,
        };
        let wrong = wrong_type(field, Expected::Number);
        self.get(field).map(|value| date(value).ok_or(wrong)).transpose()
    }

    fn audience(&self) -> Result<Option<Vec<String>>, Problem> {
        self.get(Field::Aud).map(|value| one_or_many(value, Field::Aud)).transpose()
    }

    fn scopes(&self) -> Result<Vec<String>, Problem> {
        let mut scopes: Vec<String> = Vec::new();
        for field in [Field::Scope, Field::Scopes] {
            let Some(value) = self.get(field) else { continue };
            for list in one_or_many(value, field)? {
                let words = list.split(' ').filter(|scope| !scope.is_empty());
                for scope in words {
                    if !scopes.iter().any(|known| known == scope) {
                        scopes.push(scope.into());
                    }
                }
            }
        }
        Ok(scopes)
    }
}

fn text(value: &Value<'_>, field: Field) -> Result<String, Problem> {
    value.as_text().map(String::from).ok_or(wrong_type(field, Expected::Text))
}

fn one_or_many(value: &Value<'_>, field: Field) -> Result<Vec<String>, Problem> {
    match value {
        Value::Array(items) => items.iter().map(|item| text(item, field)).collect(),
        value => Ok([text(value, field)?].into()),
    }
}

const fn wrong_type(field: Field, expected: Expected) -> Problem {
    Problem::at(Code::TokenMalformed, Path::of(field)).with(Params::Expected(expected))
}
