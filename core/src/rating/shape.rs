//! Whether a rating body is well-formed: every problem at once, each with its place.

use alloc::vec;
use alloc::vec::Vec;

use super::{
    JUDGED_RATINGS, LISTED_REASONS, MAX_RATINGS_PER_BATCH, MIN_RATINGS_PER_BATCH, RAW_TEXT_MAX,
    REASON_TEXT_MAX_LENGTH, Rating, RatingBatch, RatingValue, Reasons, RedReason, Verdict,
};
use crate::code::Code;
use crate::id::UserId;
use crate::json::{Items, Shape, Value};
use crate::problem::{Allowed, Expected, Field, Params, Path, Problem};
use crate::text;

/// Judges a body: 1 to 3 ratings of different people, known values, reasons on red ratings and on
/// no others, own words only beside the reason `other` and at most 500 code points of them. With
/// a `rater`, nobody rates themselves.
///
/// # Errors
/// Every problem, in the order of the body. A body of more than [`JUDGED_RATINGS`] ratings is
/// refused for its length and its first ones are judged.
pub fn validate(body: Value<'_>, rater: Option<UserId>) -> Result<RatingBatch<'_>, Vec<Problem>> {
    if body.as_object().is_none() {
        return Err(vec![Problem::wrong_type(Path::ROOT, Expected::Object)]);
    }
    let mut judge = Judge { rater, seen: Vec::new(), problems: Vec::new() };
    let mut batch = RatingBatch { ratings: [None; 3], session_id: None };
    judge.ratings(body, &mut batch);
    batch.session_id = judge.session_id(body);
    if judge.problems.is_empty() { Ok(batch) } else { Err(judge.problems) }
}

/// The session that a body names, whatever else it says: what a skip may carry.
///
/// # Errors
/// `WRONG_TYPE` for a body that is no object; `WRONG_TYPE` or `TOO_LONG` at `session_id`.
pub fn named_session(body: Value<'_>) -> Result<Option<&str>, Vec<Problem>> {
    if body.as_object().is_none() {
        return Err(vec![Problem::wrong_type(Path::ROOT, Expected::Object)]);
    }
    let mut judge = Judge { rater: None, seen: Vec::new(), problems: Vec::new() };
    let session = judge.session_id(body);
    if judge.problems.is_empty() { Ok(session) } else { Err(judge.problems) }
}

/// Reads the rater that [`validate`] may be told.
///
/// # Errors
/// `INVALID_ID` at `raterId`.
pub fn parse_rater(text: &str) -> Result<UserId, Problem> {
    UserId::parse(text).ok_or(Problem::at(Code::InvalidId, Path::of(Field::RaterId)))
}

/// Somebody who goes through a body and notes what is wrong.
struct Judge {
    rater: Option<UserId>,
    seen: Vec<UserId>,
    problems: Vec<Problem>,
}

impl Judge {
    fn ratings<'a>(&mut self, body: Value<'a>, batch: &mut RatingBatch<'a>) {
        let path = Path::of(Field::Ratings);
        let items = match body.field(Field::Ratings) {
            Shape::Array(items) => items,
            Shape::Absent => return self.tell(Code::Missing, path, Params::None),
            _ => return self.wrong_type(path, Expected::Array),
        };
        let (least, most) = (MIN_RATINGS_PER_BATCH, MAX_RATINGS_PER_BATCH);
        if items.len() < least as usize {
            self.tell(Code::TooFew, path, Params::Min(least));
        }
        if items.len() > most as usize {
            self.tell(Code::TooMany, path, Params::Max(most));
        }
        for (at, item) in items.take(JUDGED_RATINGS).enumerate() {
            let rating = self.rating(item, path.at(at as u32));
            // One that does not fit has been refused above.
            if let Some(place) = batch.ratings.get_mut(at) {
                *place = rating;
            }
        }
    }

    fn rating<'a>(&mut self, body: Value<'a>, path: Path) -> Option<Rating<'a>> {
        if body.as_object().is_none() {
            self.wrong_type(path, Expected::Object);
            return None;
        }
        let ratee = self.ratee(body.field(Field::RateeId), path.member(Field::RateeId));
        let value = self.value(body.field(Field::Rating), path.member(Field::Rating));
        let reasons = self.reasons(body.field(Field::Reasons), value, path.member(Field::Reasons));
        let other_text = self.other_text(
            body.field(Field::OtherReasonText),
            reasons,
            path.member(Field::OtherReasonText),
        );
        let verdict = match value? {
            RatingValue::Green => Verdict::Green,
            RatingValue::Skip => Verdict::Skip,
            RatingValue::Red => Verdict::Red { reasons: reasons?, other_text },
        };
        Some(Rating { ratee: ratee?, verdict })
    }

    fn ratee(&mut self, shape: Shape<'_>, path: Path) -> Option<UserId> {
        let Some(ratee) = UserId::parse(self.text(shape, path)?) else {
            self.tell(Code::InvalidId, path, Params::None);
            return None;
        };
        if self.seen.contains(&ratee) {
            self.tell(Code::DuplicateRatee, path, Params::None);
        }
        self.seen.push(ratee);
        if self.rater == Some(ratee) {
            self.tell(Code::SelfRating, path, Params::None);
        }
        Some(ratee)
    }

    fn value(&mut self, shape: Shape<'_>, path: Path) -> Option<RatingValue> {
        let value = RatingValue::parse(self.text(shape, path)?);
        if value.is_none() {
            self.tell(Code::UnknownValue, path, Params::Allowed(Allowed::RatingValues));
        }
        value
    }

    /// None when there is no telling which reasons were meant.
    fn reasons(
        &mut self,
        shape: Shape<'_>,
        value: Option<RatingValue>,
        path: Path,
    ) -> Option<Reasons> {
        let items = match shape {
            Shape::Absent | Shape::Null => Items::NONE,
            Shape::Array(items) => items,
            _ => {
                self.wrong_type(path, Expected::Array);
                return None;
            }
        };
        match (value, items.len()) {
            (Some(RatingValue::Red), 0) => self.tell(Code::RedReasonRequired, path, Params::None),
            (Some(RatingValue::Red) | None, _) | (_, 0) => {}
            _ => self.tell(Code::ReasonsNotAllowed, path, Params::None),
        }
        if items.len() > LISTED_REASONS {
            self.tell(Code::TooMany, path, Params::Max(LISTED_REASONS as u32));
        }
        let mut reasons = Reasons::default();
        for (at, item) in items.take(LISTED_REASONS).enumerate() {
            let path = path.item(at as u32);
            if let Some(word) = self.text(item.shape(), path) {
                match RedReason::parse(word) {
                    Some(reason) => reasons.add(reason),
                    None => {
                        self.tell(Code::UnknownValue, path, Params::Allowed(Allowed::Reasons));
                    }
                }
            }
        }
        Some(reasons)
    }

    fn other_text<'a>(
        &mut self,
        shape: Shape<'a>,
        reasons: Option<Reasons>,
        path: Path,
    ) -> Option<&'a str> {
        let most = REASON_TEXT_MAX_LENGTH;
        let trimmed = text::trim(self.optional_text(shape, path, most)?);
        if trimmed.is_empty() {
            return None;
        }
        if text::length(trimmed) > most as usize {
            self.tell(Code::TooLong, path, Params::Max(most));
        }
        if trimmed.bytes().any(|byte| byte == 0) {
            self.tell(Code::InvalidText, path, Params::None);
        }
        if reasons.is_some_and(|reasons| !reasons.contains(RedReason::Other)) {
            self.tell(Code::OtherTextWithoutOther, path, Params::None);
        }
        Some(trimmed)
    }

    fn session_id<'a>(&mut self, body: Value<'a>) -> Option<&'a str> {
        let path = Path::of(Field::SessionId);
        self.optional_text(body.field(Field::SessionId), path, RAW_TEXT_MAX as u32)
    }

    /// A text that may be absent. One that is not looked at is too long for `most`.
    fn optional_text<'a>(&mut self, shape: Shape<'a>, path: Path, most: u32) -> Option<&'a str> {
        match shape {
            Shape::Absent | Shape::Null => return None,
            Shape::Text(text) if !is_oversize(text) => return Some(text),
            Shape::Text(_) | Shape::Oversize => self.tell(Code::TooLong, path, Params::Max(most)),
            shape => return self.text(shape, path),
        }
        None
    }

    /// The text, or the problem that there is none.
    fn text<'a>(&mut self, shape: Shape<'a>, path: Path) -> Option<&'a str> {
        match text::expect(shape, path) {
            Ok(text) => Some(text),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn wrong_type(&mut self, path: Path, expected: Expected) {
        self.tell(Code::WrongType, path, Params::Expected(expected));
    }

    /// Out of line: two dozen refusals share it.
    #[inline(never)]
    fn tell(&mut self, code: Code, path: Path, params: Params) {
        self.problems.push(Problem::at(code, path).with(params));
    }
}

fn is_oversize(text: &str) -> bool {
    // UTF-8 never needs fewer bytes than UTF-16 needs units, so short texts need no count.
    text.len() > RAW_TEXT_MAX && text::utf16_length(text) > RAW_TEXT_MAX
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
