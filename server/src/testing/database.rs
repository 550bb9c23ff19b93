//! A database of a test's own, on either engine.

use std::time::Duration;

use focus_core::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{
    AssertSqlSafe, ColumnIndex, Connection as _, Decode, Executor as _, PgConnection, Row,
    SqliteConnection, Type, raw_sql,
};
use tempfile::TempDir;

use super::postgres::{self, Postgres};
use crate::config::{Command, DatabaseSettings, Settings, Source, SqliteSettings};

/// The engine that tests run on, unless they name one: `sqlite` or `postgres`. The whole suite is
/// run on each.
const CHOICE: &str = "FOCUS_TEST_DATABASE";

/// A database that nobody else uses. Dropping it removes it.
pub struct TestDatabase {
    settings: DatabaseSettings,
    kept: Kept,
}

enum Kept {
    #[expect(dead_code, reason = "dropping it removes the folder")]
    Folder(TempDir),
    Server(postgres::Database),
}

impl TestDatabase {
    /// One on the engine that this run is for.
    ///
    /// # Panics
    /// When it cannot be made: a test that cannot start has failed.
    pub async fn chosen() -> Self {
        match std::env::var(CHOICE).as_deref() {
            Ok("postgres") => Self::postgres().await,
            Ok("sqlite") | Err(_) => Self::sqlite(),
            Ok(other) => panic!("{CHOICE} is sqlite or postgres, not {other}"),
        }
    }

    /// One on each engine.
    ///
    /// # Panics
    /// As [`chosen`](Self::chosen).
    pub async fn each() -> [Self; 2] {
        [Self::sqlite(), Self::postgres().await]
    }

    /// A SQLite file.
    ///
    /// # Panics
    /// As [`chosen`](Self::chosen).
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a directory for the test's files");
        let settings = SqliteSettings::File(folder.path().join("focus.sqlite3"));
        Self { settings: DatabaseSettings::Sqlite(settings), kept: Kept::Folder(folder) }
    }

    /// A database on this process' PostgreSQL.
    ///
    /// # Panics
    /// As [`chosen`](Self::chosen).
    pub async fn postgres() -> Self {
        let made = tokio::task::spawn_blocking(|| Postgres::shared().database()).await;
        Self::of_postgres(made.expect("a database is made"))
    }

    /// A database of a server of one's own.
    ///
    /// # Panics
    /// As [`chosen`](Self::chosen).
    #[must_use]
    pub fn of_postgres(database: postgres::Database) -> Self {
        let url = database.url.clone();
        let variable = |name: &str| match name {
            "ENVIRONMENT" => Some("development".into()),
            "DATABASE_URL" => Some(url.clone().into()),
            _ => None,
        };
        let loaded = Settings::load(Command::Dev, &Source::of(variable));
        let settings = loaded.expect("the address is usable").database;
        Self { settings, kept: Kept::Server(database) }
    }

    /// Where it is.
    #[must_use]
    pub const fn settings(&self) -> &DatabaseSettings {
        &self.settings
    }
}

impl TestDatabase {
    /// Its address, as `DATABASE_URL` has it.
    ///
    /// # Panics
    /// For one that is in no file and on no server.
    #[must_use]
    pub fn url(&self) -> String {
        match (&self.kept, &self.settings) {
            (Kept::Server(database), _) => database.url.clone(),
            (_, DatabaseSettings::Sqlite(SqliteSettings::File(path))) => {
                format!("sqlite:///{}", path.display())
            }
            _ => panic!("a test's database is a file or on a server"),
        }
    }
}

/// For what no request can do or ask.
impl TestDatabase {
    /// Runs a statement and tells how many rows it changed.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn execute(&self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        let done = match self.connect().await {
            Connected::Sqlite(mut db) => {
                db.execute(raw_sql(sql)).await.map(|done| done.rows_affected())
            }
            Connected::Postgres(mut db) => {
                db.execute(raw_sql(sql)).await.map(|done| done.rows_affected())
            }
        };
        done.expect("the statement runs")
    }

    /// The rows of a query; columns that are no text are told as none.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.connect().await {
            Connected::Sqlite(mut db) => {
                let rows = db.fetch_all(raw_sql(sql)).await.expect("the query runs");
                rows.iter().map(texts).collect()
            }
            Connected::Postgres(mut db) => {
                let rows = db.fetch_all(raw_sql(sql)).await.expect("the query runs");
                rows.iter().map(texts).collect()
            }
        }
    }

    /// What a query with one row of one number gives.
    ///
    /// # Panics
    /// When it gives anything else.
    pub async fn count(&self, sql: &str) -> i64 {
        let sql = format!("SELECT CAST(({sql}) AS TEXT)");
        let rows = self.rows(&sql).await;
        let number = rows.first().and_then(|row| row.first()?.as_deref()?.parse().ok());
        number.expect("the query gives a number")
    }

    /// Whether it is SQLite; else it is PostgreSQL.
    #[must_use]
    pub const fn is_sqlite(&self) -> bool {
        matches!(self.settings, DatabaseSettings::Sqlite(_))
    }

    /// How an instant is written in a statement.
    #[must_use]
    pub fn instant(&self, instant: Timestamp) -> String {
        let micros = instant.unix_micros();
        match self.settings {
            DatabaseSettings::Sqlite(_) => micros.to_string(),
            DatabaseSettings::Postgres(_) => {
                format!("(timestamptz 'epoch' + {micros} * interval '1 microsecond')")
            }
        }
    }

    async fn connect(&self) -> Connected {
        match (&self.kept, &self.settings) {
            (Kept::Server(database), _) => {
                let connection = PgConnection::connect(&database.url).await;
                Connected::Postgres(connection.expect("the database answers"))
            }
            (_, DatabaseSettings::Sqlite(SqliteSettings::File(path))) => {
                let options = SqliteConnectOptions::new().filename(path);
                let options = options.busy_timeout(Duration::from_secs(5));
                let connection = SqliteConnection::connect_with(&options).await;
                Connected::Sqlite(connection.expect("the file opens"))
            }
            _ => panic!("a test's database is a file or on a server"),
        }
    }
}

enum Connected {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

fn texts<R: Row>(row: &R) -> Vec<Option<String>>
where
    usize: ColumnIndex<R>,
    Option<String>: Type<R::Database> + for<'r> Decode<'r, R::Database>,
{
    (0..row.len()).map(|column| row.try_get(column).ok().flatten()).collect()
}
