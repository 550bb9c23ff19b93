//! Which statuses and codes the tests got, of which routes. Where `FOCUS_REACHED` names a file, each
//! is a line there, which the example `routes` reads when every test has run.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use reqwest::Method;
use serde_json::Value;

static FILE: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| std::env::var_os("FOCUS_REACHED").map(PathBuf::from));

static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Notes an answer of a route, by its path in the document.
pub(crate) fn note(method: &Method, path: &str, status: u16, body: &str) {
    let Some(file) = &*FILE else { return };
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let code = if status < 400 { None } else { body["code"].as_str() };
    let line = format!("{method} {path} {status} {}\n", code.unwrap_or("-"));
    let is_new = SEEN.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(line.clone());
    if is_new {
        // One write at the end of the file: processes that share it do not cut each other's lines.
        let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
        file.write_all(line.as_bytes()).unwrap();
    }
}
