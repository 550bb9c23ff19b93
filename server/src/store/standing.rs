//! How somebody stands: what their own ratings weigh, and what those they received come to.

use focus_core::credit::CreditTier;
use focus_core::rating::RatingValue;
use focus_core::{Hundredths, Timestamp, UserId};

use super::{Result, Row, Snapshot, Transaction, values};

/// Reads the newest part of a ratee's ratings, however many there are in all.
pub(super) const RECEIVED: &str = "SELECT rating, created_at, rater_reliability_at_time, weight
     FROM ratings WHERE ratee_id = $1 AND created_at >= $2 AND rating <> 'skip'";

/// What tells how much a rater's word counts.
#[derive(Debug)]
pub(crate) struct RaterRow {
    pub(crate) reliability: Hundredths,
    pub(crate) session_count: u32,
    pub(crate) created_at: Timestamp,
    /// None without an account.
    pub(crate) tier: Option<CreditTier>,
}

/// A green or red rating that somebody received.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) value: RatingValue,
    pub(crate) created_at: Timestamp,
    /// The rater's score at that time.
    pub(crate) rater_reliability: Hundredths,
    /// The rater's reporting power at that time.
    pub(crate) weight: Hundredths,
}

impl Snapshot {
    /// A user as a rater.
    pub(crate) async fn rater(&mut self, user: UserId) -> Result<RaterRow> {
        let sql = "SELECT u.reliability_score, u.session_count, u.created_at, c.tier
             FROM users u LEFT JOIN credits c ON c.user_id = u.id WHERE u.id = $1";
        let row = self.row(sql, values![user]).await?;
        let tier = row.maybe_text("tier")?.is_some();
        Ok(RaterRow {
            reliability: row.hundredths("reliability_score")?,
            session_count: row.count("session_count")?,
            created_at: row.instant("created_at")?,
            tier: tier.then(|| row.word("tier", CreditTier::parse)).transpose()?,
        })
    }

    /// The green and red ratings that a user received from `since` on.
    pub(crate) async fn received(
        &mut self,
        user: UserId,
        since: Timestamp,
    ) -> Result<Vec<Received>> {
        let rows = self.rows(RECEIVED, values![user, since]).await?;
        let received = |row: &Row| {
            Ok(Received {
                value: row.rating_value("rating")?,
                created_at: row.instant("created_at")?,
                rater_reliability: row.hundredths("rater_reliability_at_time")?,
                weight: row.hundredths("weight")?,
            })
        };
        rows.iter().map(received).collect()
    }
}

impl Transaction {
    /// Keeps a user's score.
    pub(crate) async fn set_reliability(&mut self, user: UserId, score: Hundredths) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE users SET reliability_score = $1, updated_at = $2 WHERE id = $3";
        self.execute(sql, values![score, now, user]).await?;
        Ok(())
    }

    /// Bans a user until then, whatever ban they had.
    pub(crate) async fn ban(&mut self, user: UserId, until: Timestamp) -> Result<()> {
        let now = self.now();
        let sql = "UPDATE users SET banned_until = $1, updated_at = $2 WHERE id = $3";
        self.execute(sql, values![until, now, user]).await?;
        Ok(())
    }
}
