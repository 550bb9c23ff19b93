//! `LOG_FORMAT`, `DEBUG` and `MONITORING_URL`: how it is seen what the server does.

use url::Url;

use super::reader::Reader;
use super::setting::{Fallback, Kind, Needed, Setting};

pub(super) static LOG_FORMAT: Setting = Setting {
    name: "LOG_FORMAT",
    kind: Kind::Word(&["text", "json"]),
    default: Fallback::ByEnvironment { development: "text", elsewhere: "json" },
    needed: Needed::Never,
    is_secret: false,
    about: "How log lines look",
};
pub(super) static DEBUG: Setting = Setting {
    name: "DEBUG",
    kind: Kind::Flag,
    default: Fallback::Value("false"),
    needed: Needed::Never,
    is_secret: false,
    about: "More log lines; off in staging and production",
};
pub(super) static MONITORING_URL: Setting = Setting {
    name: "MONITORING_URL",
    kind: Kind::Url(&["https://", "http://"]),
    default: Fallback::Nothing,
    needed: Needed::Never,
    is_secret: false,
    about: "Where people watch this server, `https://…`; staging and production warn without it",
};

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How logs look, and who looks at them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// `LOG_FORMAT`: text in development, else JSON.
    pub format: LogFormat,
    /// `DEBUG`: more lines.
    pub debug: bool,
    /// `MONITORING_URL`: where people watch this server.
    pub monitoring_url: Option<Url>,
}

pub(super) fn read(reader: &mut Reader<'_>) -> LogSettings {
    let format = match reader.word(&LOG_FORMAT).as_deref() {
        Some("text") => LogFormat::Text,
        _ => LogFormat::Json,
    };
    let debug = reader.flag(&DEBUG);
    let monitoring_url = reader.url(&MONITORING_URL);
    if reader.environment.has_production_rules() {
        if debug {
            reader.problem(&DEBUG, "must be off where ENVIRONMENT is staging or production");
        }
        if !reader.is_set(MONITORING_URL.name) {
            reader.warning(MONITORING_URL.name, "is not set: nobody watches this server");
        }
    }
    LogSettings { format, debug, monitoring_url }
}
