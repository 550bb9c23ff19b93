//! What the façade wrote, as a document of the core. The façade's `writer.ts` is the other half.

use alloc::vec::Vec;

use focus_core::json::{Document, Items, Kind, Node, Value};
use focus_core::text::utf16_length;

use crate::buffer::{self, Parts};

/// The values of an input.
pub(crate) struct Input {
    document: Document<'static>,
    nodes: &'static [Node],
    text: &'static str,
}

impl Input {
    pub(crate) fn take(nodes: usize, text: usize, length: usize) -> Self {
        let (nodes, text) = buffer::take(Parts { nodes, text, length });
        Self { document: Document::given(text, nodes), nodes, text }
    }

    /// The one value that was written.
    #[cfg(feature = "full")]
    pub(crate) fn root(&self) -> Value<'_> {
        self.document.root()
    }

    /// The values that were written one behind the other.
    pub(crate) fn values(&self) -> Items<'_> {
        self.document.root().as_array().unwrap_or(Items::NONE)
    }

    /// Where a piece of a text stands: which text, counted as they were written, start and end in
    /// UTF-16 code units. Nowhere is −1, to the end is infinite.
    pub(crate) fn place(&self, piece: &str, numbers: &mut Vec<f64>) {
        let mut place = [-1.0, 0.0, 0.0];
        let from = (piece.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let mut at = 0.0;
        for node in self.nodes {
            if node.kind != Kind::TEXT {
                continue;
            }
            let (start, end) = (node.first as usize, node.second as usize);
            if !piece.is_empty() && start <= from && from + piece.len() <= end {
                let before = self.text.get(start..from).map_or(0, utf16_length) as f64;
                let is_rest = from + piece.len() == end;
                let length = if is_rest { f64::INFINITY } else { utf16_length(piece) as f64 };
                place = [at, before, before + length];
                break;
            }
            at += 1.0;
        }
        numbers.extend(place);
    }
}

/// The next of some values; of no kind when there is none.
pub(crate) fn next<'a>(values: &mut Items<'a>) -> Value<'a> {
    values.next().unwrap_or(Value::NONE)
}
