//! What an account may spend and give, and who referred it.

use focus_core::credit::CreditTier;
use focus_core::{Timestamp, UserId};

use super::{Result, Snapshot, Transaction, values};

/// The credits of an account, with everything that is told of them.
#[derive(Debug)]
pub(crate) struct AccountRow {
    pub(crate) tier: CreditTier,
    pub(crate) credits_remaining: u32,
    pub(crate) gifts_sent_this_week: u32,
    pub(crate) cycle_start: Timestamp,
    pub(crate) referral_code: String,
    pub(crate) referred_by: Option<UserId>,
    /// The name of who referred the account; none when nobody did, or when they are gone.
    pub(crate) referrer_username: Option<String>,
    pub(crate) referrals_completed: u32,
}

impl AccountRow {
    /// Who referred the account; none when nobody did, or when they are gone.
    pub(crate) fn referrer(&self) -> Option<UserId> {
        self.referred_by.filter(|_| self.referrer_username.is_some())
    }
}

impl Snapshot {
    /// The credits of an account; none for users without one and for those who are gone.
    pub(crate) async fn account(&mut self, user: UserId) -> Result<Option<AccountRow>> {
        let sql = "SELECT c.tier, c.credits_remaining, c.gifts_sent_this_week,
                 c.credit_cycle_start, c.referral_code, c.referred_by, c.referrals_completed,
                 r.username AS referrer_username
             FROM credits c JOIN users u ON u.id = c.user_id
             LEFT JOIN users r ON r.id = c.referred_by AND r.purged_at IS NULL
             WHERE c.user_id = $1 AND u.purged_at IS NULL";
        let Some(row) = self.maybe_row(sql, values![user]).await? else { return Ok(None) };
        Ok(Some(AccountRow {
            tier: row.word("tier", CreditTier::parse)?,
            credits_remaining: row.count("credits_remaining")?,
            gifts_sent_this_week: row.count("gifts_sent_this_week")?,
            cycle_start: row.instant("credit_cycle_start")?,
            referral_code: row.text("referral_code")?,
            referred_by: row.maybe_user_id("referred_by")?,
            referrer_username: row.maybe_text("referrer_username")?,
            referrals_completed: row.count("referrals_completed")?,
        }))
    }

    /// Whose referral code this is, and their username.
    pub(crate) async fn owner_of_code(&mut self, code: &str) -> Result<Option<(UserId, String)>> {
        let sql = "SELECT u.id, u.username FROM credits c JOIN users u ON u.id = c.user_id
             WHERE c.referral_code = $1 AND u.purged_at IS NULL";
        let Some(row) = self.maybe_row(sql, values![code]).await? else { return Ok(None) };
        Ok(Some((row.user_id("id")?, row.text("username")?)))
    }
}

impl Transaction {
    /// Keeps how many credits an account gave away in its cycle.
    pub(crate) async fn set_gifts_sent(&mut self, user: UserId, count: u32) -> Result<()> {
        let sql = "UPDATE credits SET gifts_sent_this_week = $1 WHERE user_id = $2";
        self.execute(sql, values![count, user]).await?;
        Ok(())
    }

    /// Keeps who referred an account.
    pub(crate) async fn set_referrer(&mut self, user: UserId, referrer: UserId) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE credits SET referred_by = $1, updated_at = $2 WHERE user_id = $3";
        self.execute(sql, values![referrer, now, user]).await?;
        Ok(())
    }
}
