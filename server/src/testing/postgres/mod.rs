//! Real PostgreSQL servers for tests: started at first use on a port of their own, gone when the
//! test process is, in whatever way that ends.
//!
//! Calls block their thread; the first one for as long as PostgreSQL takes to make a server's files
//! (about a second).

mod system;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::keeper::user::User;
use super::keeper::{Keeper, Program, done, ports};
use crate::ids;

/// Whom tests are on the server: no superuser, as in production.
const USER: &str = "focus";
const SUPERUSER: &str = "postgres";

/// As production's, but for the disk: what was written outlives the server, not the machine.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = '.'
max_connections = 300
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
timezone = 'UTC'
log_timezone = 'UTC'
";
/// What was acknowledged may be lost with the server, which nobody stops.
const SHARED_SETTINGS: &str = "synchronous_commit = off";

/// A server of this process.
pub struct Postgres {
    keeper: Keeper,
    port: u16,
    password: String,
    databases: AtomicU32,
    is_shared: bool,
}

/// A database that nobody else uses. Dropping it removes it.
pub struct Database {
    /// `postgres://user:password@127.0.0.1:port/name`; the user owns the database and nothing else.
    pub url: String,
    name: String,
    /// Where it is removed; the files of a server of one's own go with the server.
    server: Option<String>,
}

impl Postgres {
    /// The server that all tests of this process share.
    ///
    /// # Panics
    /// When PostgreSQL is missing or does not start: a test that cannot start has failed.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(|| Self { is_shared: true, ..Self::start_with(SHARED_SETTINGS) })
    }

    /// A server of one's own, that can be stopped. Dropping it ends it and removes its files.
    ///
    /// # Panics
    /// As [`shared`](Self::shared).
    #[must_use]
    pub fn start() -> Self {
        Self::start_with("")
    }

    fn start_with(settings: &str) -> Self {
        // Other users of the machine reach the port as well.
        let password = ids::uuid().to_string();
        let settings = format!("{SETTINGS}{settings}\n");
        let files = [("password", password.as_str()), ("settings", &settings)];
        let keeper = program().and_then(|program| Keeper::initialize(&program, &files));
        let mut keeper = done(keeper);
        let start = |port| keeper.order(&format!("start {port}")).map(|()| port);
        let port = done(ports::start_on_free(start));
        let server =
            Self { keeper, port, password, databases: AtomicU32::new(0), is_shared: false };
        let user = format!("CREATE ROLE {USER} LOGIN PASSWORD '{}'", server.password);
        done(administer(&server.admin_url(), &user));
        server
    }

    /// Makes an empty database, in about a tenth of a second.
    ///
    /// # Panics
    /// When the server does not make it.
    pub fn database(&self) -> Database {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let server = self.admin_url();
        let statement = format!("CREATE DATABASE {name} OWNER {USER} TEMPLATE template0");
        done(administer(&server, &statement));
        let url = self.url(USER, &name);
        Database { url, name, server: self.is_shared.then_some(server) }
    }

    /// The superuser's way in, to the database `postgres`.
    pub fn admin_url(&self) -> String {
        self.url(SUPERUSER, "postgres")
    }

    fn url(&self, user: &str, database: &str) -> String {
        let Self { password, port, .. } = self;
        format!("postgres://{user}:{password}@127.0.0.1:{port}/{database}")
    }

    /// Stops the server as an operator does: clients are told, and the port is closed afterwards.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn stop(&mut self) {
        done(self.keeper.order("stop fast"));
    }

    /// Stops the server as a crash does: nothing is finished, and the next start recovers what was
    /// acknowledged.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn crash(&mut self) {
        done(self.keeper.order("stop immediate"));
    }

    /// Starts the stopped server on its port and its files.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&mut self) {
        done(self.keeper.order(&format!("start {}", self.port)));
    }

    /// Holds every process of the server as it is: connections stay and nothing answers.
    ///
    /// # Panics
    /// When the server does not run.
    pub fn freeze(&mut self) {
        done(self.keeper.order("freeze"));
    }

    /// Lets a frozen server go on.
    ///
    /// # Panics
    /// When the server does not run.
    pub fn resume(&mut self) {
        done(self.keeper.order("resume"));
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(server) = self.server.take() else { return };
        let statement = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        // Nobody waits for it. What it leaves goes with the server.
        thread::spawn(move || administer(&server, &statement));
    }
}

/// PostgreSQL, as the keeper has to know it.
fn program() -> Result<Program, String> {
    Ok(Program {
        name: "PostgreSQL",
        prefix: "focus-squad-postgres-",
        script: include_str!("postgres.sh"),
        path: system::programs()?,
        user: User::unprivileged,
    })
}

/// Runs one statement as the superuser, on a thread of its own: the caller's may be inside of a
/// runtime.
fn administer(url: &str, statement: &str) -> Result<(), String> {
    let run = || -> Result<(), String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let result = runtime.block_on(async {
            let mut connection = PgConnection::connect(url).await?;
            connection.execute(AssertSqlSafe(statement)).await?;
            connection.close().await
        });
        result.map_err(|error| format!("{statement}: {error}"))
    };
    let result = thread::scope(|scope| scope.spawn(run).join());
    result.unwrap_or_else(|_| Err(format!("{statement}: the thread panicked")))
}
