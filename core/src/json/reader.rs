//! The reader itself: one loop, one stack.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::number::decimal_to_double;
use super::{Error, ErrorKind, MAX_DEPTH, Number, Value};

/// Reads one JSON value that fills the text.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read(text: &str) -> Result<Value<'_>, Error> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value()?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.error(ErrorKind::Trailing));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// An array or object whose end has not been read yet.
enum Open<'a> {
    Array(Vec<Value<'a>>),
    /// The members so far, and the name of the one being read.
    Object(Vec<(Cow<'a, str>, Value<'a>)>, Cow<'a, str>),
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Result<Value<'a>, Error> {
        let mut open: Vec<Open<'a>> = Vec::new();
        loop {
            self.skip_space();
            let mut value = match self.peek() {
                Some(b'{' | b'[') if open.len() == MAX_DEPTH => {
                    return Err(self.error(ErrorKind::TooDeep));
                }
                Some(b'[') => {
                    self.at += 1;
                    self.skip_space();
                    if !self.eat(b']') {
                        open.push(Open::Array(Vec::new()));
                        continue;
                    }
                    Value::Array(Vec::new())
                }
                Some(b'{') => {
                    self.at += 1;
                    self.skip_space();
                    if !self.eat(b'}') {
                        open.push(Open::Object(Vec::new(), self.name()?));
                        continue;
                    }
                    Value::Object(Vec::new())
                }
                _ => self.scalar()?,
            };
            // The value is whole: put it where it belongs, and close what ends behind it.
            loop {
                self.skip_space();
                match open.pop() {
                    None => return Ok(value),
                    Some(Open::Array(mut items)) => {
                        items.push(value);
                        if self.eat(b',') {
                            open.push(Open::Array(items));
                            break;
                        }
                        self.expect(b']')?;
                        value = Value::Array(items);
                    }
                    Some(Open::Object(mut members, name)) => {
                        members.push((name, value));
                        if self.eat(b',') {
                            self.skip_space();
                            let name = self.name()?;
                            open.push(Open::Object(members, name));
                            break;
                        }
                        self.expect(b'}')?;
                        if has_duplicates(&members) {
                            return Err(self.error(ErrorKind::DuplicateMember));
                        }
                        value = Value::Object(members);
                    }
                }
            }
        }
    }

    /// A member's name and the colon behind it.
    fn name(&mut self) -> Result<Cow<'a, str>, Error> {
        self.expect(b'"')?;
        let name = self.rest_of_text()?;
        self.skip_space();
        self.expect(b':')?;
        Ok(name)
    }

    fn scalar(&mut self) -> Result<Value<'a>, Error> {
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.rest_of_text().map(Value::Text)
            }
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.number().map(Value::Number),
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, Error> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(self.error(ErrorKind::Syntax));
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Number, Error> {
        let start = self.at;
        let negative = self.eat(b'-');
        let whole = self.digits();
        let leading_zero = whole.len() > 1 && whole.starts_with(b"0");
        if whole.is_empty() || leading_zero {
            return Err(self.error(ErrorKind::Syntax));
        }
        let mut fraction: &[u8] = &[];
        if self.eat(b'.') {
            fraction = self.digits();
            if fraction.is_empty() {
                return Err(self.error(ErrorKind::Syntax));
            }
        }
        let mut exponent = 0_i64;
        if self.eat(b'e') || self.eat(b'E') {
            let minus = self.eat(b'-');
            if !minus {
                self.eat(b'+');
            }
            let digits = self.digits();
            if digits.is_empty() {
                return Err(self.error(ErrorKind::Syntax));
            }
            // Saturates: beyond a million there is only zero and too large.
            let fold = |sum: i64, digit: &u8| (sum * 10 + i64::from(digit - b'0')).min(1_000_000);
            exponent = digits.iter().fold(0, fold);
            if minus {
                exponent = -exponent;
            }
        }
        let number = decimal_to_double(whole, fraction, exponent)
            .ok_or(Error { kind: ErrorKind::NumberRange, offset: start })?;
        let value = if negative { -number.value } else { number.value };
        Ok(Number { value, ..number })
    }

    fn digits(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// The text up to its closing quote; the opening one has been read.
    fn rest_of_text(&mut self) -> Result<Cow<'a, str>, Error> {
        let mut unescaped: Option<String> = None;
        loop {
            let rest = self.rest();
            let plain =
                rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
            // Ends before an ASCII byte, so it is a whole piece of UTF-8.
            let piece = self.text.get(self.at..self.at + plain).unwrap_or_default();
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match unescaped {
                        None => Cow::Borrowed(piece),
                        Some(text) => Cow::Owned(text + piece),
                    });
                }
                Some(b'\\') => {
                    self.at += 1;
                    let text = unescaped.get_or_insert_default();
                    text.push_str(piece);
                    let escaped = self.escaped()?;
                    text.push(escaped);
                }
                _ => return Err(self.error(ErrorKind::Syntax)),
            }
        }
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
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            number = number << 4 | digit.ok_or_else(|| self.error(ErrorKind::Syntax))?;
            self.at += 1;
        }
        Ok(number)
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
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

/// Pairwise for the few members of an honest token, sorted for the many of a hostile one.
fn has_duplicates(members: &[(Cow<'_, str>, Value<'_>)]) -> bool {
    const FEW: usize = 16;
    if members.len() <= FEW {
        let mut rest = members.iter();
        while let Some((name, _)) = rest.next() {
            if rest.clone().any(|(other, _)| other == name) {
                return true;
            }
        }
        return false;
    }
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_ref()).collect();
    names.sort_unstable();
    !names.is_sorted_by(|one, other| one < other)
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
