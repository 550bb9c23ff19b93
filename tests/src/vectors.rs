//! Reading the golden cases.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// One file: a verb and its cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verb {
    /// The verb's path, `phase.info`.
    pub rule: String,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// A sentence.
    pub name: String,
    /// What goes in.
    pub input: Value,
    /// What must come out.
    pub expect: Expect,
}

/// What must come out.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expect {
    /// This value.
    Ok(Value),
    /// These problems, in order.
    Error(Vec<Place>),
}

/// A problem's place and code.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Where.
    pub path: String,
    /// What.
    pub code: String,
}

/// All files below `vectors/`, in the order of their paths.
///
/// # Panics
/// When a file cannot be read or is not a vectors file: then no count can be trusted.
#[must_use]
#[expect(clippy::panic, reason = "a broken file must fail the run")]
pub fn all() -> Vec<Verb> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors"), &mut files);
    files.sort();
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
    };
    files.iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}

/// Whether an answer is what a case expects, and if not, how they differ.
///
/// # Errors
/// Both sides as canonical JSON.
pub fn compare(expect: &Expect, answer: &Value) -> Result<(), String> {
    let differ = |wanted: String, found: String| {
        if wanted == found { Ok(()) } else { Err(format!("wanted {wanted}\n       found {found}")) }
    };
    match (expect, answer.get("ok"), answer.get("error")) {
        (Expect::Ok(wanted), Some(found), None) => {
            differ(crate::canonical(wanted), crate::canonical(found))
        }
        (Expect::Error(wanted), None, Some(found)) => {
            let place = |problem: &Value| format!("{} at {}", problem["code"], problem["path"]);
            let found = found.as_array().into_iter().flatten().map(place).collect::<Vec<_>>();
            let wanted = wanted.iter().map(|p| format!("{:?} at {:?}", p.code, p.path));
            differ(wanted.collect::<Vec<_>>().join(", "), found.join(", "))
        }
        (Expect::Ok(wanted), _, _) => differ(crate::canonical(wanted), crate::canonical(answer)),
        (Expect::Error(wanted), _, _) => differ(format!("{wanted:?}"), crate::canonical(answer)),
    }
}
