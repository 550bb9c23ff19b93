//! How old a copy of revocations may be.

use super::Reading;
use crate::code::Code;
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::time::units::SECOND_MICROS;
use crate::words::word_set;

/// Seconds for which a copy of revocations is as good as the list itself.
pub const MAX_STALE_SECONDS: u32 = 60;

word_set! {
    /// What becomes of requests that only read while revocations are unknown.
    StaleReads {
        /// They are refused for now, as writes are.
        Deny "deny",
        /// They are served.
        Allow "allow",
    }
}

/// Whether a copy that was last read at `read_at` is fresh: for a minute and not a microsecond more.
/// One that was never read is not. One that was read later than now is: the clock was set back.
#[must_use]
pub fn is_fresh(read_at: Option<Timestamp>, now: Timestamp) -> bool {
    const MAX_AGE: u64 = MAX_STALE_SECONDS as u64 * SECOND_MICROS.unsigned_abs();
    read_at.is_some_and(|read_at| now.micros_since(read_at) <= MAX_AGE)
}

/// Lets everything pass while the copy is fresh, and what only reads longer where that was chosen.
///
/// # Errors
/// `AUTH_UNAVAILABLE`.
pub fn check_fresh(reading: Reading, now: Timestamp) -> Result<(), Problem> {
    let is_served = !reading.is_write && reading.stale_reads == StaleReads::Allow;
    if is_served || is_fresh(reading.read_at, now) {
        Ok(())
    } else {
        Err(Problem::new(Code::AuthUnavailable))
    }
}
