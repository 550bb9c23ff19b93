//! Instants: microseconds since the epoch, read from RFC 3339 text or from JavaScript's numbers.

pub(crate) mod units;

use core::fmt;

use alloc::string::String;

use self::units::{DAY_MICROS, DAY_SECONDS, MILLI_MICROS, SECOND_MICROS};
use crate::digits;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// The furthest instant a number may name, in milliseconds: what JavaScript's `Date` can hold.
const MAX_UNIX_MS: f64 = 8.64e15;

impl Timestamp {
    /// The instant of a count of microseconds since the epoch.
    #[must_use]
    pub const fn from_unix_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The instant of a count of milliseconds since the epoch; saturates far outside any calendar.
    #[must_use]
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(MILLI_MICROS))
    }

    /// The instant of a number of milliseconds, within ±8.64e15. A fraction finer than a
    /// microsecond is cut towards −∞.
    #[must_use]
    pub fn from_unix_ms_number(millis: f64) -> Option<Self> {
        // Written so that a NaN is outside.
        if !(-MAX_UNIX_MS..=MAX_UNIX_MS).contains(&millis) {
            return None;
        }
        let mut whole = millis as i64;
        if whole as f64 > millis {
            whole -= 1;
        }
        let fraction = ((millis - whole as f64) * 1_000.0) as i64;
        Some(Self(whole * MILLI_MICROS + fraction.min(MILLI_MICROS - 1)))
    }

    /// Reads RFC 3339 text: date, `T` or a space, time with seconds below 60 and any count of
    /// fraction digits (finer than a microsecond is cut towards −∞), then `Z`, `±hh:mm` or `±hh`.
    /// Years are 0000 to 9999. Text without a zone is refused.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = Digits(text.as_bytes());
        let mut parts = [0; 6];
        for (part, (digits, behind)) in parts.iter_mut().zip(PARTS) {
            *part = rest.number(*digits)?;
            if !behind.is_empty() {
                rest.one_of(behind)?;
            }
        }
        let [year, month, day, hour, minute, second] = parts;
        let micros = if rest.one_of(b".").is_some() { rest.fraction()? } else { 0 };
        let offset_minutes = rest.zone()?;
        if !rest.0.is_empty()
            || !(1..=12).contains(&month)
            || day < 1
            || day > days_in_month(year, month)
            || hour > 23
            || minute > 59
            || second > 59
        {
            return None;
        }
        let minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute;
        let seconds = (minutes - offset_minutes) * 60 + second;
        Some(Self(seconds * SECOND_MICROS + micros))
    }

    /// The first instant in UTC of the day that a date names, `2026-05-01`.
    #[must_use]
    pub fn parse_date(text: &str) -> Option<Self> {
        const DATE_LENGTH: usize = 10;
        let is_date = text.len() == DATE_LENGTH;
        is_date.then(|| Self::parse(&alloc::format!("{text}T00:00:00Z"))).flatten()
    }

    /// The UTC day that this instant is in, `2026-05-01`.
    #[must_use]
    pub fn date(self) -> String {
        let text = String::from(self);
        text.split_once('T').map_or_else(String::new, |(date, _)| String::from(date))
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// Whole milliseconds since the epoch, cut towards −∞.
    #[must_use]
    pub const fn unix_millis(self) -> i64 {
        self.0.div_euclid(MILLI_MICROS)
    }

    /// Microseconds from `earlier` to this instant, 0 when that one is the later. Exact for any
    /// two instants.
    #[must_use]
    pub const fn micros_since(self, earlier: Self) -> u64 {
        if self.0 > earlier.0 { self.0.abs_diff(earlier.0) } else { 0 }
    }

    /// The first instant of the UTC day that this one is in.
    #[must_use]
    pub const fn day_start(self) -> Self {
        Self(self.0.saturating_sub(self.0.rem_euclid(DAY_MICROS)))
    }

    /// The instant so many milliseconds later (or earlier); saturates.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis.saturating_mul(MILLI_MICROS)))
    }
}

/// `2026-05-01T09:30:00Z`, with six fraction digits when there are any.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(*self))
    }
}

/// As it is displayed.
impl From<Timestamp> for String {
    fn from(instant: Timestamp) -> Self {
        let seconds = instant.0.div_euclid(SECOND_MICROS);
        let micros = instant.0.rem_euclid(SECOND_MICROS);
        let (year, month, day) = civil_from_days(seconds.div_euclid(DAY_SECONDS));
        let in_day = seconds.rem_euclid(DAY_SECONDS);
        let mut text = Self::with_capacity(27);
        // Years of more than four digits have a sign (ISO 8601).
        match year {
            0..=9_999 => digits::push(&mut text, year.unsigned_abs(), 4),
            _ => {
                text.push(if year < 0 { '-' } else { '+' });
                digits::push(&mut text, year.unsigned_abs(), 6);
            }
        }
        let (hour, minute, second) = (in_day / 3_600, in_day / 60 % 60, in_day % 60);
        for (mark, number) in [('-', month), ('-', day), ('T', hour), (':', minute), (':', second)]
        {
            text.push(mark);
            digits::push(&mut text, number.unsigned_abs(), 2);
        }
        if micros != 0 {
            text.push('.');
            digits::push(&mut text, micros.unsigned_abs(), 6);
        }
        text.push('Z');
        text
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// RFC 3339 text, or a number of milliseconds.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("RFC 3339 text with a zone, or milliseconds since the epoch")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
                Timestamp::parse(text).ok_or_else(|| E::custom("not an instant"))
            }

            fn visit_f64<E: serde::de::Error>(self, millis: f64) -> Result<Timestamp, E> {
                Timestamp::from_unix_ms_number(millis).ok_or_else(|| E::custom("not an instant"))
            }

            fn visit_i64<E: serde::de::Error>(self, millis: i64) -> Result<Timestamp, E> {
                self.visit_f64(millis as f64)
            }

            fn visit_u64<E: serde::de::Error>(self, millis: u64) -> Result<Timestamp, E> {
                self.visit_f64(millis as f64)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// The digits of each part up to the seconds, and what stands behind it.
const PARTS: &[(usize, &[u8]); 6] =
    &[(4, b"-"), (2, b"-"), (2, b"T "), (2, b":"), (2, b":"), (2, b"")];

/// The text that is still to be read.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        wanted.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    fn digit(&mut self) -> Option<i64> {
        self.one_of(b"0123456789").map(|digit| i64::from(digit - b'0'))
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let mut number = 0;
        for _ in 0..digits {
            number = number * 10 + self.digit()?;
        }
        Some(number)
    }

    /// Microseconds of one or more fraction digits.
    fn fraction(&mut self) -> Option<i64> {
        let mut unit = SECOND_MICROS / 10;
        let mut micros = self.digit()? * unit;
        while let Some(digit) = self.digit() {
            unit /= 10;
            micros += digit * unit;
        }
        Some(micros)
    }

    /// Minutes east of UTC.
    fn zone(&mut self) -> Option<i64> {
        let sign = match self.one_of(b"Z+-")? {
            b'Z' => return Some(0),
            b'+' => 1,
            _ => -1,
        };
        let hours = self.number(2)?;
        let minutes = if self.one_of(b":").is_some() { self.number(2)? } else { 0 };
        (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
    }
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since the epoch of a proleptic Gregorian date (Howard Hinnant's algorithm).
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The proleptic Gregorian date of a count of days since the epoch.
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
