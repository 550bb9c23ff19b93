//! Whether a token's claims are good enough, and who they speak of.

use alloc::string::String;
use alloc::vec::Vec;

use super::claims::{Claims, NumericDate};
use super::compact::claims_text;
use super::policy::Policy;
use crate::code::Code;
use crate::problem::{Field, Path, Problem};
use crate::time::Timestamp;

/// Who a token speaks of. A user is the pair of issuer and subject.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Principal {
    /// Who issued the token.
    pub issuer: String,
    /// The issuer's name for the user, never empty.
    pub subject: String,
    /// `email`
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub email: Option<String>,
    /// `role`
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub role: Option<String>,
    /// The sign-in session, `session_id` or `sid`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub session_id: Option<String>,
    /// `jti`
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub jti: Option<String>,
    /// `scope` and `scopes`, each once.
    pub scopes: Vec<String>,
    /// `tier`; worth something only in tokens of our own.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub tier: Option<String>,
    /// `iat`, seconds since the epoch.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub issued_at: Option<f64>,
    /// `exp`, seconds since the epoch.
    pub expires_at: f64,
}

/// Checks the claims of a compact token, or of a claims text that is a JSON object. **The
/// signature is not verified here.**
///
/// # Errors
/// The first failure: shape, `exp`, `nbf`, `iat`, `iss`, `aud`, `azp`, token type, `sub`, `role`;
/// each with its own code, at its claim.
pub fn check_claims(
    token_or_claims: &str,
    policy: &Policy,
    now: Timestamp,
) -> Result<Principal, Problem> {
    check(Claims::read(&claims_text(token_or_claims)?)?, policy, now)
}

/// Checks claims whose types are right.
///
/// # Errors
/// As [`check_claims`], from `exp` on.
pub fn check(claims: Claims, policy: &Policy, now: Timestamp) -> Result<Principal, Problem> {
    let policy = policy.parts();
    let ahead = policy.not_before_leeway_seconds;
    let fail = |code, field| Err(Problem::at(code, Path::of(field)));
    if has_come(claims.expires_at, now, -i128::from(policy.leeway_seconds)) {
        return fail(Code::TokenExpired, Field::Exp);
    }
    for (date, field) in [(claims.not_before, Field::Nbf), (claims.issued_at, Field::Iat)] {
        if date.is_some_and(|date| !has_come(date, now, i128::from(ahead))) {
            return fail(Code::TokenNotYetValid, field);
        }
    }
    let Some(issuer) = claims.issuer.filter(|issuer| policy.issuers.contains(issuer)) else {
        return fail(Code::TokenIssuer, Field::Iss);
    };
    if let Some(wanted) = &policy.audiences {
        let named = claims.audience.unwrap_or_default();
        if !named.iter().any(|audience| wanted.contains(audience)) {
            return fail(Code::TokenAudience, Field::Aud);
        }
    }
    if let Some(wanted) = &policy.authorized_parties {
        let fits = match &claims.authorized_party {
            Some(party) => wanted.contains(party),
            None => policy.audiences.is_some(),
        };
        if !fits {
            return fail(Code::TokenParty, Field::Azp);
        }
    }
    if policy.token_type.is_some() && claims.token_type != policy.token_type {
        return fail(Code::TokenType, Field::Type);
    }
    let Some(subject) = claims.subject.filter(|subject| !subject.is_empty()) else {
        return fail(Code::TokenSubject, Field::Sub);
    };
    if let Some(wanted) = &policy.roles
        && !claims.role.as_ref().is_some_and(|role| wanted.contains(role))
    {
        return fail(Code::TokenRole, Field::Role);
    }
    Ok(Principal {
        issuer,
        subject,
        email: claims.email,
        role: claims.role,
        session_id: claims.session_id,
        jti: claims.jti,
        scopes: claims.scopes,
        tier: claims.tier,
        issued_at: claims.issued_at.map(NumericDate::seconds),
        expires_at: claims.expires_at.seconds(),
    })
}

/// Whether a date is now or past, for a clock that runs `ahead` seconds fast. Exact, and too wide
/// to overflow.
fn has_come(date: NumericDate, now: Timestamp, ahead: i128) -> bool {
    i128::from(now.unix_micros()) + ahead * 1_000_000 >= date.micros()
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
