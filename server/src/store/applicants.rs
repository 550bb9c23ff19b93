//! Who asks for a seat: what they are judged on.

use focus_core::{Timestamp, UserId};

use super::{Result, Snapshot, values};

/// What somebody who asks for a seat is judged on.
#[derive(Debug)]
pub(crate) struct ApplicantRow {
    pub(crate) username: String,
    pub(crate) display_name: Option<String>,
    pub(crate) banned_until: Option<Timestamp>,
    /// None when there is no account of theirs.
    pub(crate) credits_remaining: Option<u32>,
}

impl Snapshot {
    /// What is known of a user who asks for a seat.
    pub(crate) async fn applicant(&mut self, user: UserId) -> Result<Option<ApplicantRow>> {
        let sql = "SELECT u.username, u.display_name, u.banned_until,
                 CASE WHEN c.user_id IS NULL THEN 0 ELSE 1 END AS has_account,
                 COALESCE(c.credits_remaining, 0) AS credits_remaining
             FROM users u LEFT JOIN credits c ON c.user_id = u.id WHERE u.id = $1";
        let Some(row) = self.maybe_row(sql, values![user]).await? else { return Ok(None) };
        let credits = row.count("credits_remaining")?;
        Ok(Some(ApplicantRow {
            username: row.text("username")?,
            display_name: row.maybe_text("display_name")?,
            banned_until: row.maybe_instant("banned_until")?,
            credits_remaining: (row.integer("has_account")? == 1).then_some(credits),
        }))
    }
}
