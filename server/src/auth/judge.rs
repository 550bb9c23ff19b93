//! The order in which a token is judged. Each step is a method of what the step before it gave, so
//! that nobody can leave one out.

use focus_core::Timestamp;
use focus_core::json::{self, Document};
use focus_core::token::{Claims, Compact, Policy, Principal, check};

use super::algorithm::Algorithm;
use super::header::Header;
use super::jwk::Key;
use super::key_set::KeySet;
use super::refusal::Refusal;

/// Judges a token by keys that are at hand: its form, the signature, then the claims.
///
/// # Errors
/// The first reason to refuse it.
pub fn judge(
    token: &str,
    keys: &KeySet,
    allowed: &[Algorithm],
    policy: &Policy,
    now: Timestamp,
) -> Result<Principal, Refusal> {
    judge_compact(Compact::read(token)?, keys, allowed, policy, now).map(|(principal, _)| principal)
}

/// As [`judge`], for a token that was taken apart: whom its claims speak of, and the claims as they
/// were signed.
///
/// # Errors
/// The first reason to refuse it.
pub fn judge_compact(
    compact: Compact<'_>,
    keys: &KeySet,
    allowed: &[Algorithm],
    policy: &Policy,
    now: Timestamp,
) -> Result<(Principal, Vec<u8>), Refusal> {
    let token = Token::of(compact)?;
    let document = token.claims()?;
    token.allow(allowed)?;
    token.verify(keys.find(token.header())?)?;
    let principal = principal(&document, policy, now)?;
    drop(document);
    Ok((principal, token.compact.claims))
}

/// Judges the signature alone, of a token with any payload, by any algorithm: `keys` are read
/// for the algorithm that the header names. The payload is given back.
///
/// # Errors
/// The first reason to refuse it.
pub fn judge_signature(
    token: &str,
    keys: impl FnOnce(Algorithm) -> KeySet,
) -> Result<Vec<u8>, Refusal> {
    let compact = Compact::read(token)?;
    let header = Header::read(&compact.header)?;
    verify(&compact, keys(header.algorithm).find(&header)?)?;
    Ok(compact.claims)
}

/// A token whose form and header are good. Nothing is verified.
pub(super) struct Token<'a> {
    compact: Compact<'a>,
    header: Header,
}

impl<'a> Token<'a> {
    pub(super) fn read(token: &'a str) -> Result<Self, Refusal> {
        Self::of(Compact::read(token)?)
    }

    fn of(compact: Compact<'a>) -> Result<Self, Refusal> {
        let parts = [&compact.header, &compact.claims, &compact.signature];
        if parts.iter().any(|part| part.is_empty()) {
            return Err(Refusal::Parts);
        }
        let header = Header::read(&compact.header)?;
        if !header.is_token {
            return Err(Refusal::HeaderType);
        }
        Ok(Self { compact, header })
    }

    pub(super) const fn header(&self) -> &Header {
        &self.header
    }

    /// What was signed: header and claims.
    pub(super) const fn signed(&self) -> &'a str {
        self.compact.signed
    }

    /// The claims as JSON; who issued them is all that may be read before the signature.
    pub(super) fn claims(&self) -> Result<Document<'_>, Refusal> {
        let text = std::str::from_utf8(&self.compact.claims).map_err(|_| Refusal::ClaimsJson)?;
        let document = json::read(text).map_err(|_| Refusal::ClaimsJson)?;
        document.root().as_object().ok_or(Refusal::ClaimsJson)?;
        Ok(document)
    }

    pub(super) fn allow(&self, allowed: &[Algorithm]) -> Result<(), Refusal> {
        let is_allowed = allowed.contains(&self.header.algorithm);
        if is_allowed { Ok(()) } else { Err(Refusal::AlgorithmNotAllowed) }
    }

    pub(super) fn verify(&self, key: &Key) -> Result<(), Refusal> {
        verify(&self.compact, key)
    }
}

fn verify(compact: &Compact<'_>, key: &Key) -> Result<(), Refusal> {
    let is_good = key.verify(compact.signed.as_bytes(), &compact.signature);
    if is_good { Ok(()) } else { Err(Refusal::Signature) }
}

/// Whom the claims of a verified token speak of.
pub(super) fn principal(
    document: &Document<'_>,
    policy: &Policy,
    now: Timestamp,
) -> Result<Principal, Refusal> {
    let claims = Claims::read(document.root()).map_err(Refusal::Claims)?;
    check(&claims, &policy.wanted(), now).map_err(Refusal::Claims)?;
    Ok(Principal::of(&claims))
}
