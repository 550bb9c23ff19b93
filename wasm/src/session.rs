//! Session ids, the guard, and the length of text.

use focus_core::{Code, session, text};

use crate::answer;
use crate::buffer;

exports! {
    /// Whether the session id in the input is canonical as it stands: 1, or 0 when lower case makes
    /// it so.
    "parseSessionId" parse_session_id(length: usize) -> i32 {
        let id = buffer::text(length);
        session::parse_id(id).map_or_else(answer::refuse_one, |_| i32::from(is_lower(id)))
    }

    /// Guards the session whose id stands in the input behind the pending one. An empty pending id
    /// is none.
    "guardSession" guard_session(pending_length: usize, length: usize) -> i32 {
        let texts = buffer::text(length).split_at_checked(pending_length);
        let Some((pending, id)) = texts else { return answer::refuse_whole(Code::InvalidText) };
        answer::done(session::guard(Some(pending), id))
    }

    /// The length of the text in the input as limits measure it: code points, blank ends left out.
    "textLength" text_length(length: usize) -> i32 {
        text::length(text::trim(buffer::text(length))) as i32
    }
}

/// Whether a well-formed id is canonical: it has no upper case.
pub(crate) fn is_lower(id: &str) -> bool {
    !id.bytes().any(|byte| byte.is_ascii_uppercase())
}
