//! Giving a seat up before the session starts: an hour ahead the credit comes back, once.

use alloc::string::{String, ToString};

use super::{WayOut, way_out};
use crate::code::Code;
use crate::digits;
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::time::units::{MINUTE_MICROS, SECOND_MICROS};
use crate::words::word_set;

/// A credit is given back to who cancels this many seconds before the start, or earlier.
pub const REFUND_NOTICE_SECONDS: i64 = 3_600;

word_set! {
    /// What becomes of the credit.
    Refund {
        /// It is given back.
        Refunded "refunded",
        /// It was given back for this seat before.
        AlreadyRefunded "already_refunded",
        /// It is too late for that.
        TooLate "too_late",
    }
}

/// A seat that was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// What becomes of the credit.
    pub refund: Refund,
    /// Whole minutes that were left until the start.
    pub minutes_left: u64,
}

impl Cancellation {
    /// What the person is told.
    #[must_use]
    pub fn message(&self) -> String {
        match self.refund {
            Refund::Refunded => "Session cancelled. Credit refunded to your account.".to_string(),
            Refund::AlreadyRefunded => {
                "Session cancelled. Credit was already refunded.".to_string()
            }
            Refund::TooLate => {
                let mut text = String::from("Session cancelled. No refund: ");
                digits::push(&mut text, self.minutes_left, 1);
                text.push_str(" minutes before start, minimum ");
                digits::push(&mut text, REFUND_NOTICE_SECONDS.unsigned_abs() / 60, 1);
                text.push_str(" required.");
                text
            }
        }
    }
}

/// Gives up a seat of a session that starts at `start`. The seat is free again in any case; the
/// credit comes back an hour ahead or earlier, unless it did before (`refunded_at`).
///
/// # Errors
/// `SESSION_ALREADY_STARTED` from the start on.
pub fn cancel(
    start: Timestamp,
    refunded_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Cancellation, Problem> {
    if way_out(start, now) == WayOut::Leave {
        return Err(Problem::new(Code::SessionAlreadyStarted));
    }
    let away = start.micros_since(now);
    let refund = match refunded_at {
        _ if away < (REFUND_NOTICE_SECONDS * SECOND_MICROS).unsigned_abs() => Refund::TooLate,
        Some(_) => Refund::AlreadyRefunded,
        None => Refund::Refunded,
    };
    Ok(Cancellation { refund, minutes_left: away / MINUTE_MICROS.unsigned_abs() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_credit_comes_back_once_and_an_hour_ahead(ms in -10_000_000..10_000_000_i64) {
            let (start, now) = (Timestamp::from_unix_millis(ms), Timestamp::from_unix_millis(0));
            let first = cancel(start, None, now).map(|done| done.refund);
            let again = cancel(start, Some(now), now).map(|done| done.refund);
            prop_assert_eq!(first.is_err(), ms <= 0);
            prop_assert_eq!(first == Ok(Refund::Refunded), ms >= 3_600_000);
            prop_assert!(again != Ok(Refund::Refunded));
        }
    }
}
