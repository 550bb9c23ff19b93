//! Credits and essence, with the ledgers that tell why they changed.

use focus_core::credit::balance::{Change, TransactionType};
use focus_core::credit::cycle::Refresh;
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

/// Why somebody got essence.
#[derive(Clone, Copy, Debug)]
pub(crate) enum EssenceCause {
    /// They completed a session.
    Completed,
    /// They completed so many sessions, in a week or altogether.
    Streak(u32),
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

    /// Begins an account's next cycle, and logs the allowance if it brought anything.
    pub(crate) async fn refresh_credits(&mut self, user: UserId, refresh: &Refresh) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE credits SET credit_cycle_start = $1, gifts_sent_this_week = $2,
                 updated_at = $3 WHERE user_id = $4";
        let gifts = refresh.gifts_sent_this_week;
        self.execute(sql, values![refresh.cycle_start, gifts, now, user]).await?;
        if refresh.change.amount == 0 {
            return Ok(());
        }
        let cause = Cause {
            kind: TransactionType::WeeklyRefresh,
            description: "Weekly credit refresh",
            user: None,
            session: None,
        };
        self.change_credits(user, refresh.change, cause).await
    }

    /// Keeps how many of those whom an account referred completed a session.
    pub(crate) async fn set_referrals(&mut self, user: UserId, completed: u32) -> Result<()> {
        let sql = "UPDATE credits SET referrals_completed = $1 WHERE user_id = $2";
        self.execute(sql, values![completed, user]).await?;
        Ok(())
    }

    /// Gives somebody essence, and the ledger a line.
    pub(crate) async fn earn_essence(
        &mut self,
        user: UserId,
        amount: u32,
        cause: EssenceCause,
        session: SessionId,
    ) -> Result<()> {
        let now = self.now();
        self.execute(
            "INSERT INTO furniture_essence (user_id, balance, total_earned, created_at, updated_at)
             VALUES ($1, $2, $2, $3, $3)
             ON CONFLICT (user_id) DO UPDATE SET
                 balance = furniture_essence.balance + excluded.balance,
                 total_earned = furniture_essence.total_earned + excluded.total_earned,
                 updated_at = excluded.updated_at",
            values![user, amount, now],
        )
        .await?;
        let (kind, description) = match cause {
            EssenceCause::Completed => ("session_complete", "Session completed".to_owned()),
            EssenceCause::Streak(sessions) => ("streak_bonus", format!("{sessions} sessions")),
        };
        self.execute(
            "INSERT INTO essence_transactions (id, user_id, amount, transaction_type, description,
                 related_session_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            values![ids::uuid(), user, amount, kind, description, session, now],
        )
        .await?;
        Ok(())
    }
}
