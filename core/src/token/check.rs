//! Whether a token's claims are good enough, and who they speak of.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::claims::{Claims, NumericDate};
use super::compact::claims_text;
use super::policy::{Policy, Wanted};
use super::texts::Texts;
use crate::code::Code;
use crate::json;
use crate::problem::{Field, Path, Problem};
use crate::time::Timestamp;
use crate::time::units::SECOND_MICROS;

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

impl Principal {
    /// Whom claims speak of that [`check`] let pass.
    #[must_use]
    pub fn of(claims: &Claims<'_>) -> Self {
        let text = |field| claims.text(field).map(String::from);
        Self {
            issuer: text(Field::Iss).unwrap_or_default(),
            subject: text(Field::Sub).unwrap_or_default(),
            email: text(Field::Email),
            role: text(Field::Role),
            session_id: claims.session_id().map(String::from),
            jti: text(Field::Jti),
            scopes: claims.scopes().into_iter().map(String::from).collect(),
            tier: text(Field::Tier),
            issued_at: claims.date(Field::Iat).map(NumericDate::seconds),
            expires_at: claims.date(Field::Exp).map_or(0.0, NumericDate::seconds),
        }
    }

    /// Whether the token is over by now: what alone may change of claims that passed [`check`]
    /// before. `leeway_seconds` is the policy's.
    #[must_use]
    pub fn is_expired(&self, leeway_seconds: u32, now: Timestamp) -> bool {
        let date = NumericDate::new(self.expires_at);
        date.is_none_or(|date| has_come(date, now, -i64::from(leeway_seconds)))
    }
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
    let text: Cow<'_, str> = claims_text(token_or_claims)?;
    let document = json::read(&text).map_err(|_| Problem::new(Code::TokenMalformed))?;
    let claims = Claims::read(document.root())?;
    check(&claims, &policy.wanted(), now)?;
    Ok(Principal::of(&claims))
}

/// Checks claims whose types are right.
///
/// # Errors
/// As [`check_claims`], from `exp` on.
pub fn check(claims: &Claims<'_>, wanted: &Wanted<'_>, now: Timestamp) -> Result<(), Problem> {
    match first_failure(claims, wanted, now) {
        None => Ok(()),
        Some((code, field)) => Err(Problem::at(code, Path::of(field))),
    }
}

fn first_failure(
    claims: &Claims<'_>,
    wanted: &Wanted<'_>,
    now: Timestamp,
) -> Option<(Code, Field)> {
    let is_among = |text: Option<&str>, list: Texts<'_>| text.is_some_and(|it| list.contain(it));
    let leeway = -i64::from(wanted.leeway_seconds);
    if claims.date(Field::Exp).is_none_or(|date| has_come(date, now, leeway)) {
        return Some((Code::TokenExpired, Field::Exp));
    }
    let ahead = i64::from(wanted.not_before_leeway_seconds);
    for field in [Field::Nbf, Field::Iat] {
        if claims.date(field).is_some_and(|date| !has_come(date, now, ahead)) {
            return Some((Code::TokenNotYetValid, field));
        }
    }
    if !is_among(claims.text(Field::Iss), wanted.issuers) {
        return Some((Code::TokenIssuer, Field::Iss));
    }
    if let Some(audiences) = wanted.audiences
        && !claims.texts(Field::Aud).any(|audience| audiences.contain(audience))
    {
        return Some((Code::TokenAudience, Field::Aud));
    }
    if let Some(parties) = wanted.authorized_parties {
        let party = claims.text(Field::Azp);
        // A token without a party is for its audience, if that was checked.
        if !is_among(party, parties) && (party.is_some() || wanted.audiences.is_none()) {
            return Some((Code::TokenParty, Field::Azp));
        }
    }
    if wanted.token_type.is_some() && claims.text(Field::Type) != wanted.token_type {
        return Some((Code::TokenType, Field::Type));
    }
    if claims.text(Field::Sub).is_none_or(str::is_empty) {
        return Some((Code::TokenSubject, Field::Sub));
    }
    if let Some(roles) = wanted.roles
        && !is_among(claims.text(Field::Role), roles)
    {
        return Some((Code::TokenRole, Field::Role));
    }
    None
}

/// Whether a date is now or past, for a clock that runs `ahead` seconds fast. Exact: no date is
/// large enough to overflow here.
#[inline(never)]
pub(crate) fn has_come(date: NumericDate, now: Timestamp, ahead: i64) -> bool {
    let now = now.unix_micros();
    let (seconds, micros) = date.parts();
    let (now, rest) = (now.div_euclid(SECOND_MICROS), now.rem_euclid(SECOND_MICROS));
    (now + ahead, rest) >= (seconds + micros / SECOND_MICROS, micros % SECOND_MICROS)
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
