//! The numbers of a version, and which ones come next. What they mean to others decides
//! `focus_core::rulebook::compare`.

use std::fmt;
use std::str::FromStr;

use super::{Change, Kind};

/// A version in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which generation, counted from 1.
    generation: u32,
    /// The fingerprint of the rulebook as it began.
    beginning: String,
    /// How often something was added since.
    additions: u32,
    /// The fingerprint of the rulebook as it is.
    present: String,
}

impl Version {
    /// The version of a rulebook before which there was none.
    #[must_use]
    pub fn first(present: String) -> Self {
        Self { generation: 1, beginning: present.clone(), additions: 0, present }
    }

    /// The version after these changes.
    #[must_use]
    pub fn next(self, changes: &[Change], present: String) -> Self {
        if changes.iter().any(|change| change.kind != Kind::Added) {
            return Self { generation: self.generation + 1, ..Self::first(present) };
        }
        Self { additions: self.additions + u32::from(!changes.is_empty()), present, ..self }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { generation, beginning, additions, present } = self;
        write!(f, "{generation}-{beginning}.{additions}-{present}")
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let mut parts = text.split(['.', '-']);
            let version = Self {
                generation: parts.next()?.parse().ok()?,
                beginning: parts.next()?.to_owned(),
                additions: parts.next()?.parse().ok()?,
                present: parts.next()?.to_owned(),
            };
            (version.to_string() == text).then_some(version)
        };
        read().ok_or_else(|| format!("`{text}` is no version: restore tests/rulebook"))
    }
}
