//! Credits and essence, with the ledgers that tell why they changed.

use focus_core::credit::balance::{Change, TransactionType};
use focus_core::{SessionId, UserId};

use super::{Result, Transaction, values};
use crate::ids;

/// Why a balance changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cause {
    pub(crate) kind: TransactionType,
    pub(crate) description: &'static str,
    pub(crate) user: Option<UserId>,
    pub(crate) session: Option<SessionId>,
}

impl Transaction {
    /// Gives an account its new balance, and the ledger a line.
    pub(crate) async fn change_credits(
        &mut self,
        user: UserId,
        change: Change,
        cause: Cause,
    ) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE credits SET credits_remaining = $1, updated_at = $2 WHERE user_id = $3";
        self.execute(sql, values![change.balance, now, user]).await?;
        self.execute(
            "INSERT INTO credit_transactions (id, user_id, amount, transaction_type, description,
                 related_user_id, related_session_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![
                ids::uuid(),
                user,
                change.amount,
                cause.kind.as_str(),
                cause.description,
                cause.user,
                cause.session,
                now,
            ],
        )
        .await?;
        Ok(())
    }
}
