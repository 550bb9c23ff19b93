//! One text or many, whoever holds them.

use alloc::string::String;

use crate::json::{Items, Shape};

/// Texts to go through. Nothing in here is copied.
#[derive(Clone, Copy, Debug)]
pub enum Texts<'a> {
    /// One text, or none.
    One(Option<&'a str>),
    /// Texts that a policy of ours owns.
    Owned(&'a [String]),
    /// The items of an array, all of them texts.
    Given(Items<'a>),
}

impl<'a> Texts<'a> {
    /// An array of texts; none when it holds anything else.
    #[must_use]
    pub fn of(shape: Shape<'a>) -> Option<Self> {
        let Shape::Array(items) = shape else { return None };
        let mut rest = items;
        // The count also speaks of items that were not looked at.
        let texts = rest.by_ref().filter(|item| item.as_text().is_some()).count();
        (texts == items.len()).then_some(Self::Given(items))
    }

    /// Whether a text is among them.
    #[must_use]
    pub fn contain(mut self, text: &str) -> bool {
        self.any(|known| known == text)
    }
}

impl<'a> Iterator for Texts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        match self {
            Self::One(text) => text.take(),
            Self::Owned(texts) => {
                let (first, rest) = texts.split_first()?;
                *texts = rest;
                Some(first)
            }
            Self::Given(items) => items.next()?.as_text(),
        }
    }
}
