//! Headers, compact tokens, policies and claims.

use focus_core::token::{self, Claims, MAX_LEEWAY_SECONDS, Policy, PolicyParts, Principal};
use focus_core::{Code, Problem, Timestamp, json};

use super::{number, text};
use crate::inputs::base64url;

/// A token is a word of the one header, in which it follows the scheme.
pub(super) fn bearer(bytes: &[u8]) {
    let text = &*text(bytes);
    let headers: Vec<&str> = text.split('\n').collect();
    let anonymous = token::parse_bearer([]);
    assert_eq!(anonymous, Ok(None));
    let one = token::parse_bearer([text]);
    let words: Vec<&str> = text.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [scheme, word] if scheme.eq_ignore_ascii_case("bearer") => assert_eq!(one, Ok(Some(*word))),
        [scheme, ..] if scheme.eq_ignore_ascii_case("bearer") => malformed(one.err()),
        _ => assert_eq!(one, Ok(None)),
    }
    if headers.len() > 1 {
        malformed(token::parse_bearer(headers).err());
    }
}

fn malformed(problem: Option<Problem>) {
    assert_eq!(problem.map(|problem| problem.code()), Some(Code::TokenMalformed));
}

/// A token that is taken apart has three parts, and its claims encode to the second.
pub(super) fn compact(bytes: &[u8]) {
    let token = &*text(bytes);
    match token::unverified_claims_text(token) {
        Ok(claims) => {
            let parts: Vec<&str> = token.split('.').collect();
            assert_eq!(parts.get(1).copied(), Some(base64url(claims.as_bytes()).as_str()));
            assert!(parts.len() == 3 && !parts.contains(&"") && token.is_ascii());
            assert_eq!(token::claims_text(token).as_deref(), Ok(claims.as_str()));
        }
        Err(problem) => malformed(Some(problem)),
    }
    // Whatever the bytes are, encoded they are claims, if they are text.
    let encoded = format!("e30.{}.AA", base64url(bytes));
    if let Ok(claims) = token::unverified_claims_text(&encoded) {
        assert_eq!(claims.as_bytes(), bytes);
    } else {
        assert!(bytes.is_empty() || std::str::from_utf8(bytes).is_err() || encoded.len() > 8_192);
    }
}

/// A policy that is read can be judged again, and a policy of its parts is the same.
pub(super) fn policy(bytes: &[u8]) {
    match Policy::try_from(&*text(bytes)) {
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| problem.code() == Code::InvalidPolicy));
        }
        Ok(policy) => {
            let PolicyParts { issuers, audiences, authorized_parties, roles, .. } = policy.parts();
            let lists = [audiences, authorized_parties, roles].map(Option::as_ref);
            for list in lists.into_iter().flatten().chain([issuers]) {
                assert!(!list.is_empty() && list.iter().all(|text| !text.is_empty()));
            }
            let parts = policy.parts().clone();
            let leeways = [parts.leeway_seconds, parts.not_before_leeway_seconds];
            assert!(leeways.iter().all(|seconds| *seconds <= MAX_LEEWAY_SECONDS));
            assert_eq!(Policy::new(parts), Ok(policy));
        }
    }
}

const POLICIES: &[&str] = &[
    r#"{"issuers":["us"],"audiences":null}"#,
    r#"{"issuers":["us","b"],"audiences":["a"],"leewaySeconds":300,"notBeforeLeewaySeconds":30}"#,
    r#"{"issuers":["us"],"audiences":null,"authorizedParties":["p"],"roles":["r"],"tokenType":"t"}"#,
];

/// Claims that pass speak of somebody, now; claims of a wrong type pass no policy.
pub(super) fn claims(bytes: &[u8]) {
    let mut rest = bytes;
    let now = Timestamp::from_unix_micros(number(&mut rest).cast_signed());
    let token = &*text(rest);
    let document = json::read(token);
    let read = document.as_ref().map(|document| Claims::read(document.root()));
    for policy in POLICIES.iter().filter_map(|text| Policy::try_from(*text).ok()) {
        match token::check_claims(token, &policy, now) {
            Ok(who) => check_principal(&who, &policy, now),
            Err(problem) if token.trim_ascii_start().starts_with('{') => {
                let fits = matches!(read, Ok(Ok(_))) && token.len() <= token::MAX_TOKEN_LENGTH;
                assert_eq!(problem.code() == Code::TokenMalformed, !fits, "{problem:?}");
            }
            Err(_) => {}
        }
    }
}

fn check_principal(who: &Principal, policy: &Policy, now: Timestamp) {
    let parts = policy.parts();
    assert!(parts.issuers.contains(&who.issuer) && !who.subject.is_empty());
    let seconds = now.unix_micros() as f64 / 1e6;
    // Doubles of this size are exact to far less than a second.
    assert!(who.expires_at + f64::from(parts.leeway_seconds) > seconds - 1.0);
    let issued = who.issued_at.unwrap_or(0.0) - f64::from(parts.not_before_leeway_seconds);
    assert!(issued < seconds + 1.0 || who.issued_at.is_none());
    let mut scopes = who.scopes.clone();
    scopes.sort();
    scopes.dedup();
    assert!(
        scopes.len() == who.scopes.len()
            && scopes.iter().all(|it| !it.contains(' ') && !it.is_empty())
    );
    if let Some(roles) = &parts.roles {
        assert!(who.role.as_ref().is_some_and(|role| roles.contains(role)));
    }
}
