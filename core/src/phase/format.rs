//! Seconds as `MM:SS`.

use alloc::string::String;

use crate::problem::{Expected, Field, Path, Problem};
use crate::text::push_number;

/// Seconds as `MM:SS`: below zero is zero, fractions are cut, minutes do not wrap at 60.
///
/// # Errors
/// `WRONG_TYPE` for what is not a finite number.
pub fn format_time(seconds: f64) -> Result<String, Problem> {
    if !seconds.is_finite() {
        return Err(Problem::wrong_type(Path::of(Field::Seconds), Expected::Number));
    }
    // The cast cuts the fraction, and saturates: negative numbers become zero.
    let seconds = seconds as u64;
    let mut text = String::new();
    push_number(&mut text, seconds / 60, 2, ':');
    push_number(&mut text, seconds % 60, 2, '\0');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn seconds_read_as_minutes_and_seconds() {
        for (seconds, text) in [
            (0.0, "00:00"),
            (-0.0, "00:00"),
            (-5.0, "00:00"),
            (9.0, "00:09"),
            (59.999, "00:59"),
            (60.0, "01:00"),
            (61.9, "01:01"),
            (599.0, "09:59"),
            (3_300.0, "55:00"),
            (3_600.0, "60:00"),
            (6_000.0, "100:00"),
            (359_999.0, "5999:59"),
            (7_380.0, "123:00"),
        ] {
            assert_eq!(format_time(seconds), Ok(text.to_string()), "{seconds}");
        }
    }

    #[test]
    fn what_is_not_finite_is_refused() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(format_time(bad).is_err());
        }
    }
}
