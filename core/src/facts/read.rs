//! Reading one fact: what it says, or what is wrong with it.

use core::ops::RangeInclusive;

use super::FACT_TEXT_MAX;
use crate::code::Code;
use crate::decimal::Hundredths;
use crate::id::Uuid;
use crate::json::Shape;
use crate::problem::{Allowed, Expected, Params, Path, Problem};
use crate::text;
use crate::time::Timestamp;

/// The largest number that a message can tell.
const TOLD_MAX: u32 = 0xff_ffff;

/// Reads an instant: RFC 3339 text, or milliseconds.
///
/// # Errors
/// `MISSING` or `INVALID_TIMESTAMP` at `path`.
pub fn instant(shape: Shape<'_>, path: Path) -> Result<Timestamp, Problem> {
    let instant = match shape {
        Shape::Text(text) => Timestamp::parse(text),
        Shape::Number(number) => Timestamp::from_unix_ms_number(number.value),
        Shape::Absent => return Err(Problem::at(Code::Missing, path)),
        _ => None,
    };
    instant.ok_or(Problem::at(Code::InvalidTimestamp, path))
}

pub(super) fn day(shape: Shape<'_>, path: Path) -> Result<Timestamp, Problem> {
    if let Shape::Text(text) = shape
        && let Some(day) = Timestamp::parse_date(text)
    {
        return Ok(day);
    }
    instant(shape, path).map(Timestamp::day_start)
}

pub(super) fn id(shape: Shape<'_>, path: Path) -> Result<Uuid, Problem> {
    Uuid::parse(text::expect(shape, path)?).ok_or(Problem::at(Code::InvalidId, path))
}

pub(super) fn truth(shape: Shape<'_>, path: Path) -> Result<bool, Problem> {
    match shape {
        Shape::Bool(value) => Ok(value),
        Shape::Absent => Err(Problem::at(Code::Missing, path)),
        _ => Err(Problem::wrong_type(path, Expected::Boolean)),
    }
}

pub(super) fn number(shape: Shape<'_>, path: Path) -> Result<f64, Problem> {
    match shape {
        Shape::Number(number) if number.value.is_finite() => Ok(number.value),
        Shape::Absent => Err(Problem::at(Code::Missing, path)),
        _ => Err(Problem::wrong_type(path, Expected::Number)),
    }
}

/// A text as it stands; nothing of one that is too long to be looked at, wherever that was seen.
pub(super) fn word<'a>(shape: Shape<'a>, path: Path) -> Result<&'a str, Problem> {
    let text = text::expect(shape, path)?;
    Ok(if is_oversize(text) { "" } else { text })
}

pub(super) fn trimmed<'a>(shape: Shape<'a>, path: Path, most: u32) -> Result<&'a str, Problem> {
    let too_long = Problem::at(Code::TooLong, path).with(Params::Max(most));
    let text = text::expect(shape, path)?;
    let trimmed = text::trim(text);
    let is_long = matches!(shape, Shape::Oversize) || is_oversize(text);
    if is_long || text::length(trimmed) > most as usize { Err(too_long) } else { Ok(trimmed) }
}

/// The place of a word among those of a closed set.
pub(super) fn place_of_word(
    shape: Shape<'_>,
    path: Path,
    words: &[&str],
    allowed: Allowed,
) -> Result<usize, Problem> {
    let word = word(shape, path)?;
    let place = words.iter().position(|known| *known == word);
    place.ok_or(Problem::unknown_value(path, allowed))
}

pub(super) fn decimal(
    shape: Shape<'_>,
    path: Path,
    most: Hundredths,
) -> Result<Hundredths, Problem> {
    let wrong = Problem::wrong_type(path, Expected::Decimal);
    match shape {
        Shape::Absent => Err(Problem::at(Code::Missing, path)),
        Shape::Text(text) => match Hundredths::parse(text) {
            Some(decimal) if decimal <= most => Ok(decimal),
            Some(_) => Err(Problem::at(Code::TooMany, path).with(Params::Max(most.0 / 100))),
            None => Err(wrong),
        },
        _ => Err(wrong),
    }
}

pub(super) fn count(
    shape: Shape<'_>,
    path: Path,
    range: &RangeInclusive<u32>,
) -> Result<u32, Problem> {
    let (least, most) = (*range.start(), *range.end());
    let value = match shape {
        Shape::Number(number) => number.value,
        Shape::Absent => return Err(Problem::at(Code::Missing, path)),
        _ => f64::NAN,
    };
    let whole = value as i64;
    let is_whole = whole as f64 == value;
    match u32::try_from(whole) {
        Ok(count) if is_whole && range.contains(&count) => Ok(count),
        _ if is_whole && whole < i64::from(least) => {
            Err(Problem::at(Code::TooFew, path).with(Params::Min(least)))
        }
        _ if is_whole && most <= TOLD_MAX => {
            Err(Problem::at(Code::TooMany, path).with(Params::Max(most)))
        }
        _ => Err(Problem::wrong_type(path, Expected::WholeNumber)),
    }
}

fn is_oversize(text: &str) -> bool {
    text.len() > FACT_TEXT_MAX && text::utf16_length(text) > FACT_TEXT_MAX
}
