//! The settings, one section a file. Everything is read once, at start; every problem is told at
//! once, and no value ever is.

mod auth;
mod database;
mod environment;
mod http;
mod log;
mod reader;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::path::PathBuf;

pub use auth::{Algorithm, AuthSettings, IssuerSettings};
pub use database::DatabaseSettings;
pub use environment::{Command, Environment};
pub use http::{CorsOrigins, Deadlines, HttpSettings};
pub use log::{LogFormat, LogSettings};
pub use reader::ConfigError;

use reader::Reader;

/// The data directory unless `FOCUS_DATA_DIR` says otherwise.
const DEFAULT_DATA_DIR: &str = "./data";

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `serve` or `dev`.
    pub command: Command,
    /// Where this runs.
    pub environment: Environment,
    /// Where the SQLite file and the development keys are kept.
    pub data_dir: PathBuf,
    /// Address and origins.
    pub http: HttpSettings,
    /// The database.
    pub database: DatabaseSettings,
    /// Whose tokens are taken.
    pub auth: AuthSettings,
    /// How logs look.
    pub log: LogSettings,
}

/// Variables of other releases and other tools, which would be silently without effect.
const UNSUPPORTED: [&str; 7] = [
    "CLERK_ISSUER",
    "POSTGRES_DB",
    "POSTGRES_HOST",
    "POSTGRES_PASSWORD",
    "POSTGRES_PORT",
    "POSTGRES_URL",
    "POSTGRES_USER",
];

fn unsupported(reader: &mut Reader<'_>) {
    for name in UNSUPPORTED {
        if reader.text(name).is_some() {
            reader.problem(format!("{name} is not supported yet"));
        }
    }
}

impl Settings {
    /// Reads the settings; `variable` gives the value of an environment variable.
    ///
    /// # Errors
    /// Every problem at once, without values.
    pub fn load(
        command: Command,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(&variable);
        let environment = environment::read(command, &mut reader)?;
        let data_dir = reader.text("FOCUS_DATA_DIR");
        let data_dir = PathBuf::from(data_dir.unwrap_or_else(|| DEFAULT_DATA_DIR.to_owned()));
        let http = http::read(command, environment, &mut reader);
        let database = database::read(environment, &data_dir, &mut reader);
        let auth = auth::read(command, environment, &mut reader);
        let log = log::read(environment, &mut reader);
        unsupported(&mut reader);
        reader.finish()?;
        Ok(Self { command, environment, data_dir, http, database, auth, log })
    }
}
