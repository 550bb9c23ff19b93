//! When a week begins.

use crate::time::Timestamp;
use crate::time::units::DAY_MICROS;

const WEEK_MICROS: i64 = 7 * DAY_MICROS;
/// The first Monday behind the epoch, which was a Thursday.
const FIRST_MONDAY: i64 = 4 * DAY_MICROS;

/// The first instant of the week: Monday, midnight UTC.
#[must_use]
pub const fn week_start(now: Timestamp) -> Timestamp {
    let micros = now.unix_micros();
    let into = micros.rem_euclid(WEEK_MICROS) - FIRST_MONDAY;
    Timestamp::from_unix_micros(micros.saturating_sub(into.rem_euclid(WEEK_MICROS)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_week_begins_on_a_monday_at_most_seven_days_ago(now in -1_i64 << 60..1 << 60) {
            let now = Timestamp::from_unix_micros(now);
            let start = week_start(now);
            let into = now.unix_micros() - start.unix_micros();
            prop_assert!((0..WEEK_MICROS).contains(&into));
            prop_assert_eq!((start.unix_micros() - FIRST_MONDAY) % WEEK_MICROS, 0);
            prop_assert_eq!(week_start(start), start);
        }
    }
}
