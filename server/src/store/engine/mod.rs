//! The two engines behind one set of traits. Statements are written once, in the SQL that both
//! understand, with `$1`, `$2`, …; what they must say differently is an [`Sql`] of two texts.

mod postgres;
mod row;
mod sqlite;
mod value;

use std::sync::Arc;

use async_trait::async_trait;
use focus_core::{SessionId, Timestamp, UserId, Uuid};

use super::Result;
use super::changes::Changes;

pub(crate) use postgres::Postgres;
pub(crate) use row::Row;
pub(crate) use sqlite::Sqlite;
pub(crate) use value::{Value, values};

/// A statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sql {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    /// A statement that the engines want in words of their own.
    pub(crate) const fn each(sqlite: &'static str, postgres: &'static str) -> Self {
        Self { sqlite, postgres }
    }

    /// Its words on each engine.
    pub(super) const fn texts(self) -> [&'static str; 2] {
        [self.sqlite, self.postgres]
    }
}

impl From<&'static str> for Sql {
    fn from(both: &'static str) -> Self {
        Self::each(both, both)
    }
}

/// What a transaction keeps for itself until it is over, so that what it judges stays true. They
/// are taken in the order in which they stand here, those of one kind by their ids; whoever keeps
/// to that is never in a circle.
///
/// SQLite has one writer at a time, who holds all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lock {
    /// Requests with this idempotency key.
    Request(Uuid),
    /// Who may set tables at this time.
    Slot(Timestamp),
    /// A session with its seats.
    Session(SessionId),
    /// A user with credits, essence, ratings received.
    User(UserId),
}

/// A database.
#[async_trait]
pub(crate) trait Engine: Send + Sync {
    /// Which of the two it is, for logs and health.
    fn name(&self) -> &'static str;

    /// Whether it answers.
    async fn ping(&self) -> Result<()>;

    /// Opens the connections that it keeps at least.
    async fn warm_up(&self) -> Result<()>;

    /// Lets go of every connection, once nobody holds it.
    async fn close(&self);

    /// How many connections are taken of how many there may be; none where nobody waits for one.
    fn pool(&self) -> Option<(u32, u32)>;

    /// Tells of what other instances write, from now on.
    fn follow(&self, changes: &Arc<Changes>);

    /// A connection for one statement that reads.
    async fn glance(&self) -> Result<Box<dyn Connection>>;

    /// A connection that sees one instant, whatever others write meanwhile.
    async fn snapshot(&self) -> Result<Box<dyn Connection>>;

    /// A connection that writes all or nothing. Dropping it undoes everything.
    async fn begin(&self) -> Result<Box<dyn Connection>>;
}

/// A connection that belongs to whoever holds it.
#[async_trait]
pub(crate) trait Connection: Send {
    /// The rows that a statement gives.
    async fn rows(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>>;

    /// How many rows a statement changed.
    async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64>;

    /// Waits until nobody else holds this lock. It is held until the transaction is over.
    async fn lock(&mut self, lock: Lock) -> Result<()>;

    /// Tells other instances of these sessions, once it is all true.
    async fn announce(&mut self, sessions: &[SessionId]) -> Result<()>;

    /// Makes it all true.
    async fn commit(self: Box<Self>) -> Result<()>;
}

/// Why a database cannot be used.
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
    /// An older release wrote it, or nobody did so far.
    #[error("it has schema {found}, and this release needs {known}: start the server once")]
    Older {
        /// The version of the database; 0 for an empty one.
        found: i64,
        /// The newest version that this release knows.
        known: i64,
    },
    /// An option of its address has no meaning here.
    #[error("its address is not usable: {0}")]
    Address(String),
}

/// Which changes of the schema a database has still to get.
///
/// # Errors
/// `Newer` when it has had more than this release knows.
fn missing<'a>(
    found: i64,
    known: &'a [&'static str],
) -> std::result::Result<&'a [&'static str], OpenError> {
    let had = usize::try_from(found).ok();
    let newer =
        || OpenError::Newer { found, known: i64::try_from(known.len()).unwrap_or(i64::MAX) };
    had.and_then(|had| known.get(had..)).ok_or_else(newer)
}

/// Refuses a database that would have to be changed first.
///
/// # Errors
/// `Older` or `Newer`.
fn require_current(found: i64, known: &[&'static str]) -> std::result::Result<(), OpenError> {
    if missing(found, known)?.is_empty() {
        return Ok(());
    }
    Err(OpenError::Older { found, known: i64::try_from(known.len()).unwrap_or(i64::MAX) })
}
