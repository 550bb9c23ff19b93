//! What a body or a query says, read by a reader of the core.

use focus_core::facts::Facts;
use focus_core::json::Document;
use focus_core::{Expected, Path, Problem};

/// Reads an object member by member.
///
/// # Errors
/// Everything that is wrong with it; one problem at the root for what is no object.
pub(crate) fn read_facts<'a, T>(
    document: &'a Document<'a>,
    read: impl FnOnce(&mut Facts<'a>) -> T,
) -> Result<T, Vec<Problem>> {
    if document.root().as_object().is_none() {
        return Err(vec![Problem::wrong_type(Path::ROOT, Expected::Object)]);
    }
    let mut facts = Facts::of(document.root());
    let said = read(&mut facts);
    facts.done().map(|()| said)
}
