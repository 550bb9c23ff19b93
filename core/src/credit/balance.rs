//! Spending and adding.

use crate::code::Code;
use crate::problem::Problem;

use super::tier::CreditTier;
use crate::words::word_set;

word_set! {
    /// Why a balance changed, as the ledger has it.
    TransactionType {
        /// A seat was taken.
        SessionJoin "session_join",
        /// Credits were given to somebody.
        GiftSent "gift_sent",
        /// Credits came from somebody.
        GiftReceived "gift_received",
        /// Somebody who was referred completed a first session.
        Referral "referral",
        /// A week's allowance.
        WeeklyRefresh "weekly_refresh",
        /// A ban.
        Penalty "penalty",
        /// A seat was given back in time.
        Refund "refund",
    }
}

/// A balance that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the account has now.
    pub balance: u32,
    /// What the ledger logs: by how much the balance changed, less than 0 for what was spent.
    pub amount: i64,
}

impl Change {
    pub(super) fn between(before: u32, balance: u32) -> Self {
        Self { balance, amount: i64::from(balance) - i64::from(before) }
    }
}

/// Whether a balance covers an amount. Without an account nothing is covered. No tier is let off:
/// the upper ones have a large balance instead.
#[must_use]
pub fn is_sufficient(credits_remaining: Option<u32>, amount: u32) -> bool {
    credits_remaining.is_some_and(|balance| balance >= amount)
}

/// Spends an amount.
///
/// # Errors
/// `INSUFFICIENT_CREDITS` when the balance is smaller.
pub fn deduct(credits_remaining: u32, amount: u32) -> Result<Change, Problem> {
    let balance = credits_remaining.checked_sub(amount);
    let balance = balance.ok_or(Problem::new(Code::InsufficientCredits))?;
    Ok(Change::between(credits_remaining, balance))
}

/// Adds an amount, whole, unless the cap of a tier is given: then no further than to that tier's
/// largest balance. A balance that stands above the cap already stays; adding never lowers it.
/// What is logged is what was added, which at the cap is less than the amount.
#[must_use]
pub fn add(credits_remaining: u32, amount: u32, cap: Option<CreditTier>) -> Change {
    let most = cap.map_or(u32::MAX, |tier| tier.allowance().max_balance);
    let balance = credits_remaining.saturating_add(amount).min(most).max(credits_remaining);
    Change::between(credits_remaining, balance)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_words_are_the_types() {
        let words = TransactionType::ALL.iter().map(|known| known.as_str());
        assert!(words.eq(TransactionType::WORDS.to_vec()));
        assert_eq!(TransactionType::parse("penalty"), Some(TransactionType::Penalty));
        assert_eq!(TransactionType::parse("gift"), None);
    }

    #[test]
    fn the_last_credit_can_be_spent_and_no_more() {
        assert_eq!(deduct(1, 1), Ok(Change { balance: 0, amount: -1 }));
        assert_eq!(deduct(0, 1), Err(Problem::new(Code::InsufficientCredits)));
    }

    proptest! {
        #[test]
        fn what_is_sufficient_can_be_spent_and_nothing_else(balance: u32, amount: u32) {
            let spent = deduct(balance, amount);
            prop_assert_eq!(spent.is_ok(), is_sufficient(Some(balance), amount));
            if let Ok(change) = spent {
                prop_assert_eq!(change.amount, -i64::from(amount));
                prop_assert_eq!(add(change.balance, amount, None).balance, balance);
            }
        }

        #[test]
        fn adding_never_lowers_a_balance_and_logs_what_it_added(
            balance: u32, amount: u32, tier in 0_usize..6,
        ) {
            let cap = CreditTier::ALL.get(tier).copied();
            let change = add(balance, amount, cap);
            prop_assert!(change.balance >= balance && change.amount <= i64::from(amount));
            prop_assert_eq!(i64::from(change.balance), i64::from(balance) + change.amount);
            let most = cap.map_or(u32::MAX, |tier| tier.allowance().max_balance);
            prop_assert!(change.balance <= most.max(balance));
            // Less than the amount only where the cap stands.
            prop_assert!(change.amount == i64::from(amount) || change.balance == most.max(balance));
        }
    }
}
