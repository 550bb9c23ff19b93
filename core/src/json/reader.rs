//! The reader itself: one loop, one stack.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;

use super::number::{self, Decimal};
use super::{Document, Error, ErrorKind, Kind, MAX_DEPTH, Members, Node, Number, Value};
use crate::digits;

/// Reads one JSON value that fills the text.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read(text: &str) -> Result<Document<'_>, Error> {
    read_with(text, number::nearest)
}

/// As [`read`], for those who only ask whether the text is good: numbers are zero. It spares the
/// small WebAssembly build the making of doubles.
///
/// # Errors
/// As [`read`].
pub fn scan(text: &str) -> Result<Document<'_>, Error> {
    read_with(text, |_| Number { value: 0.0, exact: false })
}

fn read_with(text: &str, number: fn(&Decimal<'_>) -> Number) -> Result<Document<'_>, Error> {
    let nodes = Vec::with_capacity(32);
    let document = Document { text, nodes, ..Document::default() };
    let mut reader = Reader { at: 0, document, number };
    // Nodes tell places in 32 bits.
    if u32::try_from(text.len()).is_err() {
        return Err(reader.error(ErrorKind::Syntax));
    }
    reader.value()?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.error(ErrorKind::Trailing));
    }
    Ok(reader.document)
}

struct Reader<'a> {
    at: usize,
    document: Document<'a>,
    number: fn(&Decimal<'_>) -> Number,
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Result<(), Error> {
        // The arrays and objects whose end has not been read yet.
        let mut open = [0_usize; MAX_DEPTH];
        let mut depth = 0;
        loop {
            self.skip_space();
            let (kind, end) = match self.peek() {
                Some(b'[') => (Kind::ARRAY, b']'),
                Some(b'{') => (Kind::OBJECT, b'}'),
                _ => (Kind::NULL, 0),
            };
            if end == 0 {
                self.scalar()?;
            } else {
                let Some(place) = open.get_mut(depth) else {
                    return Err(self.error(ErrorKind::TooDeep));
                };
                *place = self.document.nodes.len();
                self.at += 1;
                self.skip_space();
                self.push(kind, 0, place_of(*place + 1));
                if !self.eat(end) {
                    depth += 1;
                    if kind == Kind::OBJECT {
                        self.name()?;
                    }
                    continue;
                }
            }
            // The value is whole: count it where it belongs, and close what ends behind it.
            loop {
                self.skip_space();
                let Some(place) = depth.checked_sub(1).and_then(|top| open.get(top)).copied()
                else {
                    return Ok(());
                };
                let behind = place_of(self.document.nodes.len());
                let Some(node) = self.document.nodes.get_mut(place) else { return Ok(()) };
                node.first += 1;
                node.second = behind;
                let is_object = node.kind == Kind::OBJECT;
                if self.eat(b',') {
                    if is_object {
                        self.skip_space();
                        self.name()?;
                    }
                    break;
                }
                self.expect(if is_object { b'}' } else { b']' })?;
                let document = &self.document;
                if (Value { document, at: place_of(place) }).as_object().is_some_and(has_duplicates)
                {
                    return Err(self.error(ErrorKind::DuplicateMember));
                }
                depth -= 1;
            }
        }
    }

    fn push(&mut self, kind: Kind, first: u32, second: u32) {
        self.document.nodes.push(Node { kind, first, second });
    }

    /// A member's name and the colon behind it.
    fn name(&mut self) -> Result<(), Error> {
        self.expect(b'"')?;
        self.rest_of_text()?;
        self.skip_space();
        self.expect(b':')
    }

    fn scalar(&mut self) -> Result<(), Error> {
        let (word, kind) = match self.peek() {
            Some(b'"') => {
                self.at += 1;
                return self.rest_of_text();
            }
            Some(b't') => ("true", Kind::TRUE),
            Some(b'f') => ("false", Kind::FALSE),
            Some(b'n') => ("null", Kind::NULL),
            _ => return self.number(),
        };
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(self.error(ErrorKind::Syntax));
        }
        self.at += word.len();
        self.push(kind, 0, 0);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Error> {
        let decimal = Decimal::scan(self.rest()).ok_or(self.error(ErrorKind::Syntax))?;
        if decimal.is_out_of_range() {
            return Err(self.error(ErrorKind::NumberRange));
        }
        self.at += decimal.length;
        let Number { value, exact } = (self.number)(&decimal);
        let bits = value.to_bits();
        let kind = if exact { Kind::NUMBER } else { Kind::ROUNDED };
        self.push(kind, bits as u32, (bits >> 32) as u32);
        Ok(())
    }

    /// The text up to its closing quote; the opening one has been read.
    fn rest_of_text(&mut self) -> Result<(), Error> {
        let mut kind = Kind::TEXT;
        let mut from = self.at;
        let mut start = self.at;
        loop {
            let next = self.peek();
            if matches!(next, Some(b'"' | b'\\'))
                && (kind == Kind::UNESCAPED || next == Some(b'\\'))
            {
                if kind == Kind::TEXT {
                    kind = Kind::UNESCAPED;
                    start = self.document.unescaped.len();
                }
                // Ends before an ASCII byte, so it is a whole piece of UTF-8.
                let piece = self.document.text.get(from..self.at).unwrap_or_default();
                self.document.unescaped.push_str(piece);
            }
            match next {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.at += 1;
                    let escaped = self.escaped()?;
                    self.document.unescaped.push(escaped);
                    from = self.at;
                }
                None | Some(0..=0x1f) => return Err(self.error(ErrorKind::Syntax)),
                _ => self.at += 1,
            }
        }
        let end = if kind == Kind::TEXT { self.at } else { self.document.unescaped.len() };
        self.at += 1;
        self.push(kind, place_of(start), place_of(end));
        Ok(())
    }

    /// The character behind a backslash.
    fn escaped(&mut self) -> Result<char, Error> {
        let kind = self.peek();
        let character = match kind {
            Some(kind @ (b'"' | b'\\' | b'/')) => char::from(kind),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.code_point();
            }
            _ => return Err(self.error(ErrorKind::Syntax)),
        };
        self.at += 1;
        Ok(character)
    }

    /// The code point of one `\uXXXX`, or of two that form a pair.
    fn code_point(&mut self) -> Result<char, Error> {
        let first = self.four_hex_digits()?;
        let is_high = (0xd800..0xdc00).contains(&first);
        if !is_high {
            return char::from_u32(first).ok_or_else(|| self.error(ErrorKind::LoneSurrogate));
        }
        if !self.rest().starts_with(b"\\u") {
            return Err(self.error(ErrorKind::LoneSurrogate));
        }
        self.at += 2;
        let second = self.four_hex_digits()?;
        if !(0xdc00..0xe000).contains(&second) {
            return Err(self.error(ErrorKind::LoneSurrogate));
        }
        let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        char::from_u32(code).ok_or_else(|| self.error(ErrorKind::LoneSurrogate))
    }

    fn four_hex_digits(&mut self) -> Result<u32, Error> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(digits::hex);
            number = number << 4 | u32::from(digit.ok_or_else(|| self.error(ErrorKind::Syntax))?);
            self.at += 1;
        }
        Ok(number)
    }

    fn rest(&self) -> &'a [u8] {
        self.document.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.document.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) -> Result<(), Error> {
        if self.eat(byte) { Ok(()) } else { Err(self.error(ErrorKind::Syntax)) }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error { kind, offset: self.at }
    }
}

/// No text is longer than its places can tell.
fn place_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Pairwise for the few members of an honest token, sorted for the many of a hostile one. The
/// heap's sort is slower than a slice's and a tenth of its size.
fn has_duplicates(mut members: Members<'_>) -> bool {
    const FEW: usize = 16;
    if members.len() > FEW {
        let names: BinaryHeap<&str> = members.map(|(name, _)| name).collect();
        return !names.into_sorted_vec().is_sorted_by(|one, other| one < other);
    }
    while let Some((name, _)) = members.next() {
        if members.into_iter().any(|(other, _)| other == name) {
            return true;
        }
    }
    false
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
