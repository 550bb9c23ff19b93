//! Structured fields (RFC 9651), as far as a list of named items with whole numbers needs them.
//!
//! The whole grammar of lists is kept, so that a field is refused as the standard refuses it: what
//! an item is worth is for the reader of its parameters to say.

use alloc::string::String;
use alloc::vec::Vec;

use crate::digits;

/// An item of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    /// Its text; none for an item that is no text.
    pub(super) name: Option<String>,
    /// Parameters with a key of one letter, and what of them is a whole number.
    params: Vec<(u8, Option<i64>)>,
}

impl Item {
    /// A parameter that is a whole number, 0 or more; none of both when it is anything else.
    pub(super) fn count(&self, key: u8) -> Option<Option<u64>> {
        match self.params.iter().rfind(|(known, _)| *known == key) {
            None => Some(None),
            Some((_, value)) => value.and_then(|value| u64::try_from(value).ok()).map(Some),
        }
    }
}

/// Reads a list; none of a text that is no list.
pub(super) fn list(text: &str) -> Option<Vec<Item>> {
    let mut rest = Rest(text.as_bytes());
    let mut items = Vec::new();
    rest.skip(b" ");
    while !rest.0.is_empty() {
        let mut item = Item::default();
        if rest.eat(b'(') {
            rest.inner_list()?
        } else {
            item.name = rest.bare()?.text()
        }
        item.params = rest.params()?;
        items.push(item);
        // White space at the end is allowed, a comma is not.
        rest.skip(b" \t");
        if rest.0.is_empty() {
            break;
        }
        rest.expect(b',')?;
        rest.skip(b" \t");
        if rest.0.is_empty() {
            return None;
        }
    }
    Some(items)
}

/// A value by itself.
enum Bare {
    Text(String),
    Whole(i64),
    Other,
}

impl Bare {
    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn next_if(&mut self, wanted: impl FnOnce(u8) -> bool) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        wanted(first).then(|| {
            self.0 = rest;
            first
        })
    }

    fn eat(&mut self, wanted: u8) -> bool {
        self.next_if(|byte| byte == wanted).is_some()
    }

    fn expect(&mut self, wanted: u8) -> Option<()> {
        self.eat(wanted).then_some(())
    }

    fn skip(&mut self, these: &[u8]) {
        self.skip_while(&|byte| these.contains(&byte));
    }

    fn skip_while(&mut self, wanted: &dyn Fn(u8) -> bool) {
        while self.next_if(wanted).is_some() {}
    }

    /// The items of a list in brackets, behind the opening one.
    fn inner_list(&mut self) -> Option<()> {
        loop {
            self.skip(b" ");
            if self.eat(b')') {
                return Some(());
            }
            self.bare()?;
            self.params()?;
            if !matches!(self.0.first(), Some(b' ' | b')')) {
                return None;
            }
        }
    }

    fn params(&mut self) -> Option<Vec<(u8, Option<i64>)>> {
        let mut params = Vec::new();
        while self.eat(b';') {
            self.skip(b" ");
            let first = self.next_if(|byte| byte.is_ascii_lowercase() || byte == b'*')?;
            let before = self.0.len();
            self.skip_while(&|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-.*".contains(&byte)
            });
            let is_letter = self.0.len() == before;
            let value = match self.eat(b'=') {
                true => self.bare()?,
                false => Bare::Other,
            };
            if is_letter {
                let whole = if let Bare::Whole(whole) = value { Some(whole) } else { None };
                params.push((first, whole));
            }
        }
        Some(params)
    }

    fn bare(&mut self) -> Option<Bare> {
        match *self.0.first()? {
            b'-' | b'0'..=b'9' => return self.number(),
            b'"' => return self.text().map(Bare::Text),
            b'*' | b'A'..=b'Z' | b'a'..=b'z' => self.skip_while(&|byte| {
                byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/".contains(&byte)
            }),
            b':' => {
                self.expect(b':')?;
                self.skip_while(&|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
                self.expect(b':')?;
            }
            b'?' => {
                self.expect(b'?')?;
                self.next_if(|byte| matches!(byte, b'0' | b'1'))?;
            }
            b'@' => {
                self.expect(b'@')?;
                let Bare::Whole(_) = self.number()? else { return None };
            }
            b'%' => self.display_text()?,
            _ => return None,
        }
        Some(Bare::Other)
    }

    /// A whole number of up to 15 digits, or a decimal of up to 12 and 1 to 3 behind the point.
    fn number(&mut self) -> Option<Bare> {
        let sign = if self.eat(b'-') { -1 } else { 1 };
        let (whole, digits) = self.digits()?;
        if !self.eat(b'.') {
            return (digits <= 15).then_some(Bare::Whole(sign * whole));
        }
        let (_, behind) = self.digits()?;
        (digits <= 12 && behind <= 3).then_some(Bare::Other)
    }

    /// One digit or more, and how many.
    fn digits(&mut self) -> Option<(i64, usize)> {
        let (mut number, mut count) = (0_i64, 0);
        while let Some(digit) = self.next_if(|byte| byte.is_ascii_digit()) {
            number = number.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            count += 1;
        }
        (count > 0).then_some((number, count))
    }

    fn text(&mut self) -> Option<String> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            match self.next_if(|byte| matches!(byte, b' '..=b'~'))? {
                b'"' => return Some(text),
                b'\\' => text.push(self.next_if(|byte| matches!(byte, b'"' | b'\\'))?.into()),
                byte => text.push(byte.into()),
            }
        }
    }

    /// A text of percent-encoded UTF-8, which is only gone past.
    fn display_text(&mut self) -> Option<()> {
        self.expect(b'%')?;
        self.expect(b'"')?;
        let mut bytes = Vec::new();
        loop {
            match self.next_if(|byte| matches!(byte, b' '..=b'~'))? {
                b'"' => return core::str::from_utf8(&bytes).is_ok().then_some(()),
                b'%' => {
                    let (high, low) = (self.hex()?, self.hex()?);
                    bytes.push(high << 4 | low);
                }
                byte => bytes.push(byte),
            }
        }
    }

    /// A hexadecimal digit, of which this text takes lower case only.
    fn hex(&mut self) -> Option<u8> {
        digits::hex(self.next_if(|byte| !byte.is_ascii_uppercase())?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_stops_the_reader(text in "\\PC{0,30}", list_like in "[\"a;=,()0-9 .?:@%*\\\\-]{0,30}") {
            let _ = (list(&text), list(&list_like));
        }

        #[test]
        fn what_is_written_is_read(
            names in proptest::collection::vec("[ -~]{0,12}", 0..5),
            value in 0_u64..1_000_000_000_000_000,
        ) {
            let quote = |name: &String| name.replace('\\', "\\\\").replace('"', "\\\"");
            let items: Vec<_> =
                names.iter().map(|name| format!("\"{}\";q={value}", quote(name))).collect();
            let read = list(&items.join(" ,\t")).unwrap();
            prop_assert_eq!(read.len(), names.len());
            for (item, name) in read.iter().zip(&names) {
                prop_assert_eq!(item.name.as_ref(), Some(name));
                prop_assert_eq!(item.count(b'q'), Some(Some(value)));
            }
        }
    }

    #[test]
    fn every_kind_of_value_is_gone_past() {
        for text in [
            "",
            "  ",
            "a, *b;c",
            "a/b:c!",
            "1, -1, 1.5, -0.125, 123456789012.123",
            "999999999999999",
            ":aGk=:, ::",
            "?0, ?1",
            "@1, @-1",
            "%\"a%c3%bc\"",
            "(), (1 \"b\";c=?1);d=2,( a )",
            "\"a\" ",
            "\"a\";x;y=1; zz=\"q\"",
        ] {
            assert!(list(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_the_grammar_does_not_know_is_no_list() {
        for text in [
            "\"a",
            "\"a\\b\"",
            "\"\u{7f}\"",
            "\"é\"",
            "\"a\",",
            ",\"a\"",
            "\"a\" \"b\"",
            "\"a\";",
            "\"a\";Q=1",
            "\"a\";q=",
            "\"a\" ;q=1",
            "limit=1",
            "-",
            "1.",
            "1.1234",
            "1234567890123.1",
            "1234567890123456",
            "\t1",
            ":a",
            ":a_:",
            "?2",
            "@1.5",
            "%\"%C3\"",
            "%\"%c3\"",
            "%a",
            "(1",
            "(1\"b\")",
            "(1\t2)",
            "{",
        ] {
            assert_eq!(list(text), None, "{text}");
        }
    }

    #[test]
    fn of_a_key_that_stands_twice_the_last_counts() {
        let items = list("\"a\";q=1;q=2;qq=3, \"b\";q=1;q=x, c;q=-1, \"d\";q").unwrap();
        let counts: Vec<_> = items.iter().map(|item| item.count(b'q')).collect();
        assert_eq!(counts, [Some(Some(2)), None, None, None]);
        assert_eq!(items[0].count(b'w'), Some(None));
        assert_eq!(items[2].name, None);
    }

    #[test]
    fn the_ends_of_the_printable_range_are_text() {
        assert_eq!(list("\" ~\"").unwrap()[0].name.as_deref(), Some(" ~"));
        assert_eq!(list("\"\u{1f}\""), None);
    }
}
