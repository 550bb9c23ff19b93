//! Until a ban ends: `H:MM:SS`.

use alloc::string::String;

use super::{left_ms, next_below};
use crate::digits;
use crate::time::Timestamp;
use crate::time::units::SECOND_MILLIS;

/// What a page shows of a ban.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BanCountdown {
    /// `47:59:59`, hours without a leading zero.
    pub countdown: String,
    /// Whole seconds left, rounded down.
    pub seconds: u64,
    /// Hours that are left of them, rounded up.
    pub hours: u64,
    /// Whether the ban is over, or there is none.
    pub is_expired: bool,
    /// When the text is another one, or the ban is over; none once it is.
    pub next_change: Option<Timestamp>,
}

/// The countdown of a ban. At its end it is over: matching takes the account from then on.
#[must_use]
pub fn ban(banned_until: Option<Timestamp>, now: Timestamp) -> BanCountdown {
    let left = banned_until.map_or(0, |until| left_ms(until, now).max(0));
    let seconds = (left / SECOND_MILLIS).unsigned_abs();
    let mut countdown = String::new();
    digits::push(&mut countdown, seconds / 3_600, 1);
    countdown.push(':');
    digits::push(&mut countdown, seconds / 60 % 60, 2);
    countdown.push(':');
    digits::push(&mut countdown, seconds % 60, 2);
    BanCountdown {
        countdown,
        seconds,
        hours: seconds.div_ceil(3_600),
        is_expired: left == 0,
        next_change: banned_until
            .filter(|_| left > 0)
            .map(|until| next_below(until, left, SECOND_MILLIS)),
    }
}
