//! Whether a rating body is well-formed: every problem at once, each with its place.

use alloc::string::String;
use alloc::vec::Vec;

use super::raw::{JUDGED_RATINGS, LISTED_REASONS, RAW_TEXT_MAX, Raw, RawBatch, RawList, RawRating};
use super::{
    MAX_RATINGS_PER_BATCH, MIN_RATINGS_PER_BATCH, REASON_TEXT_MAX_LENGTH, Rating, RatingBatch,
    RatingValue, Reasons, RedReason, Verdict,
};
use crate::code::Code;
use crate::id::UserId;
use crate::problem::{Allowed, Expected, Field, Params, Path, Problem};
use crate::text;

/// Judges a body: 1 to 3 ratings of different people, known values, reasons on red ratings and on
/// no others, own words only beside the reason `other` and at most 500 code points of them. With
/// a `rater`, nobody rates themselves.
///
/// # Errors
/// Every problem, in the order of the body. A body of more than [`JUDGED_RATINGS`] ratings is
/// refused for its length and its first ones are judged.
pub fn validate(raw: &RawBatch<'_>, rater: Option<UserId>) -> Result<RatingBatch, Vec<Problem>> {
    let mut problems = Vec::new();
    let batch = judge(raw, rater, &mut problems);
    match batch {
        Some(batch) if problems.is_empty() => Ok(batch),
        _ => Err(problems),
    }
}

/// The session that a body names, whatever else it says: what a skip may carry.
///
/// # Errors
/// `WRONG_TYPE` for a body that is no object; `WRONG_TYPE` or `TOO_LONG` at `session_id`.
pub fn named_session(raw: &RawBatch<'_>) -> Result<Option<String>, Vec<Problem>> {
    let RawBatch::Object { session_id, .. } = raw else {
        return Err([Problem::wrong_type(Path::ROOT, Expected::Object)].into());
    };
    let mut problems = Vec::new();
    judge_session_id(*session_id, &mut problems).ok_or(problems)
}

/// Reads the rater that [`validate`] may be told.
///
/// # Errors
/// `INVALID_ID` at `raterId`.
pub fn parse_rater(text: &str) -> Result<UserId, Problem> {
    UserId::parse(text).ok_or(Problem::at(Code::InvalidId, Path::of(Field::RaterId)))
}

fn judge(
    raw: &RawBatch<'_>,
    rater: Option<UserId>,
    problems: &mut Vec<Problem>,
) -> Option<RatingBatch> {
    let RawBatch::Object { ratings, session_id } = raw else {
        problems.push(Problem::wrong_type(Path::ROOT, Expected::Object));
        return None;
    };
    let ratings = judge_ratings(ratings, rater, problems);
    let session_id = judge_session_id(*session_id, problems);
    Some(RatingBatch { ratings: ratings?, session_id: session_id? })
}

fn judge_ratings(
    raw: &RawList<RawRating<'_>>,
    rater: Option<UserId>,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Rating>> {
    let path = Path::of(Field::Ratings);
    let (length, items) = match raw {
        RawList::Items { length, items } => (*length, items),
        RawList::Absent => {
            problems.push(Problem::at(Code::Missing, path));
            return None;
        }
        RawList::Null | RawList::Other => {
            problems.push(Problem::wrong_type(path, Expected::Array));
            return None;
        }
    };
    if length < MIN_RATINGS_PER_BATCH as usize {
        problems.push(Problem::at(Code::TooFew, path).with(Params::Min(MIN_RATINGS_PER_BATCH)));
    }
    if length > MAX_RATINGS_PER_BATCH as usize {
        problems.push(Problem::at(Code::TooMany, path).with(Params::Max(MAX_RATINGS_PER_BATCH)));
    }
    let mut seen: Vec<UserId> = Vec::with_capacity(items.len());
    let mut ratings = Vec::with_capacity(items.len());
    for (at, item) in (0_u32..).zip(items.iter().take(JUDGED_RATINGS)) {
        ratings.extend(judge_rating(item, path.at(at), rater, &mut seen, problems));
    }
    Some(ratings)
}

fn judge_rating(
    raw: &RawRating<'_>,
    path: Path,
    rater: Option<UserId>,
    seen: &mut Vec<UserId>,
    problems: &mut Vec<Problem>,
) -> Option<Rating> {
    let RawRating::Object { ratee_id, rating, reasons, other_reason_text } = raw else {
        problems.push(Problem::wrong_type(path, Expected::Object));
        return None;
    };
    let ratee = judge_ratee(*ratee_id, path.member(Field::RateeId), rater, seen, problems);
    let value = judge_value(*rating, path.member(Field::Rating), problems);
    let reasons = judge_reasons(reasons, value, path.member(Field::Reasons), problems);
    let other_text = judge_other_text(
        *other_reason_text,
        reasons.as_ref(),
        path.member(Field::OtherReasonText),
        problems,
    );
    let verdict = match (value?, reasons?.collected) {
        (RatingValue::Green, _) => Verdict::Green,
        (RatingValue::Skip, _) => Verdict::Skip,
        (RatingValue::Red, reasons) => Verdict::Red { reasons: reasons?, other_text },
    };
    Some(Rating { ratee: ratee?, verdict })
}

fn judge_ratee(
    raw: Raw<'_>,
    path: Path,
    rater: Option<UserId>,
    seen: &mut Vec<UserId>,
    problems: &mut Vec<Problem>,
) -> Option<UserId> {
    let invalid = Problem::at(Code::InvalidId, path);
    let ratee = required_text(raw, path, invalid, problems)?;
    let Some(ratee) = UserId::parse(ratee) else {
        problems.push(invalid);
        return None;
    };
    if seen.contains(&ratee) {
        problems.push(Problem::at(Code::DuplicateRatee, path));
    } else {
        seen.push(ratee);
    }
    if rater == Some(ratee) {
        problems.push(Problem::at(Code::SelfRating, path));
    }
    Some(ratee)
}

fn judge_value(raw: Raw<'_>, path: Path, problems: &mut Vec<Problem>) -> Option<RatingValue> {
    let unknown = Problem::unknown_value(path, Allowed::RatingValues);
    let value = RatingValue::parse(required_text(raw, path, unknown, problems)?);
    if value.is_none() {
        problems.push(unknown);
    }
    value
}

/// What a list of reasons turned out to be, however bad its items.
struct JudgedReasons {
    collected: Option<Reasons>,
}

impl JudgedReasons {
    fn has_other(&self) -> bool {
        self.collected.is_some_and(|reasons| reasons.contains(RedReason::Other))
    }
}

/// None when there is no telling which reasons were meant.
fn judge_reasons(
    raw: &RawList<Raw<'_>>,
    value: Option<RatingValue>,
    path: Path,
    problems: &mut Vec<Problem>,
) -> Option<JudgedReasons> {
    let (length, items) = match raw {
        RawList::Absent | RawList::Null => (0, [].as_slice()),
        RawList::Items { length, items } => (*length, items.as_slice()),
        RawList::Other => {
            problems.push(Problem::wrong_type(path, Expected::Array));
            return None;
        }
    };
    match value {
        Some(RatingValue::Red) if length == 0 => {
            problems.push(Problem::at(Code::RedReasonRequired, path));
        }
        Some(RatingValue::Green | RatingValue::Skip) if length > 0 => {
            problems.push(Problem::at(Code::ReasonsNotAllowed, path));
        }
        _ => {}
    }
    if length > LISTED_REASONS {
        problems.push(Problem::at(Code::TooMany, path).with(Params::Max(LISTED_REASONS as u32)));
    }
    let mut known = Vec::new();
    for (at, item) in (0_u32..).zip(items.iter().take(LISTED_REASONS)) {
        known.extend(judge_reason(*item, path.item(at), problems));
    }
    Some(JudgedReasons { collected: Reasons::collect(known) })
}

fn judge_reason(raw: Raw<'_>, path: Path, problems: &mut Vec<Problem>) -> Option<RedReason> {
    let unknown = Problem::unknown_value(path, Allowed::Reasons);
    let reason = RedReason::parse(required_text(raw, path, unknown, problems)?);
    if reason.is_none() {
        problems.push(unknown);
    }
    reason
}

fn judge_other_text(
    raw: Raw<'_>,
    reasons: Option<&JudgedReasons>,
    path: Path,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let too_long = Problem::at(Code::TooLong, path).with(Params::Max(REASON_TEXT_MAX_LENGTH));
    let raw = match raw {
        Raw::Absent | Raw::Null => return None,
        Raw::Text(raw) if is_oversize(raw) => {
            problems.push(too_long);
            return None;
        }
        other => required_text(other, path, too_long, problems)?,
    };
    let trimmed = text::trim(raw);
    if trimmed.is_empty() {
        return None;
    }
    if text::length(trimmed) > REASON_TEXT_MAX_LENGTH as usize {
        problems.push(too_long);
    }
    if trimmed.contains('\0') {
        problems.push(Problem::at(Code::InvalidText, path));
    }
    if reasons.is_some_and(|reasons| !reasons.has_other()) {
        problems.push(Problem::at(Code::OtherTextWithoutOther, path));
    }
    Some(String::from(trimmed))
}

/// `Some(None)` when the body names no session.
#[expect(clippy::option_option, reason = "outer: judged well, inner: named at all")]
fn judge_session_id(raw: Raw<'_>, problems: &mut Vec<Problem>) -> Option<Option<String>> {
    let path = Path::of(Field::SessionId);
    let too_long = Problem::at(Code::TooLong, path).with(Params::Max(RAW_TEXT_MAX as u32));
    match raw {
        Raw::Absent | Raw::Null => Some(None),
        Raw::Text(text) if is_oversize(text) => {
            problems.push(too_long);
            None
        }
        other => required_text(other, path, too_long, problems).map(|text| Some(text.into())),
    }
}

/// The text, or the problem that there is none.
fn required_text<'a>(
    raw: Raw<'a>,
    path: Path,
    oversize: Problem,
    problems: &mut Vec<Problem>,
) -> Option<&'a str> {
    let problem = match raw {
        Raw::Text(text) => return Some(text),
        Raw::Absent => Problem::at(Code::Missing, path),
        Raw::Null | Raw::Other => Problem::wrong_type(path, Expected::Text),
        Raw::IllFormed => Problem::at(Code::InvalidText, path),
        Raw::Oversize => oversize,
    };
    problems.push(problem);
    None
}

fn is_oversize(text: &str) -> bool {
    // UTF-8 never needs fewer bytes than UTF-16 needs units, so short texts need no count.
    text.len() > RAW_TEXT_MAX && text::utf16_length(text) > RAW_TEXT_MAX
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
