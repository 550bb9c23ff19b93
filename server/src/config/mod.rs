//! The settings, one section a file. Everything is read once, at start; every problem is told at
//! once, and no value ever is. Each setting is a row of one table (`table`), from which come how it is
//! read, the report of `check-config`, `.env.example` and the README's table.

mod auth;
mod database;
pub mod documents;
mod env_file;
mod environment;
mod http;
mod limits;
mod log;
mod providers;
mod reader;
mod redis;
mod report;
pub(crate) mod secret;
mod setting;
mod source;
pub mod table;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub use auth::{Algorithm, AuthSettings, IssuerSettings, StaleReads};
pub use database::{DatabaseSettings, PostgresSettings, SqliteSettings};
pub use environment::{Command, Environment};
pub use http::{CorsOrigins, Deadlines, Drain, HttpSettings};
pub use limits::LimitSettings;
pub use log::{LogFormat, LogSettings};
pub use providers::{LiveKitSettings, SupabaseSettings};
pub use reader::ConfigError;
pub use redis::{RedisLayout, RedisLogin, RedisSettings};
pub use report::Report;
pub use secret::Secret;
pub use setting::{Fallback, Kind, Needed, Section, Setting};
pub use source::{Origin, Source};

use reader::Reader;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `serve` or `dev`.
    pub command: Command,
    /// Where this runs.
    pub environment: Environment,
    /// The Supabase project, if there is one.
    pub supabase: Option<SupabaseSettings>,
    /// LiveKit, if it is set.
    pub livekit: Option<LiveKitSettings>,
    /// Where the SQLite file and the development keys are kept.
    pub data_dir: PathBuf,
    /// The database.
    pub database: DatabaseSettings,
    /// Redis, if it is set.
    pub redis: Option<RedisSettings>,
    /// Address and origins.
    pub http: HttpSettings,
    /// Whose tokens are taken.
    pub auth: AuthSettings,
    /// How much may be asked.
    pub limits: LimitSettings,
    /// How logs look.
    pub log: LogSettings,
    /// What is odd but usable: one sentence each, never a value.
    pub warnings: Vec<String>,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// Every problem at once, without values.
    pub fn load(command: Command, source: &Source<'_>) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(command, source);
        let mut settings = Self::read(&mut reader);
        let (error, warnings) = reader.finish();
        settings.warnings = warnings;
        error.map_or(Ok(settings), Err)
    }

    /// Reads the settings and tells how each stands. Starts and makes nothing.
    #[must_use]
    pub fn check(command: Command, source: &Source<'_>) -> Report {
        let mut reader = Reader::new(command, source);
        Self::read(&mut reader);
        Report::of(&mut reader)
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let environment = environment::read(reader);
        let supabase = providers::supabase(reader);
        let livekit = providers::livekit(reader);
        let data_dir = database::data_dir(reader);
        Self {
            command: reader.command,
            environment,
            livekit,
            database: database::read(&data_dir, reader),
            data_dir,
            redis: redis::read(reader),
            http: http::read(reader),
            auth: auth::read(supabase.as_ref(), reader),
            supabase,
            limits: limits::read(reader),
            log: log::read(reader),
            warnings: Vec::new(),
        }
    }
}
