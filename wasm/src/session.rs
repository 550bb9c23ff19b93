//! Session ids, the guard, and the length of text.

use alloc::string::ToString;

use focus_core::{Code, Problem, Uuid, session, text};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer;
use crate::buffer;

/// The canonical text of the session id in the input.
#[wasm_bindgen(js_name = parseSessionId)]
#[must_use]
pub fn parse_session_id(length: usize) -> i32 {
    let input = buffer::take_input(length);
    match session::parse_id(core::str::from_utf8(&input).unwrap_or_default()) {
        Ok(id) => canonical(id.uuid()),
        Err(problem) => answer::refuse(&[problem]),
    }
}

/// The canonical text of any UUID in the input; 0 when it is none.
#[wasm_bindgen(js_name = canonicalId)]
#[must_use]
pub fn canonical_id(length: usize) -> i32 {
    let input = buffer::take_input(length);
    let id = core::str::from_utf8(&input).ok().and_then(Uuid::parse);
    id.map_or(0, |id| canonical(&id))
}

/// Guards the session whose id stands in the input behind the pending one. A negative length of
/// the pending id means that there is none.
#[wasm_bindgen(js_name = guardSession)]
#[must_use]
pub fn guard_session(pending_length: i32, length: usize) -> i32 {
    let input = buffer::take_input(length);
    let pending_bytes = usize::try_from(pending_length).unwrap_or(0);
    let Some((pending, id)) =
        core::str::from_utf8(&input).ok().and_then(|input| input.split_at_checked(pending_bytes))
    else {
        return answer::refuse(&[Problem::new(Code::InvalidText)]);
    };
    let pending = (pending_length >= 0).then_some(pending);
    match session::guard(pending, id) {
        Ok(()) => 0,
        Err(problem) => answer::refuse(&[problem]),
    }
}

/// The length of the text in the input as limits measure it: code points, blank ends left out.
#[wasm_bindgen(js_name = textLength)]
#[must_use]
pub fn text_length(length: usize) -> i32 {
    let input = buffer::take_input(length);
    let input = core::str::from_utf8(&input).unwrap_or_default();
    answer::count(text::length(text::trim(input)))
}

fn canonical(id: &Uuid) -> i32 {
    let ascii = id.to_ascii();
    answer::text(core::str::from_utf8(&ascii).unwrap_or_default().to_string())
}
