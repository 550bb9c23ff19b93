//! Tokens: texts and values in, numbers out.

use alloc::vec;

use focus_core::json::{self, Value};
use focus_core::token::{self, Claims, NumericDate, Texts, Wanted};
use focus_core::{Code, Field, Path, Problem, Timestamp};

use crate::answer;
use crate::buffer;
use crate::input::{Input, next};

exports! {
    /// The token of a list of headers: 0 for an anonymous request, else its place.
    "parseBearer" parse_bearer(nodes: usize, text: usize, length: usize) -> i32 {
        let input = Input::take(nodes, text, length);
        let Some(headers) = Texts::of(next(&mut input.values()).shape()) else {
            return answer::refuse_whole(Code::TokenMalformed);
        };
        match token::parse_bearer(headers) {
            Ok(None) => 0,
            Ok(Some(token)) => {
                let mut numbers = vec![];
                input.place(token, &mut numbers);
                buffer::keep(numbers)
            }
            Err(problem) => answer::refuse_one(problem),
        }
    }

    /// The claims text of the input, a compact token or (unless it must be one) that text itself:
    /// address and length, once it was read as strictly as a server reads it. Nothing is verified.
    "claimsText" claims_text(compact: u32, length: usize) -> i32 {
        let input = buffer::text(length);
        let text = if compact == 0 {
            token::claims_text(input)
        } else {
            token::unverified_claims_text(input).map(Into::into)
        };
        match text {
            Ok(text) if json::scan(&text).is_ok_and(|it| it.root().as_object().is_some()) => {
                buffer::keep_text(text.into_owned())
            }
            _ => answer::refuse_whole(Code::TokenMalformed),
        }
    }

    /// Checks claims: policy, claims, and the instant as text when `now` does not hold it. The
    /// answer has `exp`, `iat` (NaN without), whether the session is `session_id` (1) or `sid`
    /// (2), and the count of scopes with their places.
    "checkClaims" check_claims(now: f64, nodes: usize, text: usize, length: usize) -> i32 {
        let input = Input::take(nodes, text, length);
        let mut values = input.values();
        let wanted = match Wanted::read(next(&mut values)) {
            Ok(wanted) => wanted,
            Err(problems) => return answer::refuse(&problems),
        };
        let claims = next(&mut values);
        let instant = match values.next().and_then(Value::as_text) {
            Some(text) => Timestamp::parse(text),
            None => Timestamp::from_unix_ms_number(now),
        };
        let Some(now) = instant else {
            return answer::refuse_one(Problem::at(Code::InvalidTimestamp, Path::of(Field::Now)));
        };
        let claims = Claims::read(claims);
        match claims.and_then(|claims| token::check(&claims, &wanted, now).map(|()| claims)) {
            Ok(claims) => tell(&claims, &input),
            Err(problem) => answer::refuse_one(problem),
        }
    }
}

fn tell(claims: &Claims<'_>, input: &Input) -> i32 {
    let date = |field| claims.date(field).map_or(f64::NAN, NumericDate::seconds);
    let session = match claims.session_id() {
        None => 0.0,
        found if found == claims.text(Field::SessionClaim) => 1.0,
        Some(_) => 2.0,
    };
    let scopes = claims.scopes();
    let mut numbers = vec![date(Field::Exp), date(Field::Iat), session, scopes.len() as f64];
    for scope in scopes {
        input.place(scope, &mut numbers);
    }
    buffer::keep(numbers)
}
