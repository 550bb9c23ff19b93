//! Tokens: texts in, JSON out.

use alloc::string::String;

use focus_core::json::{self, push_text};
use focus_core::token::{self, Policy, Principal};
use focus_core::{Code, Field, Path, Problem, Timestamp};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer;
use crate::buffer;

/// The token of the headers in the input (a JSON list of texts), 0 for an anonymous request.
#[wasm_bindgen(js_name = parseBearer)]
#[must_use]
pub fn parse_bearer(length: usize) -> i32 {
    let input = buffer::take_input(length);
    let malformed = || answer::refuse(&[Problem::new(Code::TokenMalformed)]);
    let Ok(list) = json::read(core::str::from_utf8(&input).unwrap_or_default()) else {
        return malformed();
    };
    let Some(headers) = list.as_array() else { return malformed() };
    if headers.iter().any(|header| header.as_text().is_none()) {
        return malformed();
    }
    match token::parse_bearer(headers.iter().filter_map(json::Value::as_text)) {
        Ok(None) => 0,
        Ok(Some(token)) => ascii_json(token),
        Err(problem) => answer::refuse(&[problem]),
    }
}

/// The claims of the compact token in the input, as JSON. Nothing is verified.
#[wasm_bindgen(js_name = readUnverifiedClaims)]
#[must_use]
pub fn read_unverified_claims(length: usize) -> i32 {
    let input = buffer::take_input(length);
    let malformed = Problem::new(Code::TokenMalformed);
    let claims = token::unverified_claims_text(core::str::from_utf8(&input).unwrap_or_default());
    let claims = claims.and_then(|text| match json::read(&text) {
        Ok(json::Value::Object(_)) => Ok(text),
        _ => Err(malformed),
    });
    match claims {
        Ok(text) => answer::text(escaped(&text)),
        Err(problem) => answer::refuse(&[problem]),
    }
}

/// Checks the claims in the input. It holds a token or claims text, the policy's JSON and, when
/// `now` is NaN, the instant as text; the first two with their lengths. The numbers are `iat`
/// (NaN without) and `exp`.
#[wasm_bindgen(js_name = checkClaims)]
#[must_use]
pub fn check_claims(token_length: usize, policy_length: usize, length: usize, now: f64) -> i32 {
    let input = buffer::take_input(length);
    let input = core::str::from_utf8(&input).unwrap_or_default();
    let parts = input.split_at_checked(token_length).and_then(|(token, rest)| {
        rest.split_at_checked(policy_length).map(|(policy, now)| (token, policy, now))
    });
    let Some((token, policy, now_text)) = parts else {
        return answer::refuse(&[Problem::new(Code::TokenMalformed)]);
    };
    let policy = match Policy::try_from(policy) {
        Ok(policy) => policy,
        Err(problems) => return answer::refuse(&problems),
    };
    let instant = match now_text {
        "" => Timestamp::from_unix_ms_number(now),
        text => Timestamp::parse(text),
    };
    let Some(now) = instant else {
        return answer::refuse(&[Problem::at(Code::InvalidTimestamp, Path::of(Field::Now))]);
    };
    match token::check_claims(token, &policy, now) {
        Ok(principal) => tell(&principal),
        Err(problem) => answer::refuse(&[problem]),
    }
}

fn tell(principal: &Principal) -> i32 {
    let mut out = String::from("{\"issuer\":");
    push_text(&mut out, &principal.issuer);
    out.push_str(",\"subject\":");
    push_text(&mut out, &principal.subject);
    for (name, value) in [
        (",\"email\":", &principal.email),
        (",\"role\":", &principal.role),
        (",\"sessionId\":", &principal.session_id),
        (",\"jti\":", &principal.jti),
        (",\"tier\":", &principal.tier),
    ] {
        if let Some(value) = value {
            out.push_str(name);
            push_text(&mut out, value);
        }
    }
    out.push_str(",\"scopes\":[");
    for (at, scope) in principal.scopes.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        push_text(&mut out, scope);
    }
    out.push_str("]}");
    buffer::set_numbers(&[principal.issued_at.unwrap_or(f64::NAN), principal.expires_at]);
    answer::text(out)
}

fn ascii_json(text: &str) -> i32 {
    let mut out = String::new();
    push_text(&mut out, text);
    answer::text(out)
}

/// JSON with every character beyond ASCII as an escape; such stand inside of texts only.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            json::push_escaped(&mut out, c);
        }
    }
    out
}
