//! What `check-config` prints: every setting with where it came from, every problem, every warning.

use std::fmt;

use super::reader::{ConfigError, Reader};
use super::setting::{Fallback, Setting};
use super::{Command, Environment, Origin, table};

/// How every setting stands. Secrets are told as set or not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    command: Command,
    environment: Environment,
    rows: Vec<Row>,
    error: Option<ConfigError>,
    warnings: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: &'static str,
    origin: Origin,
    shown: String,
}

impl Report {
    pub(super) fn of(reader: &mut Reader<'_>) -> Self {
        let row = |setting: &'static Setting| Row {
            name: setting.name,
            origin: reader.origin(setting),
            shown: shown(setting, reader),
        };
        let rows = table::settings().map(row).collect();
        let (error, warnings) = reader.finish();
        let (command, environment) = (reader.command, reader.environment);
        Self { command, environment, rows, error, warnings }
    }

    /// Whether a server would start with these settings.
    #[must_use]
    pub const fn is_usable(&self) -> bool {
        self.error.is_none()
    }

    /// What is wrong, one sentence a problem.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let Some(error) = &self.error else { return Vec::new() };
        error.missing_told().into_iter().chain(error.problems.iter().cloned()).collect()
    }
}

/// A value as anybody may see it.
fn shown(setting: &'static Setting, reader: &Reader<'_>) -> String {
    let origin = reader.origin(setting);
    if reader.is_broken(setting) {
        // What is wrong with it may be that a secret was put where none belongs.
        return "not usable".to_owned();
    }
    match (origin, setting.default) {
        (Origin::Unset, Fallback::Words(words)) => format!("not set ({words})"),
        (Origin::Unset, _) => "not set".to_owned(),
        // Nobody judged it, so it may hold what belongs elsewhere.
        (Origin::Environment | Origin::File, _) if !reader.is_read(setting) => {
            "set, not used".to_owned()
        }
        _ if setting.is_secret => "set".to_owned(),
        (Origin::Default, default) => {
            default.value(reader.environment).unwrap_or_default().to_owned()
        }
        // No value may write to the terminal what looks like a line of ours.
        _ => reader.raw(setting).escape_debug().to_string(),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let command = match self.command {
            Command::Serve => "serve",
            Command::Dev => "dev",
        };
        writeln!(f, "Settings of focus-server {command} in {}", self.environment.as_str())?;
        writeln!(f)?;
        for Row { name, origin, shown } in &self.rows {
            writeln!(f, "{name:<31} {origin:<11} {shown}")?;
        }
        let problems = self.problems();
        for (title, lines) in [("Problems", &problems), ("Warnings", &self.warnings)] {
            writeln!(f, "\n{title}: {}", lines.len())?;
            for line in lines {
                writeln!(f, "- {line}")?;
            }
        }
        f.write_str(if self.is_usable() {
            "\nThe settings are usable. Nothing was started."
        } else {
            "\nThe settings are not usable. Nothing was started."
        })
    }
}
