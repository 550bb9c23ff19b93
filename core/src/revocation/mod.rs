//! Tokens that are taken back before they are over: what one is known by, how long that is remembered,
//! and what is answered by those who have not heard of revocations for a while.
//!
//! A host keeps two lists: tokens by their [`TokenName`], and people by their [`TokenHolder`] with an
//! instant up to which everything that was issued to them is refused. Every instance has a copy of
//! both, which says when it was last read. [`Revocation::of`] tells what to store, [`judge`] what a
//! token is worth by the copy.

mod name;
mod stale;

pub use name::{TokenHolder, TokenName};
pub use stale::{MAX_STALE_SECONDS, StaleReads, check_fresh, is_fresh};

use crate::code::Code;
use crate::facts::Facts;
use crate::problem::{Allowed, Field, Problem};
use crate::time::Timestamp;
use crate::time::units::{DAY_SECONDS, SECOND_MICROS, SECOND_MILLIS};
use crate::token::{MAX_LEEWAY_SECONDS, NumericDate, has_come};
use crate::words::word_set;

/// Days that the end of all of somebody's tokens is remembered at least.
pub const NOT_BEFORE_DAYS: i64 = 30;
/// The last whole second that is an instant.
const LAST_SECOND: i64 = i64::MAX / SECOND_MICROS;

word_set! {
    /// Which tokens are revoked.
    RevocationScope {
        /// The one that the request came with.
        Token "token",
        /// All that were issued to its holder up to now.
        All "all",
    }
}

impl RevocationScope {
    /// Reads a body: `scope`, which must be there.
    ///
    /// Notes what is wrong with it: `MISSING`, `WRONG_TYPE` or `UNKNOWN_VALUE` at `scope`.
    pub fn read(facts: &mut Facts<'_>) -> Self {
        facts.choice(Field::Scope, Allowed::RevocationScopes)
    }
}

/// A token as the end of it is reckoned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TokenTimes {
    /// `iat`, seconds since the epoch. What is no date counts as none.
    pub issued_at: Option<f64>,
    /// `exp`, seconds since the epoch. What is no date counts as the furthest.
    pub expires_at: f64,
    /// How long it is taken beyond that: the policy's, at most [`MAX_LEEWAY_SECONDS`].
    pub leeway_seconds: u32,
}

/// What to store when tokens are revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The instant up to which everything issued to the holder is refused; none when one token alone
    /// is revoked, which is to be listed.
    pub not_before: Option<Timestamp>,
    /// From when on it need not be remembered: a whole second.
    pub kept_until: Timestamp,
}

impl Revocation {
    /// What follows from a request, made with a good token, to revoke it or all of its holder's.
    ///
    /// One token is remembered until nobody takes it any more: its expiry and the leeway, rounded up
    /// to a whole second.
    ///
    /// All of them end at `now`, or at the token's own `iat` where the issuer's clock runs ahead (no
    /// good token is further ahead than [`MAX_LEEWAY_SECONDS`]), so the request's own token ends too.
    /// How long the others live is nowhere said, but an issuer gives tokens of a kind the same life. So
    /// the instant is remembered for as long as the request's token lives (`exp` − `iat`, or what is
    /// left of it when it does not say when it was issued), at least for [`NOT_BEFORE_DAYS`], since the
    /// others may be of a kind that lives longer; and for the leeway on top.
    #[must_use]
    pub fn of(scope: RevocationScope, token: TokenTimes, now: Timestamp) -> Self {
        let leeway = i64::from(token.leeway_seconds.min(MAX_LEEWAY_SECONDS));
        let expires_at = NumericDate::new(token.expires_at).map_or(LAST_SECOND, second_from);
        if scope == RevocationScope::Token {
            return Self { not_before: None, kept_until: instant_of(expires_at + leeway) };
        }
        let issued_at = token.issued_at.and_then(NumericDate::new);
        let latest = now.plus_millis(i64::from(MAX_LEEWAY_SECONDS) * SECOND_MILLIS);
        let not_before = issued_at.map_or(now, |date| first_at(date).clamp(now, latest));
        let (from, rest) = seconds_of(not_before);
        let from = from + i64::from(rest > 0);
        let (began, _) = issued_at.map_or(seconds_of(now), NumericDate::parts);
        let life = (expires_at - began).max(NOT_BEFORE_DAYS * DAY_SECONDS);
        Self { not_before: Some(not_before), kept_until: instant_of(from + life + leeway) }
    }

    /// What to store where something is stored already of the same token or holder: of both the later
    /// instants. A later request may have come with a token of a shorter life, or from a slow clock.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self {
            not_before: self.not_before.max(other.not_before),
            kept_until: self.kept_until.max(other.kept_until),
        }
    }
}

/// What is known of a token that is good otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Whether the token is listed as revoked.
    pub is_listed: bool,
    /// The instant up to which everything issued to its holder is refused.
    pub not_before: Option<Timestamp>,
    /// The token's `iat`, seconds since the epoch. What is no date counts as none.
    pub issued_at: Option<f64>,
}

/// Refuses a token that is known to be revoked: it is listed, or it was issued at or before its
/// holder's instant.
///
/// A token that does not say when it was issued may be any of those that the holder wanted to end, so
/// it is refused. And since most issuers tell whole seconds, cut, a token of the very second of that
/// instant counts as issued before it: who signs in again has to do so a second later, while the
/// other way round a token stolen in that second would outlive the end of all.
///
/// # Errors
/// `TOKEN_REVOKED`.
pub fn check(known: &Known) -> Result<(), Problem> {
    let is_before = |not_before| {
        let issued_at = known.issued_at.and_then(NumericDate::new);
        issued_at.is_none_or(|date| has_come(date, not_before, 0))
    };
    if known.is_listed || known.not_before.is_some_and(is_before) {
        return Err(Problem::new(Code::TokenRevoked));
    }
    Ok(())
}

/// How a request stands to the copy of revocations that it is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// When the copy was last read; none when it never was.
    pub read_at: Option<Timestamp>,
    /// Whether the request may change something.
    pub is_write: bool,
    /// What becomes of requests that only read while the copy is too old.
    pub stale_reads: StaleReads,
}

/// What a token is worth by a copy of revocations: a revocation that is known holds however old the
/// copy is, and of what is not known a copy that is too old says nothing.
///
/// # Errors
/// `TOKEN_REVOKED`, then `AUTH_UNAVAILABLE`: as [`check`] and [`check_fresh`] say.
pub fn judge(known: &Known, reading: Reading, now: Timestamp) -> Result<(), Problem> {
    check(known)?;
    check_fresh(reading, now)
}

/// The first whole second at which a date has come.
const fn second_from(date: NumericDate) -> i64 {
    let (seconds, micros) = date.parts();
    seconds + if micros > 0 { 1 } else { 0 }
}

/// The first instant at which a date has come; the furthest for one beyond.
const fn first_at(date: NumericDate) -> Timestamp {
    let (seconds, micros) = date.parts();
    Timestamp::from_unix_micros(seconds.saturating_mul(SECOND_MICROS).saturating_add(micros))
}

/// Whole seconds since the epoch, and the microseconds beyond them.
const fn seconds_of(instant: Timestamp) -> (i64, i64) {
    let micros = instant.unix_micros();
    (micros.div_euclid(SECOND_MICROS), micros.rem_euclid(SECOND_MICROS))
}

/// The instant of a whole second, no further than there are any. Nothing here is far below.
fn instant_of(second: i64) -> Timestamp {
    Timestamp::from_unix_micros(second.min(LAST_SECOND) * SECOND_MICROS)
}

#[cfg(test)]
mod tests;
