//! What comes in from outside, before anybody judged it: JSON text, or objects of a host.
//!
//! The reader is strict, so that a browser and a server judge the same token text alike: RFC 8259
//! and no more; beyond it at most 16 levels deep, no member twice, no lone surrogates, no number
//! beyond the range of a double. It works without recursion and cannot panic.
//!
//! A [`Document`] is one flat list of nodes and a [`Value`] is a place in that list: nothing to
//! allocate per value and nothing to drop. A host that has objects instead of text (JavaScript's,
//! a server's parsed body) lists their nodes itself, so that every rule is written once.

#[cfg(feature = "serde")]
mod bridge;
mod number;
mod reader;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::problem::Field;
pub use reader::{read, scan};

/// The deepest nesting of arrays and objects.
pub const MAX_DEPTH: usize = 16;

/// A value that was read, be it from a text or from somebody's objects.
#[derive(Default)]
pub struct Document<'a> {
    text: &'a str,
    /// Texts that had escapes, one behind the other.
    unescaped: String,
    /// Values in order; a member's name stands before its value.
    nodes: Vec<Node>,
    /// The same, made by somebody else.
    given: &'a [Node],
}

/// One value: what it is, and two numbers whose meaning that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// See [`Kind`].
    pub first: u32,
    /// See [`Kind`].
    pub second: u32,
}

/// What a node is. Any other number is a value of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Kind(pub u32);

impl Kind {
    /// `null`
    pub const NULL: Self = Self(0);
    /// `false`
    pub const FALSE: Self = Self(1);
    /// `true`
    pub const TRUE: Self = Self(2);
    /// A number: the low and the high half of a double's bits.
    pub const NUMBER: Self = Self(3);
    /// The same of a double that is only the nearest one.
    pub const ROUNDED: Self = Self(4);
    /// A text: start and end.
    pub const TEXT: Self = Self(5);
    /// A text: start and end in the unescaped texts.
    pub const UNESCAPED: Self = Self(6);
    /// A text with a lone surrogate.
    pub const ILL_FORMED: Self = Self(7);
    /// A text longer than is looked at.
    pub const OVERSIZE: Self = Self(8);
    /// A member's name: the place of a [`Field`] among all.
    pub const FIELD: Self = Self(9);
    /// An array: the count of items, and the node behind the last that is looked at.
    pub const ARRAY: Self = Self(10);
    /// An object: the count of members, and the node behind the last.
    pub const OBJECT: Self = Self(11);
    /// A value of another kind.
    pub const OTHER: Self = Self(12);
}

/// A value of a [`Document`].
#[derive(Clone, Copy)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    at: u32,
}

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'d> {
    /// There is none.
    Absent,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(&'d str),
    /// A text with a lone surrogate; never in JSON.
    IllFormed,
    /// A text longer than is looked at; never in JSON.
    Oversize,
    /// An array.
    Array(Items<'d>),
    /// An object.
    Object(Members<'d>),
    /// Anything else; never in JSON.
    Other,
}

/// A number as a double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The nearest double; ties go to the even one.
    pub value: f64,
    /// Whether the double is the very number that was written.
    pub exact: bool,
}

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    /// Not JSON.
    #[error("not JSON")]
    Syntax,
    /// Text behind the value.
    #[error("text behind the value")]
    Trailing,
    /// Nested too deep.
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// A member stands twice.
    #[error("a member stands twice")]
    DuplicateMember,
    /// Half a surrogate pair.
    #[error("a lone surrogate")]
    LoneSurrogate,
    /// Beyond the range of a double.
    #[error("a number out of range")]
    NumberRange,
}

/// A refused text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {offset}")]
pub struct Error {
    /// Why.
    pub kind: ErrorKind,
    /// Where, in bytes from the start.
    pub offset: usize,
}

impl<'a> Document<'a> {
    const NONE: Self = Self::given("", &[]);

    /// A document that somebody else took apart: nodes, and the text that they speak of.
    #[must_use]
    pub const fn given(text: &'a str, given: &'a [Node]) -> Self {
        Self { text, unescaped: String::new(), nodes: Vec::new(), given }
    }

    /// The value that fills the document.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        Value { document: self, at: 0 }
    }

    fn node(&self, at: u32) -> Node {
        let nodes = if self.given.is_empty() { self.nodes.as_slice() } else { self.given };
        let none = Node { kind: Kind::OTHER, first: 0, second: 0 };
        nodes.get(at as usize).copied().unwrap_or(none)
    }

    /// Which of some fields a name is that of. A host that knows fields tells them by their place.
    fn named(&self, at: u32, fields: &[Field]) -> Option<Field> {
        if let Node { kind: Kind::FIELD, first, .. } = self.node(at) {
            let field = Field::ALL.get(first as usize)?;
            return fields.contains(field).then_some(*field);
        }
        let name = self.text(at);
        fields.iter().copied().find(|field| field.as_str() == name)
    }

    /// The text of a text or a name; empty for other kinds.
    fn text(&self, at: u32) -> &str {
        let Node { kind, first, second } = self.node(at);
        let texts = match kind {
            Kind::UNESCAPED => &self.unescaped,
            Kind::TEXT => self.text,
            Kind::FIELD => {
                return Field::ALL.get(first as usize).map_or("", |field| field.as_str());
            }
            _ => "",
        };
        texts.get(first as usize..second as usize).unwrap_or_default()
    }
}

impl<'d> Value<'d> {
    /// A value of no kind.
    pub const NONE: Self = Self { document: &Document::NONE, at: 0 };

    /// What it is.
    #[must_use]
    pub fn shape(self) -> Shape<'d> {
        let Node { kind, first, second } = self.document.node(self.at);
        let bits = u64::from(second) << 32 | u64::from(first);
        let items = Items { document: self.document, next: self.at.wrapping_add(1), left: first };
        match kind {
            Kind::NULL => Shape::Null,
            Kind::FALSE => Shape::Bool(false),
            Kind::TRUE => Shape::Bool(true),
            Kind::NUMBER | Kind::ROUNDED => {
                let exact = kind == Kind::NUMBER;
                Shape::Number(Number { value: f64::from_bits(bits), exact })
            }
            Kind::TEXT | Kind::UNESCAPED => Shape::Text(self.document.text(self.at)),
            Kind::ILL_FORMED => Shape::IllFormed,
            Kind::OVERSIZE => Shape::Oversize,
            Kind::ARRAY => Shape::Array(items),
            Kind::OBJECT => Shape::Object(Members(items)),
            _ => Shape::Other,
        }
    }

    /// The member of an object; none for other kinds.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Self> {
        for (known, value) in self.as_object()? {
            if known == name {
                return Some(value);
            }
        }
        None
    }

    /// What the member of an object is.
    #[must_use]
    pub fn field(self, field: Field) -> Shape<'d> {
        self.member_of(field).map_or(Shape::Absent, Self::shape)
    }

    /// The member of an object; none for other kinds.
    #[must_use]
    pub fn member_of(self, field: Field) -> Option<Self> {
        let mut items = self.as_object()?.0;
        while items.left > 0 {
            let name = items.next;
            items.next = name.wrapping_add(1);
            let value = items.next()?;
            if self.document.named(name, &[field]).is_some() {
                return Some(value);
            }
        }
        None
    }

    /// The text, if it is text.
    #[must_use]
    pub fn as_text(self) -> Option<&'d str> {
        let is_text = matches!(self.kind(), Kind::TEXT | Kind::UNESCAPED);
        is_text.then(|| self.document.text(self.at))
    }

    /// The items, if it is an array.
    #[must_use]
    pub fn as_array(self) -> Option<Items<'d>> {
        (self.kind() == Kind::ARRAY).then(|| self.items())
    }

    /// The members, if it is an object.
    #[must_use]
    pub fn as_object(self) -> Option<Members<'d>> {
        (self.kind() == Kind::OBJECT).then(|| Members(self.items()))
    }

    fn kind(self) -> Kind {
        self.document.node(self.at).kind
    }

    fn items(self) -> Items<'d> {
        let left = self.document.node(self.at).first;
        Items { document: self.document, next: self.at.wrapping_add(1), left }
    }
}

/// The items of an array, in order.
#[derive(Clone, Copy)]
pub struct Items<'d> {
    document: &'d Document<'d>,
    next: u32,
    left: u32,
}

impl Items<'_> {
    /// No items.
    pub const NONE: Self = Self { document: &Document::NONE, next: 0, left: 0 };
}

impl<'d> Iterator for Items<'d> {
    type Item = Value<'d>;

    fn next(&mut self) -> Option<Value<'d>> {
        self.left = self.left.checked_sub(1)?;
        let value = Value { document: self.document, at: self.next };
        self.next = match self.document.node(self.next) {
            Node { kind: Kind::ARRAY | Kind::OBJECT, second, .. } => second,
            // A host may have put a place behind every other; there is nothing at the next.
            _ => self.next.wrapping_add(1),
        };
        Some(value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for Items<'_> {}

/// The members of an object, in order, no name twice.
#[derive(Clone, Copy)]
pub struct Members<'d>(Items<'d>);

impl<'d> Members<'d> {
    /// The next member, and which of some fields its name is that of.
    pub fn next_among(&mut self, fields: &[Field]) -> Option<(Option<Field>, Value<'d>)> {
        let name = self.0.next;
        let (_, value) = self.next()?;
        Some((value.document.named(name, fields), value))
    }
}

impl<'d> Iterator for Members<'d> {
    type Item = (&'d str, Value<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        // A name is a node of its own, before the value.
        let name = self.0.next;
        self.0.next = name.wrapping_add(1);
        let value = self.0.next()?;
        Some((value.document.text(name), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Members<'_> {}

impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root().fmt(f)
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shape().fmt(f)
    }
}

impl fmt::Debug for Items<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(*self).finish()
    }
}
