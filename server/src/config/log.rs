//! `LOG_FORMAT` and `DEBUG`.

use super::Environment;
use super::reader::Reader;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How logs look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// `LOG_FORMAT`: text in development, else JSON.
    pub format: LogFormat,
    /// `DEBUG`: more lines.
    pub debug: bool,
}

pub(super) fn read(environment: Environment, reader: &mut Reader<'_>) -> LogSettings {
    let default = match environment {
        Environment::Development => LogFormat::Text,
        Environment::Test | Environment::Staging | Environment::Production => LogFormat::Json,
    };
    let format = match reader.text("LOG_FORMAT").as_deref() {
        None => default,
        Some("text") => LogFormat::Text,
        Some("json") => LogFormat::Json,
        Some(_) => {
            reader.problem("LOG_FORMAT must be text or json");
            default
        }
    };
    let debug = reader.flag("DEBUG", false);
    if debug && environment.has_production_rules() {
        reader.problem("DEBUG must be off where ENVIRONMENT is staging or production");
    }
    LogSettings { format, debug }
}
