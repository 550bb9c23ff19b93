//! What is worth trying again.

use crate::words::word_set;

/// How something failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure<'a> {
    /// With a code of PostgreSQL's, `40001`.
    SqlState(&'a str),
    /// With a result code of SQLite's, extended or not.
    Sqlite(u32),
    /// With an HTTP status.
    Http(u16),
    /// With no answer in time.
    Timeout,
}

word_set! {
    /// Who says how something failed.
    FailureKind {
        /// PostgreSQL.
        SqlState "sqlstate",
        /// SQLite.
        Sqlite "sqlite",
        /// An HTTP server.
        Http "http",
        /// Nobody did in time.
        Timeout "timeout",
    }
}

/// Whether it may go well when it is tried again: serialization failures and deadlocks, lost
/// connections and a database that starts, `SQLITE_BUSY` (in its extended forms too), the statuses
/// 429, 502, 503 and 504, timeouts. Nothing else: a broken constraint stays broken.
#[must_use]
pub fn is_worth_retrying(failure: Failure<'_>) -> bool {
    const SQLSTATE_LENGTH: usize = 5;
    const SQLITE_BUSY: u32 = 5;
    match failure {
        Failure::SqlState(code) => {
            let is_connection = code.starts_with("08") && code.len() == SQLSTATE_LENGTH;
            matches!(code, "40001" | "40P01" | "57P03") || is_connection
        }
        // The low byte of an extended code is the primary one.
        Failure::Sqlite(code) => code & 0xff == SQLITE_BUSY,
        Failure::Http(status) => matches!(status, 429 | 502 | 503 | 504),
        Failure::Timeout => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn extended_codes_of_busy_are_busy() {
        for code in [5, 5 | 1 << 8, 5 | 2 << 8, 5 | 3 << 8] {
            assert!(is_worth_retrying(Failure::Sqlite(code)), "{code}");
        }
        // Locked, a constraint, and busy in the wrong byte.
        for code in [0, 6, 19, 5 << 8, 19 | 5 << 8] {
            assert!(!is_worth_retrying(Failure::Sqlite(code)), "{code}");
        }
    }

    proptest! {
        #[test]
        fn no_constraint_error_is_tried_again(rest in "[0-9A-Z]{3}") {
            let code = alloc::format!("23{rest}");
            prop_assert!(!is_worth_retrying(Failure::SqlState(&code)));
        }

        #[test]
        fn no_status_below_500_but_429_is_tried_again(status in 100_u16..500) {
            prop_assert_eq!(is_worth_retrying(Failure::Http(status)), status == 429);
        }
    }
}
