//! Reporting power: what somebody's red ratings count towards a ban.

use crate::credit::CreditTier;
use crate::decimal::Hundredths;
use crate::time::Timestamp;
use crate::time::units::DAY_MILLIS;

/// Sessions from which on a free account is established.
pub const COMMUNITY_AGE_GATE_SESSIONS: u32 = 5;
/// Whole days from which on a free account is established.
pub const COMMUNITY_AGE_GATE_DAYS: i64 = 7;
/// What a paying rater's red rating counts.
pub const PAID_RED_WEIGHT: Hundredths = Hundredths(100);
/// What the red rating of an established free account counts.
pub const FREE_ESTABLISHED_RED_WEIGHT: Hundredths = Hundredths(50);
/// What the red rating of a new free account counts.
pub const FREE_NEW_RED_WEIGHT: Hundredths = Hundredths(0);

/// The power of a rater: 1.00 for who pays, 0.50 for a free account with five sessions and seven
/// whole days behind it, else 0.00. Without a tier an account is free, and without a date of its
/// making it is new.
#[must_use]
pub fn reporting_power(
    tier: Option<CreditTier>,
    session_count: u32,
    created_at: Option<Timestamp>,
    now: Timestamp,
) -> Hundredths {
    let gate = COMMUNITY_AGE_GATE_DAYS * DAY_MILLIS;
    let is_old = created_at.is_some_and(|created_at| now >= created_at.plus_millis(gate));
    if tier.is_some_and(CreditTier::is_paid) {
        PAID_RED_WEIGHT
    } else if session_count >= COMMUNITY_AGE_GATE_SESSIONS && is_old {
        FREE_ESTABLISHED_RED_WEIGHT
    } else {
        FREE_NEW_RED_WEIGHT
    }
}
