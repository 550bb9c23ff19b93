//! What the façade wrote, as the core's raw shapes. The façade's `writer.ts` is the other half.

use focus_core::rating::raw::{Raw, RawBatch, RawList, RawRating};

/// Kinds of values in the input, one byte each. Any other byte is a value of another kind.
mod kind {
    /// There is no such member.
    pub(super) const ABSENT: u8 = 0;
    /// `null`
    pub(super) const NULL: u8 = 1;
    /// Text: two bytes of length, then UTF-8.
    pub(super) const TEXT: u8 = 2;
    /// Text with a lone surrogate.
    pub(super) const ILL_FORMED: u8 = 3;
    /// Text longer than is looked at.
    pub(super) const OVERSIZE: u8 = 4;
    /// A list: four bytes of its length, one of how many items follow, then those.
    pub(super) const LIST: u8 = 6;
    /// An object: its members, in a fixed order.
    pub(super) const OBJECT: u8 = 7;
}

/// Reads what was written, front to back. Input that ends too soon reads as absent.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn batch(&mut self) -> RawBatch<'a> {
        if self.byte() != kind::OBJECT {
            return RawBatch::Other;
        }
        let ratings = self.list(Self::rating);
        RawBatch::Object { ratings, session_id: self.raw() }
    }

    fn rating(&mut self) -> RawRating<'a> {
        if self.byte() != kind::OBJECT {
            return RawRating::Other;
        }
        let ratee_id = self.raw();
        let rating = self.raw();
        let reasons = self.list(Self::raw);
        RawRating::Object { ratee_id, rating, reasons, other_reason_text: self.raw() }
    }

    pub(crate) fn raw(&mut self) -> Raw<'a> {
        match self.byte() {
            kind::ABSENT => Raw::Absent,
            kind::NULL => Raw::Null,
            kind::TEXT => {
                let length = self.number(2);
                let bytes = self.bytes(length);
                core::str::from_utf8(bytes).map_or(Raw::IllFormed, Raw::Text)
            }
            kind::ILL_FORMED => Raw::IllFormed,
            kind::OVERSIZE => Raw::Oversize,
            _ => Raw::Other,
        }
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> RawList<T> {
        match self.byte() {
            kind::ABSENT => RawList::Absent,
            kind::NULL => RawList::Null,
            kind::LIST => {
                let length = self.number(4);
                let written = self.byte();
                let items = (0..written).map(|_| read(self)).collect();
                RawList::Items { length, items }
            }
            _ => RawList::Other,
        }
    }

    fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or(kind::ABSENT)
    }

    /// A whole number, lowest byte first.
    fn number(&mut self, bytes: usize) -> usize {
        self.bytes(bytes).iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
    }

    fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at_checked(count).unwrap_or((self.0, &[]));
        self.0 = rest;
        bytes
    }
}
