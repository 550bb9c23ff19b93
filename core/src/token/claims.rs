//! The claims of a token (RFC 7519, section 4) with their types checked and nothing else.

use alloc::vec::Vec;

use super::texts::Texts;
use crate::code::Code;
use crate::json::{Shape, Value};
use crate::problem::{Expected, Field, Params, Path, Problem};
use crate::scope;

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

    /// Whole seconds, and the microseconds beyond them rounded up: an instant is at or after the
    /// date exactly when it is at or after these.
    #[must_use]
    pub const fn parts(self) -> (i64, i64) {
        let whole = self.0 as i64;
        let fraction = (self.0 - whole as f64) * 1e6;
        let below = fraction as i64;
        (whole, below + if fraction > below as f64 { 1 } else { 0 })
    }
}

/// The first and the last of the claims that are looked at. They stand together in the list of
/// fields, in the order in which their types are checked.
const FIRST: usize = Field::Exp as usize;
const LAST: usize = Field::Tier as usize;
const COUNT: usize = LAST - FIRST + 1;

/// The claims that are looked at, in the order in which their types are checked.
#[must_use]
pub fn claims() -> &'static [Field] {
    Field::ALL.get(FIRST..=LAST).unwrap_or_default()
}

/// What a token says. Types are right; whether it says the right things is
/// [`check`](super::check())'s to judge.
#[derive(Clone, Copy, Debug)]
pub struct Claims<'a>([Shape<'a>; COUNT]);

impl<'a> Claims<'a> {
    /// Reads the claims of an object. `exp` must be there and be a date as `nbf` and `iat` are;
    /// `aud`, `scope` and `scopes` are a text or an array of texts, every other one is a text.
    ///
    /// # Errors
    /// `TOKEN_MALFORMED` for what is no object, and at the first claim of a wrong type.
    pub fn read(value: Value<'a>) -> Result<Self, Problem> {
        let mut members = value.as_object().ok_or(Problem::new(Code::TokenMalformed))?;
        let mut shapes = [Shape::Absent; COUNT];
        while let Some((field, value)) = members.next_among(claims()) {
            let place = field.map(|field| (field as usize).wrapping_sub(FIRST));
            if let Some(place) = place.and_then(|place| shapes.get_mut(place)) {
                *place = value.shape();
            }
        }
        let read = Self(shapes);
        for field in claims() {
            let problem = Problem::at(Code::TokenMalformed, Path::of(*field));
            let is_date = matches!(field, Field::Exp | Field::Nbf | Field::Iat);
            let is_list = matches!(field, Field::Aud | Field::Scope | Field::Scopes);
            let fits = match read.shape(*field) {
                Shape::Absent if *field == Field::Exp => return Err(problem),
                Shape::Absent => true,
                Shape::Number(number) => is_date && NumericDate::new(number.value).is_some(),
                Shape::Text(_) => !is_date,
                shape => is_list && Texts::of(shape).is_some(),
            };
            if !fits {
                let expected = if is_date { Expected::Number } else { Expected::Text };
                return Err(problem.with(Params::Expected(expected)));
            }
        }
        Ok(read)
    }

    fn shape(&self, field: Field) -> Shape<'a> {
        let place = (field as usize).wrapping_sub(FIRST);
        self.0.get(place).copied().unwrap_or(Shape::Absent)
    }

    /// A claim that is a text.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<&'a str> {
        match self.shape(field) {
            Shape::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A claim that is a date.
    #[must_use]
    pub fn date(&self, field: Field) -> Option<NumericDate> {
        match self.shape(field) {
            Shape::Number(seconds) => NumericDate::new(seconds.value),
            _ => None,
        }
    }

    /// A claim that is one text or many.
    #[must_use]
    pub fn texts(&self, field: Field) -> Texts<'a> {
        match self.shape(field) {
            Shape::Text(text) => Texts::One(Some(text)),
            Shape::Array(items) => Texts::Given(items),
            _ => Texts::One(None),
        }
    }

    /// The sign-in session: `session_id`, else `sid`.
    #[must_use]
    pub fn session_id(&self) -> Option<&'a str> {
        self.text(Field::SessionClaim).or(self.text(Field::Sid))
    }

    /// `scope` and `scopes`, each a space-separated text or an array of such; every scope once.
    #[must_use]
    pub fn scopes(&self) -> Vec<&'a str> {
        let mut scopes = Vec::new();
        for field in [Field::Scope, Field::Scopes] {
            for texts in self.texts(field) {
                scope::split_into(&mut scopes, texts);
            }
        }
        scopes
    }
}
