//! SQLite: one writer, who begins every transaction by taking the lock, and readers beside.

mod columns;
mod migrate;
mod read;
#[cfg(test)]
mod tests;
mod transaction;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use focus_core::{Page, SessionId, Timestamp, UserId};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{Connection as _, SqliteConnection, SqlitePool};

use super::{
    History, PendingRow, Person, Profile, Result, SessionRow, Store, StoreError, Transaction,
    UpcomingRow,
};
use crate::config::DatabaseSettings;

/// How long somebody waits for the lock or for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
const READERS: u32 = 4;

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// It is not there, or it is no database.
    #[error("it cannot be opened or written")]
    Away(#[from] sqlx::Error),
    /// Somebody else's tables stand in it.
    #[error("it belongs to another program")]
    Foreign,
    /// A newer release wrote it.
    #[error("it has schema {found}, and this release knows {known}: use a newer release")]
    Newer {
        /// The version of the database.
        found: i64,
        /// The newest version that this release knows.
        known: i64,
    },
}

/// Opens the database, making or migrating it as needed.
///
/// # Errors
/// When it cannot be opened or written, is somebody else's, or is newer than this release.
pub(crate) async fn open(
    settings: &DatabaseSettings,
) -> std::result::Result<Arc<dyn Store>, OpenError> {
    let options = SqliteConnectOptions::new().foreign_keys(true).busy_timeout(PATIENCE);
    let pool = || {
        // A connection of a database in memory is the database: it must never be let go.
        SqlitePoolOptions::new().acquire_timeout(PATIENCE).idle_timeout(None).max_lifetime(None)
    };
    let (writer, readers) = match settings {
        DatabaseSettings::SqliteMemory => {
            let writer = pool().max_connections(1).connect_with(options.in_memory(true)).await?;
            migrate::migrate(&writer).await?;
            (writer.clone(), writer)
        }
        DatabaseSettings::SqliteFile(path) => {
            let options = options.filename(path);
            // Before the journal's mode is set, which changes the file.
            let first = options.clone().create_if_missing(true);
            let mut first = SqliteConnection::connect_with(&first).await?;
            migrate::recognise(&mut first).await?;
            first.close().await?;
            let options = options.journal_mode(SqliteJournalMode::Wal);
            let writing = options.clone().create_if_missing(true);
            let writer = pool().max_connections(1).connect_with(writing).await?;
            migrate::migrate(&writer).await?;
            let reading = options.read_only(true);
            let readers = pool().max_connections(READERS).connect_with(reading).await?;
            (writer, readers)
        }
    };
    Ok(Arc::new(Sqlite { writer, readers }))
}

struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
}

#[async_trait]
impl Store for Sqlite {
    async fn ping(&self) -> Result<()> {
        let mut connection = self.readers.acquire().await?;
        sqlx::query("SELECT version FROM schema_version").fetch_one(&mut *connection).await?;
        Ok(())
    }

    async fn user_of(&self, issuer: &str, subject: &str) -> Result<Option<UserId>> {
        read::user_of(&mut *self.readers.acquire().await?, issuer, subject).await
    }

    async fn profile(&self, user: UserId) -> Result<Option<Profile>> {
        read::profile(&mut *self.readers.acquire().await?, user).await
    }

    async fn people(&self, users: &[UserId]) -> Result<Vec<Person>> {
        read::people(&mut *self.readers.acquire().await?, users).await
    }

    async fn upcoming(&self, user: UserId, since: Timestamp) -> Result<Vec<UpcomingRow>> {
        read::upcoming(&mut *self.readers.acquire().await?, user, since).await
    }

    async fn session(&self, session: SessionId) -> Result<Option<SessionRow>> {
        // Both selects see the same instant.
        let mut snapshot = self.readers.begin().await?;
        read::session(&mut snapshot, session).await
    }

    async fn history(&self, user: UserId, page: Page) -> Result<History> {
        let mut snapshot = self.readers.begin().await?;
        read::history(&mut snapshot, user, page).await
    }

    async fn owes(&self, user: UserId, starts: RangeInclusive<Timestamp>) -> Result<bool> {
        let mut connection = self.readers.acquire().await?;
        Ok(!read::owed_ids(&mut connection, user, &starts).await?.is_empty())
    }

    async fn pending(&self, user: UserId) -> Result<Vec<PendingRow>> {
        read::pending(&mut *self.readers.acquire().await?, user).await
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>> {
        transaction::begin(&self.writer).await
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        /// `SQLITE_BUSY` and `SQLITE_LOCKED`, whatever stands in the upper bits.
        const BUSY: [i32; 2] = [5, 6];
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy(error),
            sqlx::Error::Database(database) => {
                let code = database.code().and_then(|code| code.parse::<i32>().ok());
                if database.is_unique_violation() {
                    Self::Conflict
                } else if code.is_some_and(|code| BUSY.contains(&(code & 0xff))) {
                    Self::Busy(error)
                } else {
                    Self::Database(error)
                }
            }
            _ => Self::Database(error),
        }
    }
}
