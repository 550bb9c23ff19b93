//! Facts that a host hands to a rule: read member by member, every problem with its place.

mod lists;
mod read;

use core::ops::RangeInclusive;

use alloc::vec::Vec;

pub use read::instant;

use crate::code::Code;
use crate::decimal::Hundredths;
use crate::id::Uuid;
use crate::json::{Shape, Value};
use crate::problem::{Allowed, Expected, Field, Params, Path, Problem};
use crate::session::ParticipantType;
use crate::time::Timestamp;
use crate::words::Words;

/// The longest list of facts.
pub const FACTS_MAX: u32 = 256;
/// The longest text among facts that is looked at, in UTF-16 code units.
pub const FACT_TEXT_MAX: usize = 4_096;

/// Goes through the members of one object of facts and notes what is wrong.
///
/// What is wrong reads as some value of its type, which no rule gets to see: [`done`](Self::done),
/// after the last fact and before the rule, refuses the whole with everything that was noted.
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

    /// Goes on when nothing was wrong.
    ///
    /// # Errors
    /// Everything that was noted, in the order of reading.
    pub fn done(self) -> Result<(), Vec<Problem>> {
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems) }
    }

    /// An instant that must be there.
    pub fn instant(&mut self, field: Field) -> Timestamp {
        self.read(field, Timestamp::from_unix_micros(0), instant)
    }

    /// An instant that may be absent or `null`.
    pub fn optional_instant(&mut self, field: Field) -> Option<Timestamp> {
        self.is_given(field).then(|| self.instant(field))
    }

    /// An instant or `null`, which must be said.
    pub fn nullable_instant(&mut self, field: Field) -> Option<Timestamp> {
        (!self.is_null(field)).then(|| self.instant(field))
    }

    /// A day that must be there, as its first instant in UTC: a date, `2026-05-01`, or any instant
    /// of the day.
    pub fn day(&mut self, field: Field) -> Timestamp {
        self.read(field, Timestamp::from_unix_micros(0), read::day)
    }

    /// As [`day`](Self::day), for one that may be absent or `null`.
    pub fn optional_day(&mut self, field: Field) -> Option<Timestamp> {
        self.is_given(field).then(|| self.day(field))
    }

    /// An id that must be there.
    pub fn id(&mut self, field: Field) -> Uuid {
        self.read(field, Uuid::MAX, read::id)
    }

    /// An id that may be absent or `null`.
    pub fn optional_id(&mut self, field: Field) -> Option<Uuid> {
        self.is_given(field).then(|| self.id(field))
    }

    /// An id or `null`, which must be said.
    pub fn nullable_id(&mut self, field: Field) -> Option<Uuid> {
        (!self.is_null(field)).then(|| self.id(field))
    }

    /// Whether something is so.
    pub fn truth(&mut self, field: Field) -> bool {
        self.read(field, false, read::truth)
    }

    /// Whether something is so; `default` when it is absent or `null`.
    pub fn truth_or(&mut self, field: Field, default: bool) -> bool {
        if self.is_given(field) { self.truth(field) } else { default }
    }

    /// Who sits on a seat.
    pub fn participant_type(&mut self) -> ParticipantType {
        self.choice(Field::ParticipantType, Allowed::ParticipantTypes)
    }

    /// An object that must be there, read by its members; none when it is wrong.
    pub fn object<T>(&mut self, field: Field, read: impl Fn(&mut Self) -> T) -> Option<T> {
        let (shape, path) = self.member(field);
        match self.object.member_of(field) {
            Some(object) if !matches!(shape, Shape::Absent) => self.inside(object, path, read),
            _ => {
                self.note(field, Code::Missing);
                None
            }
        }
    }

    /// An object that may be absent or `null`.
    pub fn optional_object<T>(&mut self, field: Field, read: impl Fn(&mut Self) -> T) -> Option<T> {
        if self.is_given(field) { self.object(field, read) } else { None }
    }

    /// A whole number from 0 to `most` that must be there.
    pub fn count(&mut self, field: Field, most: u32) -> u32 {
        self.count_within(field, 0..=most)
    }

    /// A whole number of a range, which must be there.
    pub fn count_within(&mut self, field: Field, range: RangeInclusive<u32>) -> u32 {
        self.read(field, 0, |shape, path| read::count(shape, path, &range))
    }

    /// As [`count_within`](Self::count_within), for one that may be absent or `null`.
    pub fn optional_count(&mut self, field: Field, range: RangeInclusive<u32>) -> Option<u32> {
        self.is_given(field).then(|| self.count_within(field, range))
    }

    /// A whole number from 0 to `most`, or `default` when it is absent or `null`.
    pub fn count_or(&mut self, field: Field, most: u32, default: u32) -> u32 {
        if self.is_given(field) { self.count(field, most) } else { default }
    }

    /// A decimal with two places, as text, from 0 to `most`, which must be there.
    pub fn decimal(&mut self, field: Field, most: Hundredths) -> Hundredths {
        self.read(field, Hundredths(0), |shape, path| read::decimal(shape, path, most))
    }

    /// As [`decimal`](Self::decimal), for one that may be absent or `null`.
    pub fn optional_decimal(&mut self, field: Field, most: Hundredths) -> Option<Hundredths> {
        self.is_given(field).then(|| self.decimal(field, most))
    }

    /// A finite number that must be there.
    pub fn number(&mut self, field: Field) -> f64 {
        self.read(field, 0.0, read::number)
    }

    /// As [`number`](Self::number), for one that may be absent or `null`.
    pub fn optional_number(&mut self, field: Field) -> Option<f64> {
        self.is_given(field).then(|| self.number(field))
    }

    /// A text that must be there, as it stands. Of one that no rule looks at (beyond
    /// [`FACT_TEXT_MAX`]) nothing is left.
    pub fn word(&mut self, field: Field) -> &'a str {
        self.read(field, "", read::word)
    }

    /// As [`word`](Self::word), for one that may be absent or `null`.
    pub fn optional_word(&mut self, field: Field) -> Option<&'a str> {
        self.is_given(field).then(|| self.word(field))
    }

    /// A text that must be there and say something: trimmed, at most `most` code points.
    pub fn text(&mut self, field: Field, most: u32) -> &'a str {
        self.read(field, "", |shape, path| match read::trimmed(shape, path, most) {
            Ok("") => Err(Problem::at(Code::Missing, path)),
            read => read,
        })
    }

    /// As [`text`](Self::text), for one that may be absent, `null` or blank.
    pub fn optional_text(&mut self, field: Field, most: u32) -> Option<&'a str> {
        if !self.is_given(field) {
            return None;
        }
        let text = self.read(field, "", |shape, path| read::trimmed(shape, path, most));
        (!text.is_empty()).then_some(text)
    }

    /// One of a closed set of words, which must be there.
    pub(crate) fn choice<T: Words>(&mut self, field: Field, allowed: Allowed) -> T {
        self.known_choice(field, allowed).unwrap_or_else(|| T::at(0))
    }

    /// As [`choice`](Self::choice), none when it is wrong: for those who read on by what it says.
    pub(crate) fn known_choice<T: Words>(&mut self, field: Field, allowed: Allowed) -> Option<T> {
        let place =
            |shape: Shape<'a>, path| read::place_of_word(shape, path, T::WORDS, allowed).map(Some);
        self.read(field, None, place).map(T::at)
    }

    /// As [`choice`](Self::choice), for a word that may be absent or `null`.
    pub(crate) fn optional_choice<T: Words>(
        &mut self,
        field: Field,
        allowed: Allowed,
    ) -> Option<T> {
        self.is_given(field).then(|| self.choice(field, allowed))
    }

    /// Notes a problem that the caller saw, at a member.
    pub fn note(&mut self, field: Field, code: Code) {
        let (_, path) = self.member(field);
        self.noted(Problem::at(code, path));
    }

    /// Notes a problem with the values of its message.
    pub fn note_with(&mut self, field: Field, code: Code, params: Params) {
        let (_, path) = self.member(field);
        self.noted(Problem::at(code, path).with(params));
    }

    /// As [`optional_text`](Self::optional_text), for one that is to be stored: without NUL.
    pub fn storable_text(&mut self, field: Field, most: u32) -> Option<&'a str> {
        let text = self.optional_text(field, most);
        self.refuse_nul(field, text);
        text
    }

    /// Notes `INVALID_TEXT` for a text that holds NUL, which databases do not store.
    pub fn refuse_nul(&mut self, field: Field, text: Option<&str>) {
        if text.is_some_and(|text| text.bytes().any(|byte| byte == 0)) {
            self.note(field, Code::InvalidText);
        }
    }

    /// What was read, unless something was wrong with it: for those who look closer.
    pub fn right<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let noted = self.problems.len();
        let found = read(self);
        (self.problems.len() == noted).then_some(found)
    }

    /// Whether a member is there and not `null`.
    fn is_given(&self, field: Field) -> bool {
        !matches!(self.object.field(field), Shape::Absent | Shape::Null)
    }

    /// Whether a member is there, be it `null`.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        !matches!(self.object.field(field), Shape::Absent)
    }

    /// Whether a member is `null`.
    #[must_use]
    pub fn is_null(&self, field: Field) -> bool {
        matches!(self.object.field(field), Shape::Null)
    }

    /// A member, or `otherwise` when something is wrong with it.
    fn read<T>(
        &mut self,
        field: Field,
        otherwise: T,
        read: impl FnOnce(Shape<'a>, Path) -> Result<T, Problem>,
    ) -> T {
        let (shape, path) = self.member(field);
        read(shape, path).unwrap_or_else(|problem| {
            self.noted(problem);
            otherwise
        })
    }

    /// What an object says, by its members; none when it is no object.
    fn inside<T>(
        &mut self,
        object: Value<'a>,
        path: Path,
        read: impl Fn(&mut Self) -> T,
    ) -> Option<T> {
        if object.as_object().is_none() {
            self.noted(Problem::wrong_type(path, Expected::Object));
            return None;
        }
        let outer = (self.object, self.place);
        (self.object, self.place) = (object, Some(path));
        let inner = read(self);
        (self.object, self.place) = outer;
        Some(inner)
    }

    /// What a member is, and where it stands.
    fn member(&self, field: Field) -> (Shape<'a>, Path) {
        let path = match self.place {
            None => Path::of(field),
            Some(place) => place.then(field),
        };
        (self.object.field(field), path)
    }

    /// Notes a problem. Nothing is missing in what is no object, as was noted already.
    fn noted(&mut self, problem: Problem) {
        if self.object.as_object().is_some() {
            self.problems.push(problem);
        }
    }
}
