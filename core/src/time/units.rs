//! How long a second, a minute, an hour and a day are.

/// A day in seconds.
pub(crate) const DAY_SECONDS: i64 = 24 * 60 * 60;

/// A second in milliseconds.
pub(crate) const SECOND_MILLIS: i64 = 1_000;
/// A minute in milliseconds.
pub(crate) const MINUTE_MILLIS: i64 = 60 * SECOND_MILLIS;
/// An hour in milliseconds.
pub(crate) const HOUR_MILLIS: i64 = 60 * MINUTE_MILLIS;
/// A day in milliseconds.
pub(crate) const DAY_MILLIS: i64 = 24 * HOUR_MILLIS;

/// A millisecond in microseconds.
pub(crate) const MILLI_MICROS: i64 = 1_000;
/// A second in microseconds.
pub(crate) const SECOND_MICROS: i64 = SECOND_MILLIS * MILLI_MICROS;
/// A minute in microseconds.
pub(crate) const MINUTE_MICROS: i64 = MINUTE_MILLIS * MILLI_MICROS;
/// An hour in microseconds.
pub(crate) const HOUR_MICROS: i64 = HOUR_MILLIS * MILLI_MICROS;
/// A day in microseconds.
pub(crate) const DAY_MICROS: i64 = DAY_MILLIS * MILLI_MICROS;
