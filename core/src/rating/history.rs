//! What somebody received, summed up.

use crate::decimal::divide_half_up;

/// The sum of received ratings; skips do not count.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct HistorySummary {
    /// Green and red ratings.
    pub total_received: u64,
    /// Green ratings.
    pub green_count: u64,
    /// Red ratings.
    pub red_count: u64,
    /// Share of green in percent, one decimal, half rounds up; 0 when nothing was received.
    pub green_percentage: f64,
}

/// Sums up the counts of green and red ratings.
#[must_use]
pub fn summary(green: u32, red: u32) -> HistorySummary {
    let (green, red) = (u64::from(green), u64::from(red));
    let tenths = divide_half_up(green * 1_000, green + red);
    HistorySummary {
        total_received: green + red,
        green_count: green,
        red_count: red,
        green_percentage: tenths as f64 / 10.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_has_one_decimal_and_a_half_rounds_up() {
        for (green, red, percentage) in [
            (0, 0, 0.0),
            (0, 3, 0.0),
            (3, 0, 100.0),
            (1, 2, 33.3),
            (2, 1, 66.7),
            (1, 15, 6.3),
            (5, 3, 62.5),
            (1, 7, 12.5),
            (3, 13, 18.8),
        ] {
            assert_eq!(summary(green, red).green_percentage, percentage, "{green}:{red}");
        }
    }
}
