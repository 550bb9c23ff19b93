//! How many people are likely to come to a slot.

use crate::time::Timestamp;
use crate::time::units::HOUR_MICROS;

/// People that are expected in the evening, from 19 to 24 o'clock.
pub const PEAK_HOUR_ESTIMATE: u32 = 25;
/// People that are expected in the daytime, from 9 to 19 o'clock.
pub const MODERATE_HOUR_ESTIMATE: u32 = 12;
/// People that are expected at night.
pub const OFF_PEAK_HOUR_ESTIMATE: u32 = 5;

/// Most people are eight hours ahead of UTC.
const LOCAL_OFFSET_HOURS: i64 = 8;

/// People that are likely to come, by the hour of the slot eight hours ahead of UTC.
#[must_use]
pub const fn estimate_demand(slot: Timestamp) -> u32 {
    let hours = slot.unix_micros().div_euclid(HOUR_MICROS) + LOCAL_OFFSET_HOURS;
    match hours.rem_euclid(24) {
        19..=23 => PEAK_HOUR_ESTIMATE,
        9..=18 => MODERATE_HOUR_ESTIMATE,
        _ => OFF_PEAK_HOUR_ESTIMATE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_has_three_parts() {
        let at = |hour: i64| estimate_demand(Timestamp::from_unix_millis(hour * 3_600_000));
        assert_eq!([at(0), at(1), at(10), at(11), at(15), at(16)], [5, 12, 12, 25, 25, 5]);
        assert_eq!(at(-1), 5);
        assert_eq!(at(-13), 25);
    }
}
