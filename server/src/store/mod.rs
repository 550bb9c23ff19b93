//! Where rows are kept, on either engine ([`engine`]). Each topic has its statements in a file of
//! its own, as methods of [`Snapshot`], which reads, and of [`Transaction`], which reads and writes.

mod accounts;
mod applicants;
mod audit;
mod batches;
mod changes;
mod credits;
mod diary;
mod engine;
mod jobs;
mod ledger;
mod made_up;
mod matching;
mod once;
mod pending;
#[cfg(test)]
mod plans;
mod purge;
mod ratings;
mod reflections;
mod rows;
mod seats;
mod sessions;
mod settling;
mod stale;
mod standing;
#[cfg(test)]
mod tests;
mod transaction;
mod users;
mod work;

use std::sync::Arc;

use focus_core::backoff::{Failure, is_worth_retrying};

pub(crate) use applicants::ApplicantRow;
pub(crate) use audit::CHECKS;
pub(crate) use batches::{Key, SWEEP};
pub(crate) use changes::{Changes, Watch};
pub(crate) use credits::AccountRow;
pub(crate) use diary::DiarySession;
use engine::{Connection, Engine, Postgres, Row, Sql, Sqlite, Value, values};
pub(crate) use engine::{Lock, OpenError};
pub(crate) use ledger::{Cause, EssenceCause};
pub(crate) use matching::{OpenTable, SlotCount};
pub(crate) use once::{Answered, KeyedRequest};
pub(crate) use reflections::ReflectionRow;
pub(crate) use rows::{
    History, HistoryItem, NewSession, NewUser, OwedSession, Participant, PendingRow, Person,
    Profile, SessionRow, UpcomingRow,
};
pub(crate) use seats::{MySeat, SeatRow, TableRow};
pub(crate) use settling::SettlingSeat;
pub(crate) use standing::Received;
pub(crate) use transaction::Transaction;
pub(crate) use work::{Work, WriteError};

use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::shared::{Caches, InProcess};

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// A row that may stand once stands already.
    #[error("the row stands already")]
    Conflict,
    /// Others were faster: the same again may do.
    #[error("the transaction lost against another one")]
    Lost(#[source] sqlx::Error),
    /// Nobody answers in time, or at all.
    #[error("the database is away or busy")]
    Busy(#[source] sqlx::Error),
    /// A stored value is not what it must be.
    #[error("the stored {0} is not well-formed")]
    Corrupt(&'static str),
    /// A text holds what no database keeps.
    #[error("a text holds NUL")]
    Unstorable,
    /// Anything else.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        /// `query_canceled`: a statement that took too long. `admin_shutdown`, `crash_shutdown`.
        const AWAY: [&str; 3] = ["57014", "57P01", "57P02"];
        /// `SQLITE_LOCKED`, in the low byte.
        const LOCKED: u32 = 6;
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Busy(error)
            }
            // A connection that is gone; the pool makes another one.
            sqlx::Error::Io(_) | sqlx::Error::Protocol(_) => Self::Lost(error),
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Conflict,
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                // SQLite's codes are whole numbers, PostgreSQL's have five characters.
                let number = code.parse::<u32>().ok().filter(|_| code.len() != 5);
                let failure = number.map_or(Failure::SqlState(&code), Failure::Sqlite);
                let is_away = AWAY.contains(&&*code) || number.is_some_and(|n| n & 0xff == LOCKED);
                if is_worth_retrying(failure) {
                    Self::Lost(error)
                } else if is_away {
                    Self::Busy(error)
                } else {
                    Self::Database(error)
                }
            }
            _ => Self::Database(error),
        }
    }
}

/// The database.
pub(crate) struct Store {
    engine: Box<dyn Engine>,
    clock: Clock,
    changes: Arc<Changes>,
    caches: Caches,
}

impl Store {
    /// Opens the database that the settings name, making or migrating it as needed.
    ///
    /// # Errors
    /// When it is away, cannot be written, is somebody else's, or is newer than this release.
    pub(crate) async fn open(
        settings: &DatabaseSettings,
        clock: Clock,
    ) -> std::result::Result<Self, OpenError> {
        let engine: Box<dyn Engine> = match settings {
            DatabaseSettings::Sqlite(settings) => Box::new(Sqlite::open(settings).await?),
            DatabaseSettings::Postgres(settings) => Box::new(Postgres::open(settings).await?),
        };
        let store = Self::on(engine, clock);
        store.engine.follow(&store.changes);
        Ok(store)
    }

    fn on(engine: Box<dyn Engine>, clock: Clock) -> Self {
        let shared = Arc::new(InProcess::new(clock.clone()));
        let caches = Caches::new(shared, clock.clone());
        Self { engine, clock, changes: Arc::default(), caches }
    }

    /// The same with caches that other instances have too; before, they are in this process.
    pub(crate) fn caching(self, caches: Caches) -> Self {
        Self { caches, ..self }
    }

    /// What was read a moment ago.
    pub(crate) const fn caches(&self) -> &Caches {
        &self.caches
    }

    /// Who looks at a session is told of changes by this.
    pub(crate) const fn changes(&self) -> &Arc<Changes> {
        &self.changes
    }

    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<()> {
        self.engine.ping().await
    }

    /// Opens the connections that it keeps at least.
    pub(crate) async fn warm_up(&self) -> Result<()> {
        self.engine.warm_up().await
    }

    /// Lets go of every connection.
    pub(crate) async fn close(&self) {
        self.engine.close().await;
    }

    /// How many connections are taken of how many there may be; none where nobody waits for one.
    pub(crate) fn pool(&self) -> Option<(u32, u32)> {
        self.engine.pool()
    }

    /// Which engine it is: `sqlite` or `postgres`.
    pub(crate) fn engine(&self) -> &'static str {
        self.engine.name()
    }

    /// For one statement: nothing holds what two of them see together.
    pub(crate) async fn glance(&self) -> Result<Snapshot> {
        Ok(Snapshot { connection: self.engine.glance().await? })
    }

    /// For several statements that see the same instant.
    pub(crate) async fn read(&self) -> Result<Snapshot> {
        Ok(Snapshot { connection: self.engine.snapshot().await? })
    }

    /// Begins to write. What must be judged and written together happens in here; dropping it
    /// undoes it. [`Store::write`] does it again when it lost against another one.
    async fn begin(&self) -> Result<Transaction> {
        let snapshot = Snapshot { connection: self.engine.begin().await? };
        Ok(Transaction::begun(snapshot, self.clock.now()))
    }
}

/// What the database holds, as it was at one instant.
pub(crate) struct Snapshot {
    connection: Box<dyn Connection>,
}

impl Snapshot {
    async fn rows(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<Vec<Row>> {
        storable(&values)?;
        self.connection.rows(sql.into(), values).await
    }

    async fn maybe_row(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<Option<Row>> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    async fn row(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<Row> {
        self.maybe_row(sql, values).await?.ok_or(StoreError::Corrupt("row, which is not there,"))
    }
}

/// # Errors
/// `Unstorable`.
fn storable(values: &[Value]) -> Result<()> {
    if values.iter().all(Value::is_storable) { Ok(()) } else { Err(StoreError::Unstorable) }
}
