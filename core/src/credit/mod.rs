//! Credits: what seats are paid with.
//!
//! [`tier`] is the table of tiers, [`balance`] spends and adds, [`cycle`] refreshes a week's
//! allowance, [`gift`] and [`referral`] move credits between people, and [`badge`] tells how a
//! balance is shown. Every outcome is plain data for the host to store: new balances, and the
//! amount that the ledger logs, which is always what the balance really changed by. No balance
//! falls below 0 or wraps around.

pub mod badge;
pub mod balance;
pub mod cycle;
pub mod gift;
pub mod referral;
pub mod tier;

pub use cycle::{CYCLE_DAYS, cycle_start, first_not_due, next_refresh};
pub use tier::CreditTier;

use crate::time::Timestamp;

/// Credits of a new account.
pub const STARTING_CREDITS: u32 = 2;
/// The tier of a new account.
pub const STARTING_TIER: CreditTier = CreditTier::Free;

/// The credits of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// What it pays for.
    pub tier: CreditTier,
    /// What it may spend.
    pub credits_remaining: u32,
    /// Credits that it gave away since its cycle began.
    pub gifts_sent_this_week: u32,
    /// The day on which its cycle began, as that day's first instant in UTC.
    pub cycle_start: Timestamp,
}

/// The credits of an account that is made now.
#[must_use]
pub const fn new_account(now: Timestamp) -> Account {
    Account {
        tier: STARTING_TIER,
        credits_remaining: STARTING_CREDITS,
        gifts_sent_this_week: 0,
        cycle_start: cycle_start(now),
    }
}
