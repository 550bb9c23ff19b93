//! Lists among facts.

use core::cmp::Ordering;

use alloc::vec::Vec;

use super::{FACTS_MAX, Facts, instant, read};
use crate::code::Code;
use crate::id::Uuid;
use crate::json::{Items, Shape};
use crate::problem::{Allowed, Expected, Field, Params, Path, Problem};
use crate::scope;
use crate::time::Timestamp;
use crate::words::Words;

impl<'a> Facts<'a> {
    /// A list of ids that must be there.
    pub fn ids(&mut self, field: Field) -> Vec<Uuid> {
        self.each(field, Uuid::MAX, read::id)
    }

    /// A list of instants that must be there.
    pub fn instants(&mut self, field: Field) -> Vec<Timestamp> {
        self.each(field, Timestamp::from_unix_micros(0), instant)
    }

    /// A list of whole numbers from 0 to `most`, which must be there.
    pub fn counts(&mut self, field: Field, most: u32) -> Vec<u32> {
        let range = 0..=most;
        self.each(field, 0, |shape, path| read::count(shape, path, &range))
    }

    /// A list of texts as they stand, which must be there.
    pub fn words(&mut self, field: Field) -> Vec<&'a str> {
        self.each(field, "", read::word)
    }

    /// A list of words of a closed set, which must be there.
    pub(crate) fn choices<T: Words>(&mut self, field: Field, allowed: Allowed) -> Vec<T> {
        let place = |shape: Shape<'a>, path| read::place_of_word(shape, path, T::WORDS, allowed);
        self.each(field, 0, place).into_iter().map(T::at).collect()
    }

    /// A list of texts that say something, which must be there: each trimmed, without NUL, and of at
    /// most `most` code points.
    pub fn texts(&mut self, field: Field, most: u32) -> Vec<&'a str> {
        self.each(field, "", |shape, path| match read::trimmed(shape, path, most)? {
            "" => Err(Problem::at(Code::Missing, path)),
            text if text.bytes().any(|byte| byte == 0) => Err(Problem::at(Code::InvalidText, path)),
            text => Ok(text),
        })
    }

    /// Scopes: a text with spaces in between, or a list of such; each once, none when they are
    /// absent or `null`.
    pub fn scopes(&mut self, field: Field) -> Vec<&'a str> {
        let texts = match self.member(field).0 {
            Shape::Absent | Shape::Null => Vec::new(),
            Shape::Array(_) => self.words(field),
            _ => Vec::from([self.word(field)]),
        };
        let mut scopes = Vec::new();
        for text in texts {
            scope::split_into(&mut scopes, text);
        }
        scopes
    }

    /// A list of exactly so many bytes, as whole numbers from 0 to 255, which must be there.
    pub fn bytes<const COUNT: usize>(&mut self, field: Field) -> [u8; COUNT] {
        let counts = self.counts(field, u32::from(u8::MAX));
        let mut bytes = [0; COUNT];
        for (byte, count) in bytes.iter_mut().zip(&counts) {
            *byte = *count as u8;
        }
        let wanted = u32::try_from(COUNT).unwrap_or(u32::MAX);
        let (shape, path) = self.member(field);
        let given = if let Shape::Array(items) = shape { items.len() } else { COUNT };
        match given.cmp(&COUNT) {
            Ordering::Less => self.noted(Problem::at(Code::TooFew, path).with(Params::Min(wanted))),
            Ordering::Greater if given <= FACTS_MAX as usize => {
                self.noted(Problem::at(Code::TooMany, path).with(Params::Max(wanted)));
            }
            _ => {}
        }
        bytes
    }

    /// A list of objects that must be there, each read alike.
    pub fn list<T>(&mut self, field: Field, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        let (_, path) = self.member(field);
        let mut list = Vec::new();
        for (at, object) in (0_u32..).zip(self.items(field).into_iter().flatten()) {
            list.extend(self.inside(object, path.nth(at), &read));
        }
        list
    }

    /// A list that must be there, each item read alike.
    fn each<T: Copy>(
        &mut self,
        field: Field,
        otherwise: T,
        read: impl Fn(Shape<'a>, Path) -> Result<T, Problem>,
    ) -> Vec<T> {
        let (_, path) = self.member(field);
        let mut list = Vec::new();
        for (at, item) in (0_u32..).zip(self.items(field).into_iter().flatten()) {
            list.push(read(item.shape(), path.nth(at)).unwrap_or_else(|problem| {
                self.noted(problem);
                otherwise
            }));
        }
        list
    }

    fn items(&mut self, field: Field) -> Option<Items<'a>> {
        let (shape, path) = self.member(field);
        let problem = match shape {
            Shape::Array(items) if items.len() <= FACTS_MAX as usize => return Some(items),
            Shape::Array(_) => Problem::at(Code::TooMany, path).with(Params::Max(FACTS_MAX)),
            Shape::Absent => Problem::at(Code::Missing, path),
            _ => Problem::wrong_type(path, Expected::Array),
        };
        self.noted(problem);
        None
    }
}
