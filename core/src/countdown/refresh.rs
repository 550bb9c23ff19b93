//! Until credits are refreshed: days and hours, hours and minutes, or minutes.

use alloc::string::String;

use super::{left_ms, next_below};
use crate::digits;
use crate::time::Timestamp;
use crate::time::units::{DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS};

/// What a page shows until the refresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshCountdown {
    /// `6d 23h`, `5h 0m`, `12m`; `Now!` once it is due, `--` while no instant is known.
    pub countdown: String,
    /// Whether it is due.
    pub is_expired: bool,
    /// When the text is another one; none once it stays.
    pub next_change: Option<Timestamp>,
}

/// The countdown to a refresh. Whole minutes, rounded down: half a minute is `0m` and not due.
#[must_use]
pub fn refresh(at: Option<Timestamp>, now: Timestamp) -> RefreshCountdown {
    let Some(at) = at else { return still("--", false) };
    let left = left_ms(at, now);
    if left <= 0 {
        return still("Now!", true);
    }
    let (days, hours) = (left / DAY_MILLIS, left % DAY_MILLIS / HOUR_MILLIS);
    let mut countdown = String::new();
    let push = |text: &mut String, count: i64, letter| {
        digits::push(text, count.unsigned_abs(), 1);
        text.push(letter);
    };
    // The smaller of the two units that are shown.
    let unit = if days > 0 {
        push(&mut countdown, days, 'd');
        countdown.push(' ');
        push(&mut countdown, hours, 'h');
        HOUR_MILLIS
    } else {
        if hours > 0 {
            push(&mut countdown, hours, 'h');
            countdown.push(' ');
        }
        push(&mut countdown, left % HOUR_MILLIS / MINUTE_MILLIS, 'm');
        MINUTE_MILLIS
    };
    RefreshCountdown { countdown, is_expired: false, next_change: Some(next_below(at, left, unit)) }
}

fn still(text: &str, is_expired: bool) -> RefreshCountdown {
    RefreshCountdown { countdown: text.into(), is_expired, next_change: None }
}
