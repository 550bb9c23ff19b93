//! What the façade wrote, as a document of the core. The façade's `writer.ts` is the other half.

use alloc::vec::Vec;

use focus_core::json::{Document, Items, Value};

use crate::buffer::{self, Parts};

/// The values of an input.
pub(crate) struct Input {
    document: Document<'static>,
    text: &'static str,
}

impl Input {
    pub(crate) fn take(nodes: usize, text: usize, length: usize) -> Self {
        let (nodes, text) = buffer::take(Parts { nodes, text, length });
        Self { document: Document::given(text, nodes), text }
    }

    /// The values that were written one behind the other.
    pub(crate) fn values(&self) -> Items<'_> {
        self.document.root().as_array().unwrap_or(Items::NONE)
    }

    /// Where a piece of a text stands, in bytes from the start of the text, and how long it is.
    pub(crate) fn place(&self, piece: &str, numbers: &mut Vec<f64>) {
        let from = (piece.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        numbers.push(from as f64);
        numbers.push(piece.len() as f64);
    }
}

/// The next of some values; of no kind when there is none.
pub(crate) fn next<'a>(values: &mut Items<'a>) -> Value<'a> {
    values.next().unwrap_or(Value::NONE)
}
