//! `focus-server verify-token`: judges tokens by keys that stand beside them, a line each.

use std::io::{self, BufRead, Read as _, Write};

use focus_core::json::{self, Shape, Value};
use focus_core::token::{Compact, Policy, PolicyParts};
use focus_core::{Timestamp, key_set};
use serde_json::json;

use crate::auth::{Algorithm, KeySet, KeySetError, Refusal, judge_compact, judge_signature};
use crate::clock::Clock;

/// The longest line that is read, in bytes: a token and the largest key set, with room to spare.
const MAX_LINE: u64 = 2 * key_set::KEYS_BYTES_MAX as u64;

/// How much of a token is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Form, signature and claims.
    Whole,
    /// The signature, over any payload, by any algorithm.
    Signature,
}

/// What is wrong with a line itself.
#[derive(Clone, Copy)]
enum Broken {
    TooLong,
    NotText,
    NotJson,
    Member,
    KeySet,
    TooManyKeys,
}

impl Broken {
    const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "LINE_TOO_LONG",
            Self::NotText => "LINE_ENCODING",
            Self::NotJson => "LINE_JSON",
            Self::Member => "LINE_MEMBER",
            Self::KeySet => "KEY_SET_MALFORMED",
            Self::TooManyKeys => "KEY_SET_TOO_LARGE",
        }
    }
}

/// Why a line gets no good verdict.
enum Failure {
    Broken(Broken),
    Refused(Refusal),
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Reads lines until there are no more, and writes a verdict for each.
///
/// # Errors
/// When lines cannot be read or verdicts not be written; never because of what a line says.
pub fn run(
    mut lines: impl BufRead,
    mut verdicts: impl Write,
    scope: Scope,
    clock: &Clock,
) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut lines).take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            return verdicts.flush();
        }
        let verdict = if line.last() != Some(&b'\n') && line.len() as u64 == MAX_LINE {
            lines.skip_until(b'\n')?;
            told(Err(Broken::TooLong.into()))
        } else {
            verdict(&line, scope, clock.real())
        };
        writeln!(verdicts, "{verdict}")?;
    }
}

/// The verdict on one line, as JSON in one line: `{"ok": true, "claims": …}` or
/// `{"ok": false, "code": …}`.
///
/// A line is an object of `token`, `keys` (a set or one key), and maybe `issuer`, `audience`, `now`
/// (RFC 3339 text or milliseconds; `at` unless it says so) and `algorithms` (RS256 and ES256 unless
/// it says so; with one of HMAC's, keys may be secrets). Other members are not looked at. Without
/// `issuer` any issuer will do, without `audience` any audience.
#[must_use]
pub fn verdict(line: &[u8], scope: Scope, at: Timestamp) -> String {
    let judged = match scope {
        Scope::Whole => whole(line, at),
        Scope::Signature => signature(line),
    };
    told(judged)
}

/// The claims stand in the verdict as they were signed: read anew, a member might come out as another.
fn told(judged: Result<Option<String>, Failure>) -> String {
    let verdict = match judged {
        Ok(claims) => {
            let claims = claims.unwrap_or_else(|| "null".to_owned());
            // Between values a line break is white space, and within texts JSON has none.
            return format!(r#"{{"ok":true,"claims":{}}}"#, claims.replace(['\n', '\r'], " "));
        }
        Err(Failure::Broken(broken)) => json!({ "ok": false, "code": broken.code() }),
        Err(Failure::Refused(refusal)) => json!({ "ok": false, "code": refusal.code() }),
    };
    verdict.to_string()
}

fn whole(line: &[u8], at: Timestamp) -> Result<Option<String>, Failure> {
    let text = text_of(line)?;
    let document = json::read(text).map_err(|_| Broken::NotJson)?;
    let line = document.root();
    let token = required(line, "token")?;
    let now = match member(line, "now") {
        Some(now) => instant(now).ok_or(Broken::Member)?,
        None => at,
    };
    let allowed = match member(line, "algorithms") {
        Some(names) => algorithms(names).ok_or(Broken::Member)?,
        None => Algorithm::FOREIGN.to_vec(),
    };
    let issuer = optional(line, "issuer")?;
    let audience = optional(line, "audience")?;
    let keys = keys(line, &allowed)?;
    let compact = Compact::read(token).map_err(Refusal::from);
    let own = || compact.as_ref().ok().and_then(own_issuer);
    let issuer = issuer.map(str::to_owned).or_else(own);
    let policy = Policy::new(PolicyParts {
        // A token that names none, or an empty one, does not name this one either.
        issuers: vec![issuer.unwrap_or_else(|| "any".to_owned())],
        audiences: audience.map(|audience| vec![audience.to_owned()]),
        ..PolicyParts::default()
    });
    let policy = policy.map_err(|_| Broken::Member)?;
    let (_, claims) = judge_compact(compact?, &keys, &allowed, &policy, now)?;
    Ok(String::from_utf8(claims).ok())
}

fn signature(line: &[u8]) -> Result<Option<String>, Failure> {
    let text = text_of(line)?;
    let document = json::read(text).map_err(|_| Broken::NotJson)?;
    let line = document.root();
    let token = required(line, "token")?;
    // A set that is none is told before the token is looked at.
    keys(line, &Algorithm::ALL)?;
    let for_it = |algorithm| keys(line, &[algorithm]).unwrap_or_default();
    let payload = judge_signature(token, for_it)?;
    Ok(String::from_utf8(payload).ok().filter(|text| json::read(text).is_ok()))
}

fn text_of(line: &[u8]) -> Result<&str, Broken> {
    std::str::from_utf8(line).map_err(|_| Broken::NotText)
}

/// A member that is there; `null` is not.
fn member<'a>(line: Value<'a>, name: &str) -> Option<Value<'a>> {
    line.member(name).filter(|value| !matches!(value.shape(), Shape::Null))
}

fn optional<'a>(line: Value<'a>, name: &str) -> Result<Option<&'a str>, Broken> {
    let member = member(line, name);
    member.map(|it| it.as_text().filter(|it| !it.is_empty()).ok_or(Broken::Member)).transpose()
}

fn required<'a>(line: Value<'a>, name: &str) -> Result<&'a str, Broken> {
    line.member(name).and_then(Value::as_text).ok_or(Broken::Member)
}

fn keys(line: Value<'_>, allowed: &[Algorithm]) -> Result<KeySet, Broken> {
    let keys = line.member("keys").ok_or(Broken::Member)?;
    if keys.member("kty").is_some() && keys.member("keys").is_none() {
        return Ok(KeySet::of_one(keys, allowed));
    }
    KeySet::of(keys, allowed).map_err(|error| match error {
        KeySetError::Malformed => Broken::KeySet,
        KeySetError::TooMany => Broken::TooManyKeys,
    })
}

fn instant(value: Value<'_>) -> Option<Timestamp> {
    match value.shape() {
        Shape::Text(text) => Timestamp::parse(text),
        Shape::Number(millis) => Timestamp::from_unix_ms_number(millis.value),
        _ => None,
    }
}

fn algorithms(names: Value<'_>) -> Option<Vec<Algorithm>> {
    names.as_array()?.map(|name| Algorithm::parse(name.as_text()?)).collect()
}

/// The issuer that the token names, which is then the one that it must have.
fn own_issuer(compact: &Compact<'_>) -> Option<String> {
    let document = json::read(std::str::from_utf8(&compact.claims).ok()?).ok()?;
    let issuer = document.root().member("iss")?.as_text()?;
    (!issuer.is_empty()).then(|| issuer.to_owned())
}
