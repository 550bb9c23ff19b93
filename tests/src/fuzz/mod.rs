//! Fuzz targets: each takes any bytes, feeds a parser with them and panics when a promise of the
//! rules is broken.
//!
//! `tests/fuzz.rs` replays the corpus (`corpus/<target>/`) and mutants of it at every test run;
//! `npm run fuzz` drives the same functions by coverage (`fuzz/` beside this crate).

mod facts;
mod json;
mod live;
mod mutate;
mod nodes;
mod ratings;
mod tokens;
mod words;

pub use mutate::mutant;

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A parser under test: its name, which is that of its corpus, and what it must not break.
pub struct Target {
    /// The name.
    pub name: &'static str,
    /// Panics when a promise is broken.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "id", run: words::id },
    Target { name: "timestamp", run: words::timestamp },
    Target { name: "clock", run: words::clock },
    Target { name: "phase_word", run: words::phase_word },
    Target { name: "page", run: words::page },
    Target { name: "rulebook", run: words::rulebook },
    Target { name: "json", run: json::json },
    Target { name: "nodes", run: nodes::nodes },
    Target { name: "ratings", run: ratings::ratings },
    Target { name: "form", run: ratings::form },
    Target { name: "facts", run: facts::facts },
    Target { name: "presence", run: live::presence },
    Target { name: "bearer", run: tokens::bearer },
    Target { name: "compact", run: tokens::compact },
    Target { name: "policy", run: tokens::policy },
    Target { name: "claims", run: tokens::claims },
];

/// The files of a target's corpus, in the order of their names.
///
/// # Errors
/// When the folder cannot be read.
pub fn corpus(target: &str) -> io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let files: io::Result<Vec<PathBuf>> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut files = files?;
    files.sort();
    Ok(files)
}

/// Bytes as text; what is no UTF-8 is replaced.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The next eight bytes as a number; missing ones are zero.
fn number(bytes: &mut &[u8]) -> u64 {
    let mut number = [0; 8];
    for place in &mut number {
        let Some((first, rest)) = bytes.split_first() else { break };
        *place = *first;
        *bytes = rest;
    }
    u64::from_le_bytes(number)
}
