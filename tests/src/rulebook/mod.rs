//! The register of the rulebook: what its version stands for, checked in so that a change shows.
//!
//! A probe is a question that is asked for good. The register holds the answers to all of them,
//! beside every code with its message, every word and every limit. [`Register::next`] compares what
//! the rules say now with what they said before, and numbers it:
//!
//! - something that was there is another, or gone: the next generation begins, without additions;
//! - something is new, and all else is as it was: one addition more;
//! - nothing changed: the version stays.
//!
//! So a new rule is an addition, and so are further probes of an old one. To reword or remove a
//! probe begins a generation, because what it knew is lost.

mod contents;
mod page;
mod version;

pub use contents::{contents, probes};
pub use page::page;
pub use version::Version;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::canonical;

/// What is asked: inputs by rule and by name.
pub type Probes = BTreeMap<String, BTreeMap<String, Value>>;

/// What a rulebook holds: things by section (`codes`, `phase.info`, …) and by name.
pub type Contents = BTreeMap<String, BTreeMap<String, Value>>;

/// A version and what it stands for.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The version's text.
    pub version: String,
    /// A fingerprint of each section, to see at a glance which rules changed.
    pub fingerprints: BTreeMap<String, String>,
    /// Everything.
    pub contents: Contents,
}

/// One thing by which a rulebook differs from the one before.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened to it.
    pub kind: Kind,
    /// Where it stands, `phase.info`.
    pub section: String,
    /// Its name there.
    pub name: String,
}

/// What can happen to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is new.
    Added,
    /// It is another.
    Changed,
    /// It is gone.
    Removed,
}

impl Register {
    /// The register of these contents, numbered behind the one before, and what changed.
    ///
    /// # Errors
    /// When the one before has no readable version.
    pub fn next(before: Option<&Self>, contents: Contents) -> Result<(Self, Vec<Change>), String> {
        let section = |(name, things): (&String, _)| (name.clone(), fingerprint(things));
        let fingerprints: BTreeMap<_, _> = contents.iter().map(section).collect();
        let present = fingerprint(&fingerprints);
        let (version, changes) = match before {
            None => (Version::first(present), Vec::new()),
            Some(before) => {
                let changes = changes(&before.contents, &contents);
                (before.version.parse::<Version>()?.next(&changes, present), changes)
            }
        };
        Ok((Self { version: version.to_string(), fingerprints, contents }, changes))
    }

    /// The register as a file, one line a thing, so that a difference can be read.
    #[must_use]
    pub fn to_text(&self) -> String {
        let part = |value: Result<Value, _>| tree(&value.unwrap_or(Value::Null), 1);
        format!(
            "{{\n  \"version\": \"{}\",\n  \"fingerprints\": {},\n  \"contents\": {}\n}}\n",
            self.version,
            part(serde_json::to_value(&self.fingerprints)),
            part(serde_json::to_value(&self.contents)),
        )
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, section, name } = self;
        let kind = match kind {
            Kind::Added => "added",
            Kind::Changed => "changed",
            Kind::Removed => "removed",
        };
        write!(f, "{kind} {section}: {name}")
    }
}

fn changes(before: &Contents, after: &Contents) -> Vec<Change> {
    let mut changes = lacking(after, before, Kind::Removed);
    for (section, name, value) in things(before) {
        let now = after.get(section).and_then(|things| things.get(name));
        if now.is_some_and(|now| canonical(now) != canonical(value)) {
            changes.push(change(Kind::Changed, section, name));
        }
    }
    changes.extend(lacking(before, after, Kind::Added));
    changes
}

/// What stands in `there` and not `here`.
fn lacking(here: &Contents, there: &Contents, kind: Kind) -> Vec<Change> {
    let is_here = |section: &str, name: &str| {
        here.get(section).is_some_and(|things| things.contains_key(name))
    };
    let lacking = things(there).filter(|(section, name, _)| !is_here(section, name));
    lacking.map(|(section, name, _)| change(kind, section, name)).collect()
}

fn things(contents: &Contents) -> impl Iterator<Item = (&str, &str, &Value)> {
    contents.iter().flat_map(|(section, things)| {
        things.iter().map(|(name, value)| (section.as_str(), name.as_str(), value))
    })
}

fn change(kind: Kind, section: &str, name: &str) -> Change {
    Change { kind, section: section.to_owned(), name: name.to_owned() }
}

/// Sixteen hexadecimal digits: the first bytes of the SHA-256 of canonical JSON.
fn fingerprint(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or(Value::Null);
    let hash = Sha256::digest(canonical(&value));
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// JSON whose outer levels have a line for each member.
fn tree(value: &Value, level: usize) -> String {
    const LEVELS: usize = 3;
    let Value::Object(members) = value else { return canonical(value) };
    if level == LEVELS {
        return canonical(value);
    }
    let indent = "  ".repeat(level);
    let line = |(name, value): (&String, &Value)| {
        format!("{indent}  {}: {}", canonical(&Value::from(name.as_str())), tree(value, level + 1))
    };
    let lines: Vec<_> = members.iter().map(line).collect();
    format!("{{\n{}\n{indent}}}", lines.join(",\n"))
}

#[cfg(test)]
mod tests;
