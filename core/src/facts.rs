//! Facts that a host hands to a rule: read member by member, every problem with its place.

use core::cmp::Ordering;
use core::ops::RangeInclusive;

use alloc::vec::Vec;

use crate::code::Code;
use crate::decimal::Hundredths;
use crate::id::Uuid;
use crate::json::{Items, Shape, Value};
use crate::problem::{Allowed, Expected, Field, Params, Path, Problem};
use crate::session::ParticipantType;
use crate::text;
use crate::time::Timestamp;

/// The longest list of facts.
pub const FACTS_MAX: u32 = 256;
/// The longest text among facts that is looked at, in UTF-16 code units.
pub const FACT_TEXT_MAX: usize = 4_096;

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

/// Goes through the members of one object of facts and notes what is wrong.
pub struct Facts<'a> {
    object: Value<'a>,
    /// Where the object stands in the facts of the rule; none for those themselves.
    place: Option<Path>,
    problems: Vec<Problem>,
}

impl<'a> Facts<'a> {
    /// The facts of a rule.
    #[must_use]
    pub fn of(object: Value<'a>) -> Self {
        let mut problems = Vec::new();
        if object.as_object().is_none() {
            problems.push(Problem::wrong_type(Path::of(Field::Facts), Expected::Object));
        }
        Self { object, place: None, problems }
    }

    /// The whole, unless something was wrong with it.
    ///
    /// # Errors
    /// Everything that was noted, in the order of reading.
    pub fn done<T>(self, whole: Option<T>) -> Result<T, Vec<Problem>> {
        match whole {
            Some(whole) if self.problems.is_empty() => Ok(whole),
            _ => Err(self.problems),
        }
    }

    /// An instant that must be there.
    pub fn instant(&mut self, field: Field) -> Option<Timestamp> {
        let (shape, path) = self.member(field);
        self.noted(instant(shape, path))
    }

    /// An instant that may be absent or `null`; none of both when it is wrong.
    pub fn optional_instant(&mut self, field: Field) -> Option<Option<Timestamp>> {
        let (shape, path) = self.member(field);
        match shape {
            Shape::Absent | Shape::Null => Some(None),
            shape => self.noted(instant(shape, path)).map(Some),
        }
    }

    /// An instant or `null`; none of both when it is absent or wrong.
    pub fn nullable_instant(&mut self, field: Field) -> Option<Option<Timestamp>> {
        match self.member(field).0 {
            Shape::Null => Some(None),
            _ => self.instant(field).map(Some),
        }
    }

    /// A day that must be there, as its first instant in UTC: a date, `2026-05-01`, or any instant
    /// of the day.
    pub fn day(&mut self, field: Field) -> Option<Timestamp> {
        let (shape, path) = self.member(field);
        self.noted(day(shape, path))
    }

    /// As [`day`](Self::day), for one that may be absent or `null`.
    pub fn optional_day(&mut self, field: Field) -> Option<Option<Timestamp>> {
        match self.member(field).0 {
            Shape::Absent | Shape::Null => Some(None),
            _ => self.day(field).map(Some),
        }
    }

    /// An id that must be there.
    pub fn id(&mut self, field: Field) -> Option<Uuid> {
        let (shape, path) = self.member(field);
        self.noted(id(shape, path))
    }

    /// An id that may be absent or `null`; none of both when it is wrong.
    pub fn optional_id(&mut self, field: Field) -> Option<Option<Uuid>> {
        let (shape, path) = self.member(field);
        match shape {
            Shape::Absent | Shape::Null => Some(None),
            shape => self.noted(id(shape, path)).map(Some),
        }
    }

    /// An id or `null`; none of both when it is absent or wrong.
    pub fn nullable_id(&mut self, field: Field) -> Option<Option<Uuid>> {
        match self.member(field).0 {
            Shape::Null => Some(None),
            _ => self.id(field).map(Some),
        }
    }

    /// A list of ids that must be there.
    pub fn ids(&mut self, field: Field) -> Option<Vec<Uuid>> {
        let items = self.items(field)?;
        let mut ids = Vec::new();
        for (at, item) in (0_u32..).zip(items) {
            ids.extend(self.noted(id(item.shape(), Path::of(field).at(at))));
        }
        Some(ids)
    }

    /// A list of instants that must be there.
    pub fn instants(&mut self, field: Field) -> Option<Vec<Timestamp>> {
        self.each(field, instant)
    }

    /// A list of whole numbers from 0 to `most`, which must be there.
    pub fn counts(&mut self, field: Field, most: u32) -> Option<Vec<u32>> {
        self.each(field, |shape, path| count(shape, path, 0..=most))
    }

    /// A list of exactly so many bytes, as whole numbers from 0 to 255, which must be there.
    pub fn bytes<const COUNT: usize>(&mut self, field: Field) -> Option<[u8; COUNT]> {
        const BYTE_MAX: u32 = 255;
        let (_, path) = self.member(field);
        let given = self.items(field)?.len();
        let bytes: Vec<_> = self
            .counts(field, BYTE_MAX)?
            .into_iter()
            .filter_map(|byte| u8::try_from(byte).ok())
            .collect();
        let wanted = u32::try_from(COUNT).unwrap_or(u32::MAX);
        match given.cmp(&COUNT) {
            Ordering::Less => {
                self.noted(Err(Problem::at(Code::TooFew, path).with(Params::Min(wanted))))
            }
            Ordering::Greater => {
                self.noted(Err(Problem::at(Code::TooMany, path).with(Params::Max(wanted))))
            }
            Ordering::Equal => bytes.try_into().ok(),
        }
    }

    /// Whether something is so.
    pub fn truth(&mut self, field: Field) -> Option<bool> {
        let (shape, path) = self.member(field);
        self.noted(match shape {
            Shape::Bool(value) => Ok(value),
            Shape::Absent => Err(Problem::at(Code::Missing, path)),
            _ => Err(Problem::wrong_type(path, Expected::Boolean)),
        })
    }

    /// Who sits on a seat.
    pub fn participant_type(&mut self) -> Option<ParticipantType> {
        let field = Field::ParticipantType;
        self.choice(field, ParticipantType::parse, Allowed::ParticipantTypes)
    }

    /// A list of objects that must be there, each read alike.
    pub fn list<T>(
        &mut self,
        field: Field,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.items(field)?;
        let mut list = Vec::new();
        for (at, object) in (0_u32..).zip(items) {
            let path = Path::of(field).at(at);
            if object.as_object().is_none() {
                self.problems.push(Problem::wrong_type(path, Expected::Object));
                continue;
            }
            let problems = core::mem::take(&mut self.problems);
            let mut inner = Self { object, place: Some(path), problems };
            list.extend(read(&mut inner));
            self.problems = inner.problems;
        }
        Some(list)
    }

    /// An object that must be there, read by its members.
    pub fn object<T>(
        &mut self,
        field: Field,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let (shape, path) = self.member(field);
        match (shape, self.object.member_of(field)) {
            (Shape::Object(_), Some(object)) => {
                let problems = core::mem::take(&mut self.problems);
                let mut inner = Self { object, place: Some(path), problems };
                let read = read(&mut inner);
                self.problems = inner.problems;
                read
            }
            (Shape::Absent, _) => self.noted(Err(Problem::at(Code::Missing, path))),
            _ => self.noted(Err(Problem::wrong_type(path, Expected::Object))),
        }
    }

    /// An object that may be absent or `null`; none of both when it is wrong.
    pub fn optional_object<T>(
        &mut self,
        field: Field,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.member(field).0 {
            Shape::Absent | Shape::Null => Some(None),
            _ => self.object(field, read).map(Some),
        }
    }

    /// A whole number from 0 to `most` that must be there.
    pub fn count(&mut self, field: Field, most: u32) -> Option<u32> {
        self.count_within(field, 0..=most)
    }

    /// A whole number of a range, which must be there.
    pub fn count_within(&mut self, field: Field, range: RangeInclusive<u32>) -> Option<u32> {
        let (shape, path) = self.member(field);
        self.noted(count(shape, path, range))
    }

    /// As [`count_within`](Self::count_within), for one that may be absent or `null`.
    pub fn optional_count(
        &mut self,
        field: Field,
        range: RangeInclusive<u32>,
    ) -> Option<Option<u32>> {
        match self.member(field).0 {
            Shape::Absent | Shape::Null => Some(None),
            _ => self.count_within(field, range).map(Some),
        }
    }

    /// A whole number from 0 to `most`, or `default` when it is absent or `null`.
    pub fn count_or(&mut self, field: Field, most: u32, default: u32) -> Option<u32> {
        match self.member(field).0 {
            Shape::Absent | Shape::Null => Some(default),
            _ => self.count(field, most),
        }
    }

    /// A decimal with two places, as text, from 0 to `most`, which must be there.
    pub fn decimal(&mut self, field: Field, most: Hundredths) -> Option<Hundredths> {
        let (shape, path) = self.member(field);
        self.noted(decimal(shape, path, most))
    }

    /// As [`decimal`](Self::decimal), for one that may be absent or `null`.
    pub fn optional_decimal(
        &mut self,
        field: Field,
        most: Hundredths,
    ) -> Option<Option<Hundredths>> {
        match self.member(field).0 {
            Shape::Absent | Shape::Null => Some(None),
            _ => self.decimal(field, most).map(Some),
        }
    }

    /// A finite number that must be there.
    pub fn number(&mut self, field: Field) -> Option<f64> {
        let (shape, path) = self.member(field);
        self.noted(match shape {
            Shape::Number(number) if number.value.is_finite() => Ok(number.value),
            Shape::Absent => Err(Problem::at(Code::Missing, path)),
            _ => Err(Problem::wrong_type(path, Expected::Number)),
        })
    }

    /// A text that must be there, as it stands. Of one that no rule looks at (beyond
    /// [`FACT_TEXT_MAX`]) nothing is left.
    pub fn word(&mut self, field: Field) -> Option<&'a str> {
        let (shape, path) = self.member(field);
        self.noted(word(shape, path))
    }

    /// As [`word`](Self::word), for one that may be absent or `null`.
    pub fn optional_word(&mut self, field: Field) -> Option<Option<&'a str>> {
        match self.member(field).0 {
            Shape::Absent | Shape::Null => Some(None),
            _ => self.word(field).map(Some),
        }
    }

    /// A text that must be there and say something: trimmed, at most `most` code points.
    pub fn text(&mut self, field: Field, most: u32) -> Option<&'a str> {
        let (shape, path) = self.member(field);
        let text = trimmed(shape, path, most).and_then(|text| {
            if text.is_empty() { Err(Problem::at(Code::Missing, path)) } else { Ok(text) }
        });
        self.noted(text)
    }

    /// As [`text`](Self::text), for one that may be absent, `null` or blank.
    pub fn optional_text(&mut self, field: Field, most: u32) -> Option<Option<&'a str>> {
        let (shape, path) = self.member(field);
        match shape {
            Shape::Absent | Shape::Null => Some(None),
            _ => {
                let text = self.noted(trimmed(shape, path, most))?;
                Some((!text.is_empty()).then_some(text))
            }
        }
    }

    /// A list of texts as they stand, which must be there.
    pub fn words(&mut self, field: Field) -> Option<Vec<&'a str>> {
        let items = self.items(field)?;
        let (_, path) = self.member(field);
        let mut list = Vec::new();
        for (at, item) in (0_u32..).zip(items) {
            list.extend(self.noted(word(item.shape(), path.at(at))));
        }
        Some(list)
    }

    /// One of a closed set of words, which must be there.
    pub fn choice<T>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        allowed: Allowed,
    ) -> Option<T> {
        let (shape, path) = self.member(field);
        self.noted(choice(shape, path, parse, allowed))
    }

    /// As [`choice`](Self::choice), for a word that may be absent or `null`.
    pub fn optional_choice<T>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        allowed: Allowed,
    ) -> Option<Option<T>> {
        match self.member(field).0 {
            Shape::Absent | Shape::Null => Some(None),
            _ => self.choice(field, parse, allowed).map(Some),
        }
    }

    /// A list of words of a closed set, which must be there.
    pub fn choices<T>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        allowed: Allowed,
    ) -> Option<Vec<T>> {
        let items = self.items(field)?;
        let (_, path) = self.member(field);
        let mut list = Vec::new();
        for (at, item) in (0_u32..).zip(items) {
            list.extend(self.noted(choice(item.shape(), in_list(path, at), &parse, allowed)));
        }
        Some(list)
    }

    /// Whether something is so; `default` when it is absent or `null`.
    pub fn truth_or(&mut self, field: Field, default: bool) -> Option<bool> {
        match self.member(field).0 {
            Shape::Absent | Shape::Null => Some(default),
            _ => self.truth(field),
        }
    }

    /// Notes a problem that the caller saw, at a member.
    pub fn note(&mut self, field: Field, code: Code) {
        let (_, path) = self.member(field);
        self.problems.push(Problem::at(code, path));
    }

    /// Notes a problem with the values of its message.
    pub fn note_with(&mut self, field: Field, code: Code, params: Params) {
        let (_, path) = self.member(field);
        self.problems.push(Problem::at(code, path).with(params));
    }

    /// Whether a member is there, be it `null`.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        !matches!(self.member(field).0, Shape::Absent)
    }

    /// Whether a member is `null`.
    #[must_use]
    pub fn is_null(&self, field: Field) -> bool {
        matches!(self.member(field).0, Shape::Null)
    }

    /// A list of texts that say something, which must be there: each trimmed, without NUL, and of at
    /// most `most` code points.
    pub fn texts(&mut self, field: Field, most: u32) -> Option<Vec<&'a str>> {
        self.each(field, |shape, path| match trimmed(shape, path, most)? {
            "" => Err(Problem::at(Code::Missing, path)),
            text if text.bytes().any(|byte| byte == 0) => Err(Problem::at(Code::InvalidText, path)),
            text => Ok(text),
        })
    }

    /// As [`optional_text`](Self::optional_text), for one that is to be stored: without NUL.
    pub fn storable_text(&mut self, field: Field, most: u32) -> Option<Option<&'a str>> {
        let text = self.optional_text(field, most);
        self.refuse_nul(field, text.flatten());
        text
    }

    /// Notes `INVALID_TEXT` for a text that holds NUL, which databases do not store.
    pub fn refuse_nul(&mut self, field: Field, text: Option<&str>) {
        if text.is_some_and(|text| text.bytes().any(|byte| byte == 0)) {
            self.note(field, Code::InvalidText);
        }
    }

    /// A list that must be there, each item read alike.
    fn each<T>(
        &mut self,
        field: Field,
        read: impl Fn(Shape<'a>, Path) -> Result<T, Problem>,
    ) -> Option<Vec<T>> {
        let items = self.items(field)?;
        let (_, path) = self.member(field);
        let mut list = Vec::new();
        for (at, item) in (0_u32..).zip(items) {
            list.extend(self.noted(read(item.shape(), in_list(path, at))));
        }
        Some(list)
    }

    fn items(&mut self, field: Field) -> Option<Items<'a>> {
        let (shape, path) = self.member(field);
        self.noted(match shape {
            Shape::Array(items) if items.len() > FACTS_MAX as usize => {
                Err(Problem::at(Code::TooMany, path).with(Params::Max(FACTS_MAX)))
            }
            Shape::Array(items) => Ok(items),
            Shape::Absent => Err(Problem::at(Code::Missing, path)),
            _ => Err(Problem::wrong_type(path, Expected::Array)),
        })
    }

    /// What a member is, and where it stands. Nothing is in what is no object, as was noted.
    fn member(&self, field: Field) -> (Shape<'a>, Path) {
        let path = match self.place {
            None => Path::of(field),
            Some(place) => place.member(field),
        };
        (self.object.field(field), path)
    }

    fn noted<T>(&mut self, outcome: Result<T, Problem>) -> Option<T> {
        self.object.as_object()?;
        outcome.map_err(|problem| self.problems.push(problem)).ok()
    }
}

/// The place of an item of a list: behind the last name of the list's own.
fn in_list(path: Path, at: u32) -> Path {
    match path.pieces() {
        [_, _, None, _] => path.at(at),
        _ => path.item(at),
    }
}

fn id(shape: Shape<'_>, path: Path) -> Result<Uuid, Problem> {
    Uuid::parse(text::expect(shape, path)?).ok_or(Problem::at(Code::InvalidId, path))
}

/// A text as it stands; nothing of one that is too long to be looked at, wherever that was seen.
fn word<'a>(shape: Shape<'a>, path: Path) -> Result<&'a str, Problem> {
    let text = text::expect(shape, path)?;
    Ok(if is_oversize(text) { "" } else { text })
}

fn trimmed<'a>(shape: Shape<'a>, path: Path, most: u32) -> Result<&'a str, Problem> {
    let too_long = Problem::at(Code::TooLong, path).with(Params::Max(most));
    let text = text::expect(shape, path)?;
    let trimmed = text::trim(text);
    let is_long = matches!(shape, Shape::Oversize) || is_oversize(text);
    if is_long || text::length(trimmed) > most as usize { Err(too_long) } else { Ok(trimmed) }
}

fn is_oversize(text: &str) -> bool {
    text.len() > FACT_TEXT_MAX && text::utf16_length(text) > FACT_TEXT_MAX
}

fn choice<T>(
    shape: Shape<'_>,
    path: Path,
    parse: impl Fn(&str) -> Option<T>,
    allowed: Allowed,
) -> Result<T, Problem> {
    parse(word(shape, path)?).ok_or(Problem::unknown_value(path, allowed))
}

fn day(shape: Shape<'_>, path: Path) -> Result<Timestamp, Problem> {
    if let Shape::Text(text) = shape
        && let Some(day) = Timestamp::parse_date(text)
    {
        return Ok(day);
    }
    instant(shape, path).map(Timestamp::day_start)
}

fn decimal(shape: Shape<'_>, path: Path, most: Hundredths) -> Result<Hundredths, Problem> {
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

/// The largest number that a message can tell.
const TOLD_MAX: u32 = 0xff_ffff;

fn count(shape: Shape<'_>, path: Path, range: RangeInclusive<u32>) -> Result<u32, Problem> {
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
