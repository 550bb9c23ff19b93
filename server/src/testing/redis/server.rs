//! One Redis server of a test.

use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use ::redis::{Client, FromRedisValue, RedisResult};

use super::program::program;
use super::until;
use crate::ids;
use crate::testing::keeper::{Keeper, done, ports};

/// As production's, but for the disk: nothing outlives the server unless a test says so.
/// The title of the process must stay what was run, by which the keeper knows it.
const SETTINGS: &str = "
bind 127.0.0.1
set-proc-title no
daemonize no
databases 16
save \"\"
appendonly no
maxmemory-policy noeviction
repl-diskless-sync-delay 0
shutdown-timeout 1
";
/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a process may take to become what it was started as.
const SOON: Duration = Duration::from_millis(100);

/// What a server is for.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// Keeps data.
    Alone,
    /// Keeps some slots of a cluster's data.
    Member,
    /// Watches over others.
    Sentinel,
}

/// A Redis server of one's own. Dropping it ends it and removes its files.
///
/// What is told at a port can be told through another one, that of a
/// [`Proxy`](crate::testing::proxy::Proxy): [`url_at`](Self::url_at).
pub struct RedisServer {
    keeper: Mutex<Keeper>,
    port: u16,
    /// Where members of a cluster talk to each other.
    bus_port: u16,
    /// What stands behind `start` when it is started.
    arguments: String,
    password: Option<String>,
}

impl RedisServer {
    /// Lines of its configuration with which what was acknowledged outlives its process: it is
    /// written to a file before, though not yet to the disk.
    pub const KEEPS: &str = "appendonly yes\nappendfsync no";

    /// A server with a password that keeps everything in memory.
    ///
    /// # Panics
    /// When Redis is missing or does not start: a test that cannot start has failed.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with("")
    }

    /// The same with further lines of its configuration, such as [`KEEPS`](Self::KEEPS).
    ///
    /// # Panics
    /// As [`start`](Self::start).
    #[must_use]
    pub fn start_with(lines: &str) -> Self {
        Self::start_as(Role::Alone, Some(new_password()), lines)
    }

    /// One that asks for this password, or for none.
    pub(super) fn start_as(role: Role, password: Option<String>, lines: &str) -> Self {
        let secret = password.iter().map(|it| format!("requirepass {it}\nmasterauth {it}\n"));
        let config = format!("{SETTINGS}{}{lines}\n", secret.collect::<String>());
        let files = [("redis.conf", config.as_str())];
        let keeper = done(program().and_then(|program| Keeper::initialize(&program, &files)));
        let (keeper, arguments) = (Mutex::new(keeper), String::new());
        let mut server = Self { keeper, port: 0, bus_port: 0, arguments, password };
        done(ports::start_on_free(|port| {
            server.port = port;
            server.arguments = match role {
                Role::Alone => port.to_string(),
                Role::Member => {
                    // Not ten thousand above, where it may be anybody's.
                    server.bus_port = ports::free().ok_or("no port is free")?;
                    format!("{port} --cluster-enabled yes --cluster-port {}", server.bus_port)
                }
                Role::Sentinel => format!("{port} --sentinel"),
            };
            server.run()
        }));
        server
    }

    /// Where it is, with the password: `redis://:password@127.0.0.1:port`.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_at(self.port)
    }

    /// The same at another port, from where something leads to the server's.
    #[must_use]
    pub fn url_at(&self, port: u16) -> String {
        let secret: String = self.password.iter().map(|it| format!(":{it}@")).collect();
        format!("redis://{secret}127.0.0.1:{port}")
    }

    /// Its port, which it keeps.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    pub(super) const fn bus_port(&self) -> u16 {
        self.bus_port
    }

    /// The number of its process, or of its last one.
    ///
    /// # Panics
    /// When it never ran.
    #[must_use]
    pub fn pid(&self) -> u32 {
        let number = fs::read_to_string(self.keeper().folder().join("pid"));
        number.ok().and_then(|it| it.trim().parse().ok()).expect("the server was started")
    }

    /// Holds the server as it is: connections stay and nothing answers.
    ///
    /// # Panics
    /// When it does not run.
    pub fn freeze(&self) {
        self.order("freeze");
    }

    /// Lets a frozen server go on.
    ///
    /// # Panics
    /// When it does not run.
    pub fn resume(&self) {
        self.order("resume");
    }

    /// Stops the server as an operator does (SIGTERM), frozen or not, and waits until it is gone.
    ///
    /// # Panics
    /// When it does not run.
    pub fn stop(&self) {
        self.order("stop TERM");
    }

    /// Ends the server as a crash does (SIGKILL), frozen or not.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&self) {
        self.order("stop KILL");
    }

    /// Starts the server that was stopped or killed, on its port, with whatever it saved, and waits
    /// until it answers. What commands changed of its configuration is lost, whose replica it was
    /// too, unless it was made to write that down.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&self) {
        done(self.run());
    }

    /// The same without its data. If it runs it is killed before.
    ///
    /// # Panics
    /// As [`start_again`](Self::start_again).
    pub fn start_empty(&self) {
        if self.runs() {
            self.kill();
        }
        self.order("clear");
        self.start_again();
    }

    /// Makes it a replica: it drops its data, takes the other's and answers writes with READONLY.
    /// Waits until it has everything.
    ///
    /// # Panics
    /// When it does not become one.
    pub fn replicate(&self, master: &Self) {
        if let Some(password) = &master.password {
            self.ask::<String>(&["CONFIG", "SET", "masterauth", password]);
        }
        self.ask::<String>(&["REPLICAOF", "127.0.0.1", &master.port.to_string()]);
        until("the replica has everything", || self.has_all().then_some(()));
    }

    /// Makes a replica a master again, with the data that it has.
    ///
    /// # Panics
    /// When it does not become one.
    pub fn promote(&self) {
        self.ask::<String>(&["REPLICAOF", "NO", "ONE"]);
    }

    /// Runs a command on a connection of its own, for what no request can do or ask.
    ///
    /// # Panics
    /// When it is refused, or not answered within five seconds, or with something else than that.
    #[track_caller]
    pub fn ask<T: FromRedisValue>(&self, words: &[&str]) -> T {
        let answer = self.try_ask(words);
        answer.unwrap_or_else(|error| panic!("{}: {error}", words.join(" ")))
    }

    /// The same, with its errors.
    ///
    /// # Errors
    /// What the server or the connection says.
    pub fn try_ask<T: FromRedisValue>(&self, words: &[&str]) -> RedisResult<T> {
        self.ask_within(PATIENCE, words)
    }

    pub(super) fn ask_within<T: FromRedisValue>(
        &self,
        patience: Duration,
        words: &[&str],
    ) -> RedisResult<T> {
        let mut connection = Client::open(self.url())?.get_connection_with_timeout(patience)?;
        connection.set_read_timeout(Some(patience))?;
        let mut command = ::redis::Cmd::new();
        command.arg(words).query(&mut connection)
    }

    /// What it answers at once.
    pub(super) fn answers<T: FromRedisValue>(&self, words: &[&str]) -> Option<T> {
        self.ask_within(Duration::from_millis(300), words).ok()
    }

    /// Whether it is a replica that has all of its master's data.
    pub(super) fn has_all(&self) -> bool {
        let info = self.answers::<String>(&["INFO", "replication"]);
        info.is_some_and(|info| info.contains("master_link_status:up"))
    }

    pub(super) fn runs(&self) -> bool {
        self.keeper().order("runs").is_ok()
    }

    fn runs_soon(&self) -> bool {
        thread::sleep(SOON);
        self.runs()
    }

    pub(super) fn keeper(&self) -> MutexGuard<'_, Keeper> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[track_caller]
    fn order(&self, order: &str) {
        done(self.keeper().order(order));
    }

    /// Starts it and waits until it answers.
    fn run(&self) -> Result<(), String> {
        self.keeper().order(&format!("start {}", self.arguments))?;
        // With what it saved in its memory: before, it says that it is loading.
        let is_up = || match self.answers::<String>(&["PING"]) {
            Some(_) => Some(Ok(())),
            // On its port there may be somebody else. A process that is just becoming Redis has no
            // words for a moment, and looks like one that ended.
            None if !self.runs() && !self.runs_soon() => {
                Some(Err(self.keeper().failure("does not run")))
            }
            None => None,
        };
        until("Redis answers", is_up)
    }
}

pub(super) fn new_password() -> String {
    // Other users of the machine reach the port as well.
    ids::uuid().to_string()
}
