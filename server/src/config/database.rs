//! `FOCUS_DATA_DIR`, `DATABASE_URL` and the parts of a PostgreSQL address: where rows are kept.

use std::fmt;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use focus_core::database_address::{DatabaseAddress, PostgresAddress};

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
    about: "`sqlite` (in the data directory), `sqlite:///relative` or `sqlite:////absolute`, or `postgresql://user:password@host:port/name`",
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
    /// SQLite, in this process.
    Sqlite(SqliteSettings),
    /// PostgreSQL, a server.
    Postgres(PostgresSettings),
}

/// A SQLite database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqliteSettings {
    /// A file.
    File(PathBuf),
    /// Gone with the process.
    Memory,
}

/// A PostgreSQL database. What is shown of it never holds the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresSettings(pub(crate) PostgresAddress);

impl fmt::Display for DatabaseSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(SqliteSettings::File(path)) => write!(f, "{}", path.display()),
            Self::Sqlite(SqliteSettings::Memory) => f.write_str("in memory"),
            Self::Postgres(PostgresSettings(address)) => write!(f, "{address}"),
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
    let own = || sqlite_file(data_dir.join(FILE_NAME));
    let has_parts = PART_NAMES.iter().any(|name| reader.is_set(name));
    let Some(url) = reader.text(&DATABASE_URL) else {
        if has_parts && !reader.is_broken(&DATABASE_URL) {
            return postgres_of_parts(PostgresAddress::default(), reader);
        }
        return own();
    };
    if has_parts && url.starts_with("sqlite") {
        reader.warning("POSTGRES_*", "is of no effect: DATABASE_URL says SQLite");
    }
    if url == "sqlite" {
        return own();
    }
    match DatabaseAddress::parse(&url) {
        Ok(DatabaseAddress::SqliteFile(path)) => sqlite_file(path.into()),
        Ok(DatabaseAddress::SqliteMemory) => {
            if reader.environment.has_production_rules() {
                reader.problem(&DATABASE_URL, "must name a file where rows are to be kept");
            }
            DatabaseSettings::Sqlite(SqliteSettings::Memory)
        }
        Ok(DatabaseAddress::Postgres(address)) => {
            for (name, value) in &address.options {
                if !is_known_option(name, value) {
                    let problem = format!("has an option that is not known or not usable: {name}");
                    reader.problem(&DATABASE_URL, &problem);
                }
            }
            if !address.is_complete() {
                return postgres_of_parts(address, reader);
            }
            refuse_default(&address.user, &address.password, &DATABASE_URL, reader);
            DatabaseSettings::Postgres(PostgresSettings(address))
        }
        Err(error) => {
            reader.problem(&DATABASE_URL, &format!("is not usable: {error}"));
            own()
        }
    }
}

const fn sqlite_file(path: PathBuf) -> DatabaseSettings {
    DatabaseSettings::Sqlite(SqliteSettings::File(path))
}

/// What may stand behind the question mark.
fn is_known_option(name: &str, value: &str) -> bool {
    const SSL_MODES: [&str; 6] =
        ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
    match name {
        "sslmode" => SSL_MODES.contains(&value),
        "sslrootcert" | "sslcert" | "sslkey" | "application_name" => !value.is_empty(),
        _ => false,
    }
}

/// The address that the parts make, and the options of the bare one.
fn postgres_of_parts(bare: PostgresAddress, reader: &mut Reader<'_>) -> DatabaseSettings {
    for setting in [&POSTGRES_SERVER, &POSTGRES_USER, &POSTGRES_PASSWORD, &POSTGRES_DB] {
        if !reader.is_set(setting.name) {
            reader.missing(setting);
        }
    }
    let port = reader.number(&POSTGRES_PORT);
    let address = PostgresAddress {
        host: reader.text(&POSTGRES_SERVER).unwrap_or_default(),
        port: port.and_then(|port| u16::try_from(port).ok()).and_then(NonZeroU16::new),
        user: reader.text(&POSTGRES_USER).unwrap_or_default(),
        password: reader.text(&POSTGRES_PASSWORD).unwrap_or_default(),
        database: reader.text(&POSTGRES_DB).unwrap_or_default(),
        options: bare.options,
    };
    if address.host.contains('@') {
        reader.problem(&POSTGRES_SERVER, NO_PASSWORDS);
    }
    refuse_default(&address.user, &address.password, &POSTGRES_PASSWORD, reader);
    DatabaseSettings::Postgres(PostgresSettings(address))
}

fn refuse_default(user: &str, password: &str, at: &'static Setting, reader: &mut Reader<'_>) {
    let holds = reader.environment.has_production_rules();
    if holds && is_default_password(user, password) {
        reader.problem(at, "has a password that databases come with");
    }
}
