//! `FOCUS_DATA_DIR`, `DATABASE_URL` and the parts of a PostgreSQL address: where rows are kept.

use std::fmt;
use std::path::{Path, PathBuf};

use focus_core::database_address::DatabaseAddress;

use super::reader::{NO_PASSWORDS, Reader};
use super::secret::is_default_password;
use super::setting::{Fallback, Kind, Needed, Setting};

const FILE_NAME: &str = "focus.sqlite3";
const FROM_PARTS: Needed = Needed::Words("when the address is built of its parts");

pub(super) static DATA_DIR: Setting = Setting {
    name: "FOCUS_DATA_DIR",
    kind: Kind::Text,
    default: Fallback::Value("./data"),
    needed: Needed::Never,
    is_secret: false,
    about: "The SQLite file; in laptop mode the signing key and the clock too",
};
pub(super) static DATABASE_URL: Setting = Setting {
    name: "DATABASE_URL",
    kind: Kind::Text,
    default: Fallback::Words("SQLite in the data directory"),
    needed: Needed::ProductionUnless(&PART_NAMES),
    is_secret: true,
    about: "`sqlite` (in the data directory), `sqlite:///relative` or `sqlite:////absolute`; PostgreSQL is not supported yet",
};
pub(super) static POSTGRES_SERVER: Setting = Setting {
    name: "POSTGRES_SERVER",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: FROM_PARTS,
    is_secret: false,
    about: "The host, when DATABASE_URL does not name user and database",
};
pub(super) static POSTGRES_PORT: Setting = Setting {
    name: "POSTGRES_PORT",
    kind: Kind::Number { min: 1, max: 65_535 },
    default: Fallback::Value("5432"),
    needed: Needed::Never,
    is_secret: false,
    about: "Its port",
};
pub(super) static POSTGRES_USER: Setting = Setting {
    name: "POSTGRES_USER",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: FROM_PARTS,
    is_secret: false,
    about: "Who signs in",
};
pub(super) static POSTGRES_PASSWORD: Setting = Setting {
    name: "POSTGRES_PASSWORD",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: FROM_PARTS,
    is_secret: true,
    about: "Their password, as it is: nothing need be encoded",
};
pub(super) static POSTGRES_DB: Setting = Setting {
    name: "POSTGRES_DB",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: FROM_PARTS,
    is_secret: false,
    about: "The name of the database",
};

const PART_NAMES: [&str; 5] =
    ["POSTGRES_SERVER", "POSTGRES_PORT", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"];

/// What other tools call the parts, and would be silently without effect.
const STRANGERS: [(&str, &str); 2] = [
    ("POSTGRES_HOST", "is not read here: POSTGRES_SERVER is"),
    ("POSTGRES_URL", "is not read here: DATABASE_URL is"),
];

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

pub(super) fn data_dir(reader: &mut Reader<'_>) -> PathBuf {
    PathBuf::from(reader.text(&DATA_DIR).unwrap_or_default())
}

pub(super) fn read(data_dir: &Path, reader: &mut Reader<'_>) -> DatabaseSettings {
    for (name, told) in STRANGERS {
        reader.stranger(name, told);
    }
    let own = DatabaseSettings::SqliteFile(data_dir.join(FILE_NAME));
    let has_parts = PART_NAMES.iter().any(|name| reader.is_set(name));
    let Some(url) = reader.text(&DATABASE_URL) else {
        if has_parts && !reader.is_broken(&DATABASE_URL) {
            postgres_parts(reader);
            reader.problem(&POSTGRES_SERVER, NO_POSTGRES);
        }
        return own;
    };
    if has_parts && url.starts_with("sqlite") {
        reader.warning("POSTGRES_*", "is of no effect: DATABASE_URL says SQLite");
    }
    if url == "sqlite" {
        return own;
    }
    match DatabaseAddress::parse(&url) {
        Ok(DatabaseAddress::SqliteFile(path)) => DatabaseSettings::SqliteFile(path.into()),
        Ok(DatabaseAddress::SqliteMemory) => {
            if reader.environment.has_production_rules() {
                reader.problem(&DATABASE_URL, "must name a file where rows are to be kept");
            }
            DatabaseSettings::SqliteMemory
        }
        Ok(DatabaseAddress::Postgres(address)) => {
            if address.is_complete() {
                refuse_default(&address.user, &address.password, &DATABASE_URL, reader);
            } else {
                postgres_parts(reader);
            }
            reader.problem(&DATABASE_URL, NO_POSTGRES);
            own
        }
        Err(error) => {
            reader.problem(&DATABASE_URL, &format!("is not usable: {error}"));
            own
        }
    }
}

const NO_POSTGRES: &str = "names a PostgreSQL, which is not supported yet: only SQLite is, and DATABASE_URL=sqlite says so";

/// Judges the parts of which an address is built.
fn postgres_parts(reader: &mut Reader<'_>) {
    for setting in [&POSTGRES_SERVER, &POSTGRES_USER, &POSTGRES_PASSWORD, &POSTGRES_DB] {
        if !reader.is_set(setting.name) {
            reader.missing(setting);
        }
    }
    if reader.text(&POSTGRES_SERVER).is_some_and(|server| server.contains('@')) {
        reader.problem(&POSTGRES_SERVER, NO_PASSWORDS);
    }
    let _ = reader.text(&POSTGRES_DB);
    let _ = reader.number(&POSTGRES_PORT);
    let user = reader.text(&POSTGRES_USER).unwrap_or_default();
    let password = reader.text(&POSTGRES_PASSWORD).unwrap_or_default();
    refuse_default(&user, &password, &POSTGRES_PASSWORD, reader);
}

fn refuse_default(user: &str, password: &str, at: &'static Setting, reader: &mut Reader<'_>) {
    let holds = reader.environment.has_production_rules();
    if holds && is_default_password(user, password) {
        reader.problem(at, "has a password that databases come with");
    }
}
