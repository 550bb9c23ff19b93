//! What no request does: the past that laptop mode begins with.

use focus_core::credit::CreditTier;
use focus_core::{SessionId, Timestamp, UserId};

use super::{Result, Snapshot, Transaction, values};

impl Snapshot {
    /// Whether there is anybody.
    pub(crate) async fn has_users(&mut self) -> Result<bool> {
        let sql = "SELECT 1 FROM users WHERE username > '' LIMIT 1";
        Ok(self.maybe_row(sql, values![]).await?.is_some())
    }
}

impl Transaction {
    /// Has companions come to a table when it starts.
    pub(crate) async fn await_companions(&mut self, session: SessionId) -> Result<()> {
        let sql = "UPDATE sessions SET filled_at = NULL WHERE id = $1";
        self.execute(sql, values![session]).await?;
        Ok(())
    }

    /// Has everybody at a table have been in its room from one instant to the other.
    pub(crate) async fn sat_through(
        &mut self,
        session: SessionId,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE session_participants
             SET connected_at = $2, disconnected_at = $3, active_ms = $4 WHERE session_id = $1";
        let active_ms = until.unix_millis() - since.unix_millis();
        self.execute(sql, values![session, since, until, active_ms]).await?;
        Ok(())
    }

    /// Has an account pay for a tier.
    pub(crate) async fn set_tier(&mut self, user: UserId, tier: CreditTier) -> Result<()> {
        let sql = "UPDATE credits SET tier = $2 WHERE user_id = $1";
        self.execute(sql, values![user, tier.as_str()]).await?;
        Ok(())
    }
}
