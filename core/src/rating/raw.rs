//! A rating body before anybody judged it: what stood where, whatever it was.
//!
//! Each side walks its own kind of value (a JSON document, a JavaScript object) into these
//! shapes; what to think of them is [`shape`](super::shape)'s.

use alloc::vec::Vec;

/// Ratings of a body that are looked at one by one. A longer body is refused for its length.
pub const JUDGED_RATINGS: usize = 16;
/// The most reasons that a rating may list, repeated ones included.
pub const LISTED_REASONS: usize = 64;
/// The longest raw text that is looked at, in UTF-16 code units, blank ends included.
pub const RAW_TEXT_MAX: usize = 4_096;

/// A member that should be text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Raw<'a> {
    /// There is no such member.
    #[default]
    Absent,
    /// It is `null`.
    Null,
    /// It is text.
    Text(&'a str),
    /// It is text with a lone surrogate.
    IllFormed,
    /// It is text of more than [`RAW_TEXT_MAX`] code units, left where it is.
    Oversize,
    /// It is anything else.
    Other,
}

/// A member that should be a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RawList<T> {
    /// There is no such member.
    #[default]
    Absent,
    /// It is `null`.
    Null,
    /// It is a list.
    Items {
        /// How many items it has.
        length: usize,
        /// The first of them, as many as are looked at.
        items: Vec<T>,
    },
    /// It is anything else.
    Other,
}

/// One entry of the list of ratings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawRating<'a> {
    /// An object with these members.
    Object {
        /// `ratee_id`
        ratee_id: Raw<'a>,
        /// `rating`
        rating: Raw<'a>,
        /// `reasons`
        reasons: RawList<Raw<'a>>,
        /// `other_reason_text`
        other_reason_text: Raw<'a>,
    },
    /// Anything else.
    Other,
}

/// A whole body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawBatch<'a> {
    /// An object with these members.
    Object {
        /// `ratings`
        ratings: RawList<RawRating<'a>>,
        /// `session_id`
        session_id: Raw<'a>,
    },
    /// Anything else.
    Other,
}

/// How a JSON document of `serde_json`'s kind is walked. Any document type can take part.
#[cfg(feature = "serde")]
pub trait Document: Sized {
    /// The member of an object; none for other kinds and for an absent member.
    fn member(&self, name: &str) -> Option<&Self>;
    /// Whether it is an object.
    fn is_object(&self) -> bool;
    /// Whether it is `null`.
    fn is_null(&self) -> bool;
    /// The text, if it is text.
    fn text(&self) -> Option<&str>;
    /// The items, if it is a list.
    fn items(&self) -> Option<&[Self]>;
}

#[cfg(feature = "serde_json")]
impl Document for serde_json::Value {
    fn member(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    fn is_object(&self) -> bool {
        self.is_object()
    }

    fn is_null(&self) -> bool {
        self.is_null()
    }

    fn text(&self) -> Option<&str> {
        self.as_str()
    }

    fn items(&self) -> Option<&[Self]> {
        self.as_array().map(Vec::as_slice)
    }
}

#[cfg(feature = "serde")]
impl<'a> RawBatch<'a> {
    /// Walks a document.
    #[must_use]
    pub fn of<D: Document>(document: &'a D) -> Self {
        if !document.is_object() {
            return Self::Other;
        }
        Self::Object {
            ratings: list(document.member("ratings"), JUDGED_RATINGS, rating),
            session_id: text(document.member("session_id")),
        }
    }
}

#[cfg(feature = "serde")]
fn rating<D: Document>(document: &D) -> RawRating<'_> {
    if !document.is_object() {
        return RawRating::Other;
    }
    RawRating::Object {
        ratee_id: text(document.member("ratee_id")),
        rating: text(document.member("rating")),
        reasons: list(document.member("reasons"), LISTED_REASONS, |item| text(Some(item))),
        other_reason_text: text(document.member("other_reason_text")),
    }
}

#[cfg(feature = "serde")]
fn text<D: Document>(value: Option<&D>) -> Raw<'_> {
    match value {
        None => Raw::Absent,
        Some(value) if value.is_null() => Raw::Null,
        Some(value) => value.text().map_or(Raw::Other, Raw::Text),
    }
}

#[cfg(feature = "serde")]
fn list<'a, D: Document, T>(
    value: Option<&'a D>,
    most: usize,
    walk: impl Fn(&'a D) -> T,
) -> RawList<T> {
    match value {
        None => RawList::Absent,
        Some(value) if value.is_null() => RawList::Null,
        Some(value) => value.items().map_or(RawList::Other, |items| RawList::Items {
            length: items.len(),
            items: items.iter().take(most).map(walk).collect(),
        }),
    }
}
