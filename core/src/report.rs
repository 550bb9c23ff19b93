//! Reporting somebody to the moderators.

use crate::code::Code;
use crate::facts::Facts;
use crate::id::{SessionId, UserId};
use crate::problem::{Field, Problem};

/// The longest description, in code points after trimming.
pub const REPORT_DESCRIPTION_MAX_LENGTH: u32 = 2_000;
/// The longest category, in code points after trimming.
pub const REPORT_CATEGORY_MAX_LENGTH: u32 = 50;
/// Reports that one person may make of one session.
pub const MAX_REPORTS_PER_SESSION: usize = 3;
/// What becomes of a report first.
pub const REPORT_STATUS: &str = "pending";

/// A report to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report<'a> {
    /// Whom it is about.
    pub reported_user_id: UserId,
    /// The session in which it happened.
    pub session_id: SessionId,
    /// What it is about, in a word of the client's: 1 to 50 code points.
    pub category: &'a str,
    /// What happened, at most 2,000 code points.
    pub description: Option<&'a str>,
}

impl<'a> Report<'a> {
    /// Reads a body in the contract's spelling: `reported_user_id`, `session_id`, `category`, and
    /// `description`, which may be absent, `null` or blank.
    ///
    /// Notes whatever is wrong, at its member.
    pub fn read(facts: &mut Facts<'a>) -> Self {
        let reported_user_id = UserId::new(facts.id(Field::ReportedUserId));
        let session_id = SessionId::new(facts.id(Field::SessionId));
        let category = facts.text(Field::Category, REPORT_CATEGORY_MAX_LENGTH);
        facts.refuse_nul(Field::Category, Some(category));
        let description = facts.storable_text(Field::Description, REPORT_DESCRIPTION_MAX_LENGTH);
        Self { reported_user_id, session_id, category, description }
    }

    /// Judges a report. `reported` are those whom the reporter has reported of this session before.
    /// Whether anybody was at the table is not asked.
    ///
    /// # Errors
    /// The first check that fails: `SELF_REPORT`, `DUPLICATE_REPORT`, `REPORT_LIMIT_EXCEEDED`.
    pub fn check(&self, reporter_id: UserId, reported: &[UserId]) -> Result<(), Problem> {
        let refused = |code| Err(Problem::new(code));
        if self.reported_user_id == reporter_id {
            return refused(Code::SelfReport);
        }
        if reported.contains(&self.reported_user_id) {
            return refused(Code::DuplicateReport);
        }
        if reported.len() >= MAX_REPORTS_PER_SESSION {
            return refused(Code::ReportLimitExceeded);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;

    #[test]
    fn the_first_check_that_fails_tells() {
        let user = |n| UserId::new(Uuid::from_bytes([n; 16]).unwrap());
        let session_id = SessionId::new(Uuid::from_bytes([9; 16]).unwrap());
        let report =
            Report { reported_user_id: user(1), session_id, category: "spam", description: None };
        let others = [user(2), user(3), user(4)];
        let code = |reporter, reported: &[UserId]| {
            report.check(reporter, reported).map_err(|problem| problem.code())
        };
        assert_eq!(code(user(5), &others[..2]), Ok(()));
        assert_eq!(code(user(5), &others), Err(Code::ReportLimitExceeded));
        assert_eq!(code(user(5), &[user(1), user(2), user(3)]), Err(Code::DuplicateReport));
        assert_eq!(code(user(1), &[user(1), user(2), user(3)]), Err(Code::SelfReport));
    }
}
