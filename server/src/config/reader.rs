//! Reads variables and collects what is wrong with them.

use std::ffi::OsString;

/// What is wrong with the settings: one sentence a problem, never a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the settings are not usable: {}", .problems.join("; "))]
pub struct ConfigError {
    /// The problems, in the order of the sections.
    pub problems: Vec<String>,
}

pub(super) struct Reader<'a> {
    variable: &'a dyn Fn(&str) -> Option<OsString>,
    missing: Vec<&'static str>,
    problems: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(variable: &'a dyn Fn(&str) -> Option<OsString>) -> Self {
        Self { variable, missing: Vec::new(), problems: Vec::new() }
    }

    /// The text of a variable; empty and blank are missing, blank ends are a problem.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let Ok(text) = (self.variable)(name)?.into_string() else {
            self.problem(format!("{name} is not UTF-8"));
            return None;
        };
        if text.trim().is_empty() {
            return None;
        }
        if text.trim() != text {
            self.problem(format!("{name} has white space at its ends"));
            return None;
        }
        Some(text)
    }

    /// A yes or no.
    pub(super) fn flag(&mut self, name: &'static str, default: bool) -> bool {
        let Some(text) = self.text(name) else { return default };
        match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => true,
            "false" | "0" | "no" | "off" => false,
            _ => {
                self.problem(format!("{name} must be true or false"));
                default
            }
        }
    }

    /// A whole number of at most `max`.
    pub(super) fn number(&mut self, name: &'static str, default: u32, max: u32) -> u32 {
        let Some(text) = self.text(name) else { return default };
        let number = text.parse().ok().filter(|number| *number <= max);
        number.unwrap_or_else(|| {
            self.problem(format!("{name} must be a whole number from 0 to {max}"));
            default
        })
    }

    /// Notes a variable that must be set.
    pub(super) fn missing(&mut self, name: &'static str) {
        self.missing.push(name);
    }

    pub(super) fn problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    pub(super) fn finish(mut self) -> Result<(), ConfigError> {
        if !self.missing.is_empty() {
            let names = self.missing.join(", ");
            self.problems.insert(0, format!("Missing required settings: {names}"));
        }
        if self.problems.is_empty() { Ok(()) } else { Err(ConfigError { problems: self.problems }) }
    }
}
