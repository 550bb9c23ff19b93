//! `DATABASE_URL`: where rows are kept.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Environment;
use super::reader::Reader;

const FILE_NAME: &str = "focus.sqlite3";

/// The database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseSettings {
    /// A SQLite file.
    SqliteFile(PathBuf),
    /// A SQLite database that is gone with the process.
    SqliteMemory,
}

impl fmt::Display for DatabaseSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SqliteFile(path) => write!(f, "{}", path.display()),
            Self::SqliteMemory => f.write_str("in memory"),
        }
    }
}

pub(super) fn read(
    environment: Environment,
    data_dir: &Path,
    reader: &mut Reader<'_>,
) -> DatabaseSettings {
    let own = || DatabaseSettings::SqliteFile(data_dir.join(FILE_NAME));
    let Some(url) = reader.text("DATABASE_URL") else {
        if environment.has_production_rules() {
            reader.missing("DATABASE_URL");
        }
        return own();
    };
    if url == "sqlite" {
        return own();
    }
    let (scheme, rest) = url.split_once(':').unwrap_or((url.as_str(), ""));
    // Other tools write their driver behind a plus sign.
    let engine = scheme.split('+').next().unwrap_or_default();
    if engine != "sqlite" {
        reader.problem("DATABASE_URL must begin with sqlite: no other database is supported yet");
        return own();
    }
    // `sqlite:///x` is relative, `sqlite:////x` absolute; `sqlite:x` and `sqlite://x` are taken too.
    let path = rest.strip_prefix("///").or_else(|| rest.strip_prefix("//")).unwrap_or(rest);
    match path {
        ":memory:" => {
            if environment.has_production_rules() {
                reader.problem("DATABASE_URL must name a file where rows are to be kept");
            }
            DatabaseSettings::SqliteMemory
        }
        "" => own(),
        path if path.contains('?') => {
            reader.problem("DATABASE_URL takes no options behind a question mark");
            own()
        }
        path => DatabaseSettings::SqliteFile(PathBuf::from(path)),
    }
}
