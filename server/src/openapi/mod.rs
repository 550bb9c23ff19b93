//! The server's description of itself, OpenAPI 3.1: made from the route table, from the types of each
//! handler, and from the words, limits and codes of the core.
//!
//! A route is registered once, by [`Api`], which mounts the handler and reads what it takes in
//! ([`Input`]) and answers ([`Output`]). Only its sentence and the codes of its own stand beside it,
//! in an [`About`].

mod api;
mod document;
mod listing;
mod operation;
mod page;
mod refusals;
mod schemas;
mod texts;

use std::sync::LazyLock;

pub(crate) use api::Api;
pub use listing::{Listed, listed, markdown};
pub(crate) use operation::{About, Input, Operation, Output};
pub(crate) use page::{API_ABOUT, DOCS_ABOUT, api, docs, render};
pub(crate) use texts::{AnyObject, SAYS_SOMETHING, STORABLE, instant_or_day, maybe_instant};

use crate::routes;

/// The document of every route but those of laptop mode, as JSON. Made once.
#[must_use]
pub fn document() -> &'static str {
    static DOCUMENT: LazyLock<String> =
        LazyLock::new(|| format!("{:#}", document::of(routes::table())));
    &DOCUMENT
}
