//! The guard before a rating: nobody rates one session while another is pending.

use crate::code::Code;
use crate::id::Uuid;
use crate::problem::Problem;

/// Refuses to rate `session_id` while `pending` names another session. Without a pending session
/// (absent or empty) the rating proceeds. UUIDs are compared by value, other ids exactly.
///
/// # Errors
/// `SESSION_MISMATCH`.
pub fn guard(pending: Option<&str>, session_id: &str) -> Result<(), Problem> {
    match pending {
        None | Some("") => Ok(()),
        Some(pending) if same(pending, session_id) => Ok(()),
        Some(_) => Err(Problem::new(Code::SessionMismatch)),
    }
}

fn same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    match (Uuid::parse(one), Uuid::parse(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOWER: &str = "0190f4a0-0000-7000-8000-0000000000ab";
    const UPPER: &str = "0190F4A0-0000-7000-8000-0000000000AB";

    #[test]
    fn without_a_pending_session_every_rating_proceeds() {
        assert_eq!(guard(None, LOWER), Ok(()));
        assert_eq!(guard(Some(""), LOWER), Ok(()));
        assert_eq!(guard(None, ""), Ok(()));
    }

    #[test]
    fn uuids_are_compared_by_value_and_other_ids_exactly() {
        assert_eq!(guard(Some(LOWER), UPPER), Ok(()));
        assert_eq!(guard(Some("table-1"), "table-1"), Ok(()));
        assert!(guard(Some("table-1"), "TABLE-1").is_err());
        assert!(guard(Some(LOWER), "").is_err());
        assert!(guard(Some(LOWER), " 0190f4a0-0000-7000-8000-0000000000ab").is_err());
    }

    #[test]
    fn the_refusal_has_the_words_that_clients_know() {
        let refusal = guard(Some("a"), "b").unwrap_err();
        assert_eq!(refusal.message(), "Session mismatch: cannot rate a different session");
    }
}
