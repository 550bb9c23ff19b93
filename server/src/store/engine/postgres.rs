//! PostgreSQL: rows are locked by whoever is about to change what depends on them.

mod connect;
mod listen;
mod migrate;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use focus_core::{SessionId, Uuid};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgPool};
use sqlx::query::Query;
use sqlx::types::chrono::DateTime;
use sqlx::types::{Decimal, Uuid as PgUuid};
use sqlx::{PgConnection, Transaction};

use super::super::changes::Changes;
use super::super::{Result, StoreError};
use super::{Connection, Engine, Lock, OpenError, Row, Sql, Value};
use crate::config::PostgresSettings;

/// How long somebody waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

// The timeout stands in the transaction, since poolers refuse it as a start-up option.
const WRITE: &str = "BEGIN; SET LOCAL statement_timeout = 30000";
const READ: &str =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 30000";

/// A PostgreSQL database.
pub(crate) struct Postgres {
    pool: PgPool,
}

impl Postgres {
    /// Connects, trying again for as long as the database starts, and migrates it as needed.
    ///
    /// # Errors
    /// When it is away, lets us not in, is somebody else's, or is newer than this release.
    pub(crate) async fn open(settings: &PostgresSettings) -> std::result::Result<Self, OpenError> {
        let pool = connect::connect(settings).await?;
        migrate::migrate(&pool).await?;
        Ok(Self { pool })
    }

    /// Connects to a database that is there, to read alone.
    ///
    /// # Errors
    /// When it is away, lets us not in, is somebody else's, or has not this release's schema.
    pub(crate) async fn open_to_look(
        settings: &PostgresSettings,
    ) -> std::result::Result<Self, OpenError> {
        let pool = connect::connect(settings).await?;
        migrate::require(&mut *pool.acquire().await?).await?;
        Ok(Self { pool })
    }
}

#[async_trait]
impl Engine for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    async fn ping(&self) -> Result<()> {
        let mut connection = self.pool.acquire().await?;
        sqlx::query("SELECT version FROM schema_version").fetch_one(&mut *connection).await?;
        Ok(())
    }

    async fn warm_up(&self) -> Result<()> {
        let mut held = Vec::new();
        for _ in 0..self.pool.options().get_min_connections() {
            held.push(self.pool.acquire().await?);
        }
        Ok(())
    }

    async fn close(&self) {
        self.pool.close().await;
    }

    fn pool(&self) -> Option<(u32, u32)> {
        let idle = u32::try_from(self.pool.num_idle()).unwrap_or(u32::MAX);
        let taken = self.pool.size().saturating_sub(idle);
        Some((taken, self.pool.options().get_max_connections()))
    }

    fn follow(&self, changes: &Arc<Changes>) {
        listen::spawn((*self.pool.connect_options()).clone(), changes);
    }

    async fn glance(&self) -> Result<Box<dyn Connection>> {
        Ok(Box::new(Held::Glance(self.pool.acquire().await?)))
    }

    async fn snapshot(&self) -> Result<Box<dyn Connection>> {
        Ok(Box::new(Held::Transaction(self.pool.begin_with(READ).await?)))
    }

    async fn begin(&self) -> Result<Box<dyn Connection>> {
        Ok(Box::new(Held::Transaction(self.pool.begin_with(WRITE).await?)))
    }
}

enum Held {
    Glance(PoolConnection<sqlx::Postgres>),
    Transaction(Transaction<'static, sqlx::Postgres>),
}

impl Held {
    fn connection(&mut self) -> &mut PgConnection {
        match self {
            Self::Glance(connection) => connection,
            Self::Transaction(transaction) => transaction,
        }
    }
}

#[async_trait]
impl Connection for Held {
    async fn rows(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>> {
        let rows = bound(sql, values)?.fetch_all(self.connection()).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64> {
        Ok(bound(sql, values)?.execute(self.connection()).await?.rows_affected())
    }

    async fn lock(&mut self, lock: Lock) -> Result<()> {
        /// What numbers of advisory locks mean.
        const SLOTS: i32 = 2;
        const REQUESTS: i32 = 3;
        // Rows that refer to a locked one may still be added: that takes a key-share lock only.
        let query = match lock {
            Lock::Request(key) => {
                // Two keys of which these bits are equal wait needlessly.
                let [a, b, c, d, ..] = *key.as_bytes();
                sqlx::query("SELECT pg_advisory_xact_lock($1, $2)")
                    .bind(REQUESTS)
                    .bind(i32::from_be_bytes([a, b, c, d]))
            }
            Lock::Slot(start) => {
                // Slots are minutes apart. Two that meet once in 8,000 years wait needlessly.
                let minutes =
                    start.unix_millis().div_euclid(60_000).rem_euclid(i64::from(i32::MAX));
                let minutes = i32::try_from(minutes).unwrap_or_default();
                sqlx::query("SELECT pg_advisory_xact_lock($1, $2)").bind(SLOTS).bind(minutes)
            }
            Lock::Session(id) => {
                sqlx::query("SELECT 1 FROM sessions WHERE id = $1 FOR NO KEY UPDATE")
                    .bind(uuid(id.into()))
            }
            Lock::User(id) => sqlx::query("SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE")
                .bind(uuid(id.into())),
        };
        query.execute(self.connection()).await?;
        Ok(())
    }

    async fn announce(&mut self, sessions: &[SessionId]) -> Result<()> {
        for session in sessions {
            let query = sqlx::query("SELECT pg_notify($1, $2)").bind(listen::CHANNEL);
            query.bind(session.to_string()).execute(self.connection()).await?;
        }
        Ok(())
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        match *self {
            Self::Glance(_) => Ok(()),
            Self::Transaction(transaction) => Ok(transaction.commit().await?),
        }
    }
}

fn uuid(id: Uuid) -> PgUuid {
    PgUuid::from_bytes(*id.as_bytes())
}

/// # Errors
/// For an instant beyond what the database can keep.
fn bound(sql: Sql, values: Vec<Value>) -> Result<Query<'static, sqlx::Postgres, PgArguments>> {
    let mut query = sqlx::query(sql.postgres);
    for value in values {
        query = match value {
            Value::Id(id) => query.bind(id.map(uuid)),
            Value::Ids(ids) => query.bind(ids.into_iter().map(uuid).collect::<Vec<_>>()),
            Value::Text(text) => query.bind(text),
            Value::Integer(number) => query.bind(number),
            Value::Flag(flag) => query.bind(flag),
            Value::Instant(None) => query.bind(None::<DateTime<sqlx::types::chrono::Utc>>),
            Value::Instant(Some(instant)) => {
                let instant = DateTime::from_timestamp_micros(instant.unix_micros());
                query.bind(instant.ok_or(StoreError::Corrupt("instant"))?)
            }
            Value::Hundredths(number) => query.bind(Decimal::new(i64::from(number.0), 2)),
            Value::Json(json) => query.bind(json),
        };
    }
    Ok(query)
}
