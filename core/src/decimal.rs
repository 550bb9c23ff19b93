//! Scores: exact decimals with two places, kept as hundredths and shown as text.

use core::fmt;

/// A decimal with two places: `Hundredths(9_467)` is `94.67`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(pub u32);

impl Hundredths {
    /// `100.00`, a full score.
    pub const ONE_HUNDRED: Self = Self(10_000);
}

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Hundredths {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `numerator / denominator` rounded half up to a whole number; 0 when the denominator is 0.
#[must_use]
pub fn divide_half_up(numerator: u64, denominator: u64) -> u64 {
    let (n, d) = (u128::from(numerator), u128::from(denominator));
    let rounded = (n * 2 + d).checked_div(d * 2).unwrap_or(0);
    u64::try_from(rounded).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn hundredths_show_two_places() {
        assert_eq!(Hundredths::ONE_HUNDRED.to_string(), "100.00");
        assert_eq!(Hundredths(5).to_string(), "0.05");
    }

    #[test]
    fn a_half_rounds_up() {
        assert_eq!(divide_half_up(1, 2), 1);
        assert_eq!(divide_half_up(5, 4), 1);
        assert_eq!(divide_half_up(6, 4), 2);
        assert_eq!(divide_half_up(7, 0), 0);
        assert_eq!(divide_half_up(u64::MAX, 1), u64::MAX);
    }
}
