//! The proof that every side gives the same answer.
//!
//! `vectors/` holds the golden cases, one file a verb, their expected values derived from the
//! rules by reasoning. Each runner asks one side and compares: [`native`] the core itself,
//! `node/` the npm package, `http/` the server. [`inputs`] makes up further inputs, on which native
//! code and WebAssembly must agree to the last byte, and [`mod@fuzz`] feeds every parser with bytes.
//! [`rulebook`] numbers the rules by what they answer.

pub mod counts;
pub mod fuzz;
pub mod inputs;
pub mod native;
pub mod rulebook;
pub mod scores;
pub mod vectors;

use serde_json::Value;

/// The README's Rust lines, run as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// Canonical JSON (RFC 8785): equal values, equal bytes.
///
/// # Panics
/// Never: every document here came out of JSON.
#[must_use]
pub fn canonical(value: &Value) -> String {
    serde_json_canonicalizer::to_string(value).unwrap_or_else(|error| format!("{error}"))
}
