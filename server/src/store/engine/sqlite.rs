//! SQLite: one writer, who begins every transaction by taking the lock, and readers beside.

mod migrate;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use focus_core::SessionId;
use serde_json::json;
use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, SqliteConnection, SqlitePool, Transaction};

use super::super::Result;
use super::super::changes::Changes;
use super::{Connection, Engine, Lock, OpenError, Row, Sql, Value};
use crate::config::SqliteSettings;

/// How long somebody waits for the lock or for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
const READERS: u32 = 4;

/// A SQLite database.
pub(crate) struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the database, making or migrating it as needed.
    ///
    /// # Errors
    /// When it cannot be opened or written, is somebody else's, or is newer than this release.
    pub(crate) async fn open(settings: &SqliteSettings) -> std::result::Result<Self, OpenError> {
        let options = SqliteConnectOptions::new().foreign_keys(true).busy_timeout(PATIENCE);
        let pool = || {
            // A connection of a database in memory is the database: it must never be let go.
            SqlitePoolOptions::new().acquire_timeout(PATIENCE).idle_timeout(None).max_lifetime(None)
        };
        let path = match settings {
            SqliteSettings::Memory => {
                let writer =
                    pool().max_connections(1).connect_with(options.in_memory(true)).await?;
                migrate::migrate(&writer).await?;
                return Ok(Self { readers: writer.clone(), writer });
            }
            SqliteSettings::File(path) => path,
        };
        let options = options.filename(path);
        // Before the journal's mode is set, which changes the file.
        let first = options.clone().create_if_missing(true);
        let mut first = SqliteConnection::connect_with(&first).await?;
        migrate::recognise(&mut first).await?;
        first.close().await?;
        // What was answered is on the disk, even when the power goes.
        let options =
            options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        let writing = options.clone().create_if_missing(true);
        let writer = pool().max_connections(1).connect_with(writing).await?;
        migrate::migrate(&writer).await?;
        let reading = options.read_only(true);
        let readers = pool().max_connections(READERS).connect_with(reading).await?;
        Ok(Self { writer, readers })
    }

    /// Opens a database that is there, to read alone.
    ///
    /// # Errors
    /// When it cannot be opened, is somebody else's, or has not this release's schema.
    pub(crate) async fn open_to_look(
        settings: &SqliteSettings,
    ) -> std::result::Result<Self, OpenError> {
        let SqliteSettings::File(path) = settings else {
            return Err(OpenError::Address("what is in memory is gone with its process".into()));
        };
        let options = SqliteConnectOptions::new().filename(path).read_only(true);
        let options = options.busy_timeout(PATIENCE);
        let readers = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
        let readers = readers.connect_with(options).await?;
        migrate::require(&mut *readers.acquire().await?).await?;
        Ok(Self { writer: readers.clone(), readers })
    }
}

#[async_trait]
impl Engine for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    async fn ping(&self) -> Result<()> {
        let mut connection = self.readers.acquire().await?;
        sqlx::query("SELECT version FROM schema_version").fetch_one(&mut *connection).await?;
        Ok(())
    }

    async fn warm_up(&self) -> Result<()> {
        drop(self.writer.acquire().await?);
        let mut held = Vec::new();
        for _ in 0..self.readers.options().get_max_connections() {
            held.push(self.readers.acquire().await?);
        }
        Ok(())
    }

    async fn close(&self) {
        self.readers.close().await;
        // The last one folds the log into the file.
        self.writer.close().await;
    }

    fn pool(&self) -> Option<(u32, u32)> {
        // One writes at a time, whoever else comes.
        None
    }

    fn follow(&self, _: &Arc<Changes>) {
        // Another process with the same file tells nothing: what it writes is looked for.
    }

    async fn glance(&self) -> Result<Box<dyn Connection>> {
        Ok(Box::new(Held::Glance(self.readers.acquire().await?)))
    }

    async fn snapshot(&self) -> Result<Box<dyn Connection>> {
        Ok(Box::new(Held::Transaction(self.readers.begin().await?)))
    }

    async fn begin(&self) -> Result<Box<dyn Connection>> {
        Ok(Box::new(Held::Transaction(self.writer.begin_with("BEGIN IMMEDIATE").await?)))
    }
}

enum Held {
    Glance(PoolConnection<sqlx::Sqlite>),
    Transaction(Transaction<'static, sqlx::Sqlite>),
}

impl Held {
    fn connection(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Glance(connection) => connection,
            Self::Transaction(transaction) => transaction,
        }
    }
}

#[async_trait]
impl Connection for Held {
    async fn rows(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>> {
        let rows = bound(sql, values).fetch_all(self.connection()).await?;
        Ok(rows.into_iter().map(Row::Sqlite).collect())
    }

    async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64> {
        Ok(bound(sql, values).execute(self.connection()).await?.rows_affected())
    }

    async fn lock(&mut self, _: Lock) -> Result<()> {
        Ok(())
    }

    async fn announce(&mut self, _: &[SessionId]) -> Result<()> {
        Ok(())
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        match *self {
            Self::Glance(_) => Ok(()),
            Self::Transaction(transaction) => Ok(transaction.commit().await?),
        }
    }
}

/// Instants are integers of microseconds, ids and JSON canonical text, decimals hundredths.
fn bound(sql: Sql, values: Vec<Value>) -> Query<'static, sqlx::Sqlite, SqliteArguments> {
    let bind = |query: Query<'static, sqlx::Sqlite, SqliteArguments>, value| match value {
        Value::Id(id) => query.bind(id.map(String::from)),
        Value::Ids(ids) => {
            let ids: Vec<_> = ids.into_iter().map(String::from).collect();
            query.bind(json!(ids).to_string())
        }
        Value::Text(text) => query.bind(text),
        Value::Integer(number) => query.bind(number),
        Value::Flag(flag) => query.bind(flag),
        Value::Instant(instant) => query.bind(instant.map(|instant| instant.unix_micros())),
        Value::Hundredths(number) => query.bind(i64::from(number.0)),
        Value::Json(json) => query.bind(json.map(|json| json.to_string())),
    };
    values.into_iter().fold(sqlx::query(sql.sqlite), bind)
}
