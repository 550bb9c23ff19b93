//! Countdowns: what a page shows until an instant, and when it shows something else.
//!
//! Each instant is cut to whole milliseconds first, then subtracted, as phases do it.

mod ban;
mod days;
mod refresh;
mod waiting;

pub use ban::{BanCountdown, ban};
pub use days::{DayLabel, RelativeDays, relative_days};
pub use refresh::{RefreshCountdown, refresh};
pub use waiting::{Destination, GET_READY_SECONDS, WaitingRoom, dashboard, waiting_room};

use crate::time::Timestamp;

/// Milliseconds from `now` to `at`, below zero once it is over. Timestamps hold ±9.3e15 ms, so the
/// difference cannot overflow.
const fn left_ms(at: Timestamp, now: Timestamp) -> i64 {
    at.unix_millis() - now.unix_millis()
}

/// So many milliseconds before an instant, itself cut to its millisecond.
const fn before(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(at.unix_millis() - millis)
}

/// When a count of whole units, rounded down, is another one: a millisecond behind a whole one, and
/// at the very end. `left` is above zero.
const fn next_below(at: Timestamp, left: i64, unit: i64) -> Timestamp {
    let whole = left / unit * unit;
    before(at, if whole == 0 { 0 } else { whole - 1 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::units::{DAY_MILLIS, HOUR_MILLIS, SECOND_MILLIS};

    const AT: Timestamp = Timestamp::from_unix_millis(1_777_627_800_000);

    proptest! {
        #[test]
        fn until_the_next_change_everything_stays_and_then_something_changes(left in 1_i64..200 * HOUR_MILLIS) {
            let now = AT.plus_millis(-left);
            let shown = refresh(Some(AT), now);
            let next = shown.next_change.unwrap();
            prop_assert!(next > now && next <= AT);
            prop_assert_eq!(refresh(Some(AT), next.plus_millis(-1)), shown.clone());
            prop_assert_ne!(refresh(Some(AT), next), shown);

            let shown = ban(Some(AT), now);
            let next = shown.next_change.unwrap();
            prop_assert!(next > now && next <= AT);
            prop_assert_eq!(ban(Some(AT), next.plus_millis(-1)), shown.clone());
            prop_assert_ne!(ban(Some(AT), next), shown);

            let shown = waiting_room(Some(AT), now);
            let next = shown.next_change.unwrap();
            prop_assert!(next > now && next <= AT);
            prop_assert_eq!(waiting_room(Some(AT), next.plus_millis(-1)), shown);
            prop_assert_ne!(waiting_room(Some(AT), next), shown);
        }

        #[test]
        fn nobody_enters_early_and_nobody_waits_longer(left in -HOUR_MILLIS..HOUR_MILLIS) {
            let now = AT.plus_millis(-left);
            let room = waiting_room(Some(AT), now);
            prop_assert_eq!(room.redirect == Some(Destination::Session), now >= AT);
            prop_assert_eq!(room.remaining == 0, now >= AT);
            prop_assert_eq!(room.get_ready, left <= GET_READY_SECONDS * SECOND_MILLIS);
            let sent = dashboard(true, true, Some(AT), now);
            prop_assert_eq!(sent == Some(Destination::WaitingRoom), now < AT);
            prop_assert_eq!(sent == Some(Destination::Session), now >= AT);
        }

        #[test]
        fn a_ban_of_any_length_tells_its_seconds(left in -HOUR_MILLIS..400 * HOUR_MILLIS) {
            let shown = ban(Some(AT), AT.plus_millis(-left));
            let parts: Vec<u64> = shown.countdown.split(':').map(|part| part.parse().unwrap()).collect();
            prop_assert_eq!(parts.iter().fold(0, |sum, part| sum * 60 + part), shown.seconds);
            prop_assert_eq!(shown.is_expired, left <= 0);
            prop_assert!(shown.hours * 3_600 >= shown.seconds && shown.seconds + 3_600 > shown.hours * 3_600);
        }

        #[test]
        fn days_gone_by_only_grow(ago in -DAY_MILLIS..400 * DAY_MILLIS, step in 0..400 * DAY_MILLIS) {
            let days = |ago| relative_days(Some(AT), AT.plus_millis(ago)).days.unwrap();
            prop_assert!(days(ago) <= days(ago + step));
            prop_assert_eq!(days(ago.max(0) + DAY_MILLIS), days(ago.max(0)) + 1);
        }

        #[test]
        fn the_furthest_instants_give_an_answer(at: i64, now: i64) {
            let (at, now) = (Timestamp::from_unix_micros(at), Timestamp::from_unix_micros(now));
            let is_over = at.unix_millis() <= now.unix_millis();
            prop_assert_eq!(refresh(Some(at), now).is_expired, is_over);
            prop_assert_eq!(ban(Some(at), now).is_expired, is_over);
            prop_assert_eq!(waiting_room(Some(at), now).next_change.is_none(), is_over);
            prop_assert!(relative_days(Some(at), now).days.unwrap() >= 0);
        }
    }
}
