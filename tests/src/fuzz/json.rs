//! The JSON reader against serde_json's.

use focus_core::json::{self, Document, ErrorKind, Shape, Value};

use super::text;

/// What is read is what serde_json reads. What is refused is no JSON to serde_json either, unless
/// it is refused for one of the reasons that the reader is stricter about.
pub(super) fn json(bytes: &[u8]) {
    let text = &*text(bytes);
    let read = json::read(text);
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    assert_eq!(json::scan(text).err(), read.as_ref().err().copied());
    match (&read, &theirs) {
        (Ok(document), Ok(theirs)) => {
            assert!(same(document.root(), theirs), "{document:?}");
            assert!(same(Document::of(theirs).root(), theirs));
            let written = serde_json::to_value(document.root()).ok();
            assert_eq!(
                written.map(|value| crate::canonical(&value)),
                Some(crate::canonical(theirs))
            );
        }
        (Ok(_), Err(error)) => unread(error),
        (Err(error), theirs) => {
            assert!(error.offset <= text.len());
            let stricter = matches!(error.kind, ErrorKind::TooDeep | ErrorKind::DuplicateMember);
            assert!(stricter || theirs.is_err(), "{error}");
        }
    }
}

/// Nothing is read that serde_json refuses.
#[expect(clippy::panic, reason = "a broken promise ends a target")]
fn unread(error: &serde_json::Error) {
    panic!("serde_json: {error}");
}

/// Whether both are the same value. serde_json sorts members, so each is looked up.
pub(super) fn same(ours: Value<'_>, theirs: &serde_json::Value) -> bool {
    match ours.shape() {
        Shape::Null => theirs.is_null(),
        Shape::Bool(value) => theirs.as_bool() == Some(value),
        Shape::Number(number) => {
            number.value.is_finite()
                && theirs.as_f64().map(f64::to_bits) == Some(bits(number.value))
        }
        Shape::Text(text) => theirs.as_str() == Some(text) && ours.as_text() == Some(text),
        Shape::Array(items) => theirs.as_array().is_some_and(|theirs| {
            items.len() == theirs.len() && items.zip(theirs).all(|(one, other)| same(one, other))
        }),
        Shape::Object(mut members) => theirs.as_object().is_some_and(|theirs| {
            members.len() == theirs.len()
                && members.all(|(name, one)| theirs.get(name).is_some_and(|it| same(one, it)))
        }),
        Shape::Absent | Shape::IllFormed | Shape::Oversize | Shape::Other => false,
    }
}

fn bits(number: f64) -> u64 {
    number.to_bits()
}
