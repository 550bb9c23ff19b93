//! Where rows are kept: the address of a database, read and built.
//!
//! For the server alone, so it has no name among the rules that can be asked. The scheme decides
//! which engine it is, and nothing else does. What is shown of an address never holds a password;
//! only [`DatabaseAddress::to_secret_url`] tells it.

mod parse;
mod postgres;

use alloc::string::String;
use core::fmt;

pub use postgres::PostgresAddress;

use crate::percent;

/// Seconds that connecting may take.
pub const CONNECT_TIMEOUT_SECONDS: u32 = 10;
/// Seconds that a statement may take. To be set for a transaction or a role: poolers refuse it as
/// an option at start.
pub const STATEMENT_TIMEOUT_SECONDS: u32 = 30;
/// The fewest connections of a pool.
pub const POOL_MIN: u32 = 2;
/// The most connections of a pool.
pub const POOL_MAX: u32 = 20;
/// Seconds after which an idle connection is closed.
pub const POOL_IDLE_SECONDS: u32 = 300;
/// Seconds after which a connection is closed, however busy it was.
pub const POOL_LIFETIME_SECONDS: u32 = 600;

/// The address of a database.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// PostgreSQL.
    Postgres(PostgresAddress),
    /// A SQLite file: absolute when it begins with a slash, else below the working directory.
    SqliteFile(String),
    /// A SQLite database that is gone with the process.
    SqliteMemory,
}

/// Why a text is no address. Nothing of the text is told but its scheme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not begin with a scheme.
    #[error("the address has no scheme such as postgresql:// or sqlite:///")]
    NoScheme,
    /// Its scheme is known to nobody here.
    #[error("{scheme}:// is not supported: postgresql and sqlite are")]
    Unsupported {
        /// The scheme, in lower case.
        scheme: String,
    },
    /// A percent sign is not followed by what it needs, or the bytes are no UTF-8.
    #[error("the address holds a percent sign that encodes nothing")]
    BadEscape,
    /// It holds a `#` or a control character as it is.
    #[error("the address holds a character that must be percent-encoded")]
    BadCharacter,
    /// The host is not closed by a bracket.
    #[error("the host of the address has a bracket too few or too many")]
    BadHost,
    /// The port is none.
    #[error("the port of the address must be a number from 1 to 65535")]
    BadPort,
    /// A SQLite address has options, which are not taken.
    #[error("a sqlite address takes no options behind a question mark")]
    SqliteOptions,
    /// A SQLite address names no file.
    #[error("the sqlite address names no file")]
    NoFile,
}

impl DatabaseAddress {
    /// Reads an address. The drivers that other tools write behind a plus sign are dropped
    /// (`+asyncpg` and `+psycopg2` of PostgreSQL, `+aiosqlite` of SQLite). Of SQLite, `///x` is
    /// relative and `////x` absolute; one or no slash and two slashes are taken for relative too.
    ///
    /// # Errors
    /// See [`AddressError`].
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        parse::parse(text)
    }

    /// The address with the password in it, for who connects. Reading it gives the same address.
    #[must_use]
    pub fn to_secret_url(&self) -> String {
        match self {
            Self::Postgres(address) => address.to_secret_url(),
            Self::SqliteFile(_) | Self::SqliteMemory => alloc::format!("{self}"),
        }
    }
}

/// Without the password.
impl fmt::Display for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postgres(address) => write!(f, "{address}"),
            Self::SqliteFile(path) => {
                let mut url = String::from(SQLITE);
                // A file of that name is none in memory.
                percent::push_encoded(&mut url, path, if path == MEMORY { "" } else { "/:" });
                f.write_str(&url)
            }
            Self::SqliteMemory => write!(f, "{SQLITE}{MEMORY}"),
        }
    }
}

/// Without the password.
impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseAddress({self})")
    }
}

const SQLITE: &str = "sqlite:///";
const MEMORY: &str = ":memory:";

#[cfg(test)]
mod tests;
