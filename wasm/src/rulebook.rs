//! Whether two sides go by the same rules.

use focus_core::rulebook;

use crate::input::{Input, next};

exports! {
    /// How the rulebook of the second version stands to that of the first, as its place among the
    /// words for it. A second one that is no text was not told.
    "compareRules" compare_rules(nodes: usize, text: usize, length: usize) -> u32 {
        let input = Input::take(nodes, text, length);
        let mut versions = input.values();
        let ours = next(&mut versions).as_text().unwrap_or_default();
        rulebook::compare(ours, next(&mut versions).as_text()) as u32
    }
}
