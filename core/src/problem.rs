//! A refusal: what is wrong, where, and the numbers its message needs. A path and a problem are packed
//! into words whose layout both sides of it share.

mod allowed;
mod names;

use core::fmt;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use allowed::Allowed;
pub use names::{Expected, Field};

use crate::code::Code;
use crate::phase::Phase;

/// The values that fill a message's placeholders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Params {
    /// The message has no placeholder.
    #[default]
    None,
    /// `{min}`
    Min(u32),
    /// `{max}`
    Max(u32),
    /// `{expected}`
    Expected(Expected),
    /// `{allowed}`
    Allowed(Allowed),
    /// `{line}` and `{column}`, both counted from 1.
    At {
        /// The line.
        line: u32,
        /// The column, in characters.
        column: u32,
    },
    /// `{current}`, by the API's code.
    Phase(Phase),
}

impl Params {
    /// Kind and numbers, as [`Problem::numbers`] has them.
    const fn numbers(self) -> (u8, u32, u32) {
        match self {
            Self::None => (0, 0, 0),
            Self::Min(min) => (1, min, 0),
            Self::Max(max) => (2, max, 0),
            Self::Expected(expected) => (3, expected as u32, 0),
            Self::Allowed(allowed) => (4, allowed as u32, 0),
            Self::At { line, column } => (5, line, column),
            Self::Phase(phase) => (6, phase.api_place() as u32, 0),
        }
    }
}

const fn capped(number: u32) -> u64 {
    const MOST: u32 = 0xff_ffff;
    if number > MOST { MOST as u64 } else { number as u64 }
}

/// Where in the input a problem stands: `ratings[1].reasons[0]`, `breaker.outcomes[0].at`, `exp`, or
/// empty for the whole.
///
/// Five pieces in one word, because every refusal carries one: three names of twelve bits, an index
/// of sixteen behind the first and one of twelve behind the second; all ones where there is none.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Path(u64);

/// Where a piece stands in the word, and as many ones as it has bits.
type Piece = (u32, u64);
const HEAD: Piece = (0, 0xfff);
const INDEX: Piece = (12, 0xffff);
const MEMBER: Piece = (28, 0xfff);
const ITEM: Piece = (40, 0xfff);
const LAST: Piece = (52, 0xfff);

impl Path {
    /// The whole input.
    pub const ROOT: Self = Self(u64::MAX);

    /// `head`
    #[must_use]
    pub const fn of(head: Field) -> Self {
        Self::ROOT.put(HEAD, head as u64)
    }

    /// `…[index]` behind the first name.
    #[must_use]
    pub const fn at(self, index: u32) -> Self {
        self.put(INDEX, index as u64)
    }

    /// `….member`, the second name.
    #[must_use]
    pub const fn member(self, member: Field) -> Self {
        self.put(MEMBER, member as u64)
    }

    /// `…[item]` behind the second name.
    #[must_use]
    pub const fn item(self, item: u32) -> Self {
        self.put(ITEM, item as u64)
    }

    /// `….name` behind all that is there: the second name or the third. A fourth takes its place.
    #[must_use]
    pub const fn then(self, name: Field) -> Self {
        self.put(if self.has(MEMBER) { LAST } else { MEMBER }, name as u64)
    }

    /// `…[place]` behind the first or the second name, whichever is the last.
    #[must_use]
    pub const fn nth(self, place: u32) -> Self {
        self.put(if self.has(MEMBER) { ITEM } else { INDEX }, place as u64)
    }

    /// The pieces as numbers, in the order in which they are read: the first name's place among
    /// all fields, the index behind it, the second name's place, the index behind that, the third's.
    #[must_use]
    pub fn pieces(self) -> [Option<u32>; 5] {
        [HEAD, INDEX, MEMBER, ITEM, LAST].map(|(at, ones)| {
            let found = self.0 >> at & ones;
            (found != ones).then_some(found as u32)
        })
    }

    const fn has(self, (at, ones): Piece) -> bool {
        self.0 >> at & ones != ones
    }

    /// No rule counts further than its indices reach.
    const fn put(self, (at, ones): Piece, piece: u64) -> Self {
        Self(self.0 & !(ones << at) | (piece & ones) << at)
    }
}

impl Default for Path {
    fn default() -> Self {
        Self::ROOT
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [head, index, member, item, last] = self.pieces();
        let name = |place: u32| Field::ALL.get(place as usize).map_or("", |field| field.as_str());
        if let Some(head) = head {
            f.write_str(name(head))?;
        }
        if let Some(index) = index {
            write!(f, "[{index}]")?;
        }
        if let Some(member) = member {
            f.write_str(if head.is_some() { "." } else { "" })?;
            f.write_str(name(member))?;
        }
        if let Some(item) = item {
            write!(f, "[{item}]")?;
        }
        if let Some(last) = last {
            write!(f, ".{}", name(last))?;
        }
        Ok(())
    }
}

/// One thing that is wrong with an input.
///
/// Two words, so that refusing costs a rule little code: the place, and the code with the numbers
/// of its message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.message())]
pub struct Problem {
    /// Where.
    pub path: Path,
    what: What,
}

/// Eight bits of code, eight of the kind of [`Params`], and two numbers of 24 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct What(u64);

impl Problem {
    /// A problem of the whole input.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self::at(code, Path::ROOT)
    }

    /// A problem at a place.
    #[must_use]
    pub const fn at(code: Code, path: Path) -> Self {
        Self { path, what: What(code as u64) }
    }

    /// The same with the values of its message; numbers beyond 2^24 − 1 are told as that.
    #[must_use]
    #[inline(never)]
    pub const fn with(self, params: Params) -> Self {
        let (kind, first, second) = params.numbers();
        let (first, second) = (capped(first) << 16, capped(second) << 40);
        let what = What(self.what.0 & 0xff | (kind as u64) << 8 | first | second);
        Self { path: self.path, what }
    }

    /// `WRONG_TYPE` at a place.
    #[must_use]
    pub const fn wrong_type(path: Path, expected: Expected) -> Self {
        Self::at(Code::WrongType, path).with(Params::Expected(expected))
    }

    /// `UNKNOWN_VALUE` at a place.
    #[must_use]
    pub const fn unknown_value(path: Path, allowed: Allowed) -> Self {
        Self::at(Code::UnknownValue, path).with(Params::Allowed(allowed))
    }

    /// What.
    #[must_use]
    pub fn code(&self) -> Code {
        let place = (self.what.0 & 0xff) as usize;
        Code::ALL.get(place).copied().unwrap_or(Code::InternalError)
    }

    /// What the message says beside.
    #[must_use]
    pub fn params(&self) -> Params {
        let [_, kind, first, second] = self.numbers();
        match kind {
            1 => Params::Min(first),
            2 => Params::Max(first),
            3 => Expected::ALL.get(first as usize).map_or(Params::None, |e| Params::Expected(*e)),
            4 => Allowed::ALL.get(first as usize).map_or(Params::None, |a| Params::Allowed(*a)),
            5 => Params::At { line: first, column: second },
            6 => {
                let phase = Phase::from_api_place(Some(first as usize), true);
                phase.map_or(Params::None, Params::Phase)
            }
            _ => Params::None,
        }
    }

    /// The code's place in [`Code::ALL`], and the [`Params`] as numbers: their kind in the order
    /// of the enum and the two that it may hold, words by their place among all.
    #[must_use]
    pub const fn numbers(&self) -> [u32; 4] {
        let what = self.what.0;
        let (code, kind) = (what & 0xff, what >> 8 & 0xff);
        [code as u32, kind as u32, (what >> 16 & 0xff_ffff) as u32, (what >> 40) as u32]
    }

    /// The message in the words that every side shows.
    #[must_use]
    pub fn message(&self) -> String {
        let template = self.code().template();
        match self.params() {
            Params::None => template.to_string(),
            Params::Min(min) => template.replace("{min}", &min.to_string()),
            Params::Max(max) => template.replace("{max}", &max.to_string()),
            Params::Expected(expected) => template.replace("{expected}", expected.as_str()),
            Params::Allowed(allowed) => template.replace("{allowed}", &allowed.words().join(", ")),
            Params::At { line, column } => template
                .replace("{line}", &line.to_string())
                .replace("{column}", &column.to_string()),
            Params::Phase(phase) => template.replace("{current}", phase.to_api()),
        }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.code(), self.path)
    }
}

/// The one code that stands for a list of problems: their own when all share it.
#[must_use]
pub fn summary_code(problems: &[Problem]) -> Code {
    match problems {
        [first, rest @ ..] if rest.iter().all(|p| p.code() == first.code()) => first.code(),
        _ => Code::ValidationError,
    }
}

impl From<Problem> for Vec<Problem> {
    fn from(problem: Problem) -> Self {
        [problem].into()
    }
}

#[cfg(feature = "serde")]
#[path = "problem_wire.rs"]
mod wire;

#[cfg(test)]
#[path = "problem_tests.rs"]
mod tests;
