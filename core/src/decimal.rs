//! Scores: exact decimals with two places, kept as hundredths and shown as text.

use core::fmt;

use alloc::string::String;

use crate::digits;

/// A decimal with two places: `Hundredths(9_467)` is `94.67`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(pub u32);

impl Hundredths {
    /// `100.00`, a full score.
    pub const ONE_HUNDRED: Self = Self(10_000);

    /// Reads digits, and behind a point at least one more; from the third on they must be zeros,
    /// since nothing is rounded. No sign, no blanks, no exponent.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_number =
            |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let mut digits = fraction.bytes().map(|byte| u32::from(byte - b'0'));
        let (tens, ones) = (digits.next()?, digits.next().unwrap_or(0));
        if digits.any(|digit| digit != 0) {
            return None;
        }
        let whole: u32 = whole.parse().ok()?;
        whole.checked_mul(100)?.checked_add(tens * 10 + ones).map(Self)
    }
}

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(*self))
    }
}

/// As it is displayed.
impl From<Hundredths> for String {
    fn from(Hundredths(hundredths): Hundredths) -> Self {
        let mut text = Self::new();
        digits::push(&mut text, u64::from(hundredths / 100), 1);
        text.push('.');
        digits::push(&mut text, u64::from(hundredths % 100), 2);
        text
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
    let rounded = divide_half_up_wide(numerator.into(), denominator.into());
    u64::try_from(rounded).unwrap_or(u64::MAX)
}

/// As [`divide_half_up`], for sums that no smaller number holds.
#[must_use]
pub(crate) fn divide_half_up_wide(numerator: u128, denominator: u128) -> u128 {
    let Some(quotient) = numerator.checked_div(denominator) else { return 0 };
    let rest = numerator - quotient * denominator;
    // At the half or above it; written so that nothing is doubled, which might overflow.
    quotient + u128::from(rest > 0 && rest >= denominator - rest)
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
    fn what_is_shown_is_read_and_nothing_is_rounded() {
        for (text, hundredths) in
            [("0.00", 0), ("94.67", 9_467), ("94.6", 9_460), ("100", 10_000), ("0.5000", 50)]
        {
            assert_eq!(Hundredths::parse(text), Some(Hundredths(hundredths)), "{text}");
        }
        assert_eq!(Hundredths::parse("42949672.95"), Some(Hundredths(u32::MAX)));
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            " 1",
            "1 ",
            "1e2",
            "0.001",
            "1.2.3",
            "42949672.96",
            "١",
        ] {
            assert_eq!(Hundredths::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_half_rounds_up() {
        assert_eq!(divide_half_up(1, 2), 1);
        assert_eq!(divide_half_up(5, 4), 1);
        assert_eq!(divide_half_up(6, 4), 2);
        assert_eq!(divide_half_up(7, 0), 0);
        assert_eq!(divide_half_up(u64::MAX, 1), u64::MAX);
        assert_eq!(divide_half_up_wide(u128::MAX, u128::MAX), 1);
        assert_eq!(divide_half_up_wide(u128::MAX / 2, u128::MAX), 0);
        assert_eq!(divide_half_up_wide(u128::MAX / 2 + 1, u128::MAX), 1);
    }
}
