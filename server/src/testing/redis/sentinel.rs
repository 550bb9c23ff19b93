//! Redis servers of a test that sentinels watch over.

use std::sync::atomic::{AtomicU16, Ordering};

use super::server::{Role, new_password};
use super::{RedisServer, at_once, until};

/// The master's name.
const NAME: &str = "focus";
const SERVERS: usize = 3;
const SENTINELS: usize = 3;
const QUORUM: usize = 2;

/// A master, two replicas and three sentinels, two of which have to agree that the master is away.
/// Dropping it ends all of them and removes their files.
pub struct SentinelGroup {
    servers: Vec<RedisServer>,
    sentinels: Vec<RedisServer>,
    password: String,
    is_guarded: bool,
    /// The last master that is known.
    master: AtomicU16,
}

impl SentinelGroup {
    /// Starts one, in about two seconds. The servers ask for a password, the sentinels for none.
    ///
    /// # Panics
    /// When Redis is missing or does not start: a test that cannot start has failed.
    #[must_use]
    pub fn start() -> Self {
        Self::start_as(None, new_password())
    }

    /// The same with sentinels that ask for the servers' password.
    ///
    /// # Panics
    /// As [`start`](Self::start).
    #[must_use]
    pub fn start_guarded() -> Self {
        let password = new_password();
        Self::start_as(Some(password.clone()), password)
    }

    fn start_as(of_sentinels: Option<String>, password: String) -> Self {
        let servers =
            at_once(0..SERVERS, |_| RedisServer::start_as(Role::Alone, Some(password.clone()), ""));
        let [master, replicas @ ..] = servers.as_slice() else { panic!("there is a master") };
        at_once(replicas, |replica| replica.replicate(master));
        let master = master.port();
        let settings = format!(
            "sentinel monitor {NAME} 127.0.0.1 {master} {QUORUM}
            sentinel auth-pass {NAME} {password}
            sentinel down-after-milliseconds {NAME} 500
            sentinel failover-timeout {NAME} 2000
            sentinel parallel-syncs {NAME} 1"
        );
        let sentinels = at_once(0..SENTINELS, |_| {
            RedisServer::start_as(Role::Sentinel, of_sentinels.clone(), &settings)
        });
        let is_guarded = of_sentinels.is_some();
        let master = AtomicU16::new(master);
        let group = Self { servers, sentinels, password, is_guarded, master };
        for sentinel in &group.sentinels {
            until("the sentinels know each other", || knows_all(sentinel).then_some(()));
        }
        group
    }

    /// All sentinels, with the servers' password:
    /// `redis+sentinel://:password@127.0.0.1:port,…/0?master=focus`.
    #[must_use]
    pub fn url(&self) -> String {
        let hosts: Vec<String> =
            self.sentinels.iter().map(|it| format!("127.0.0.1:{}", it.port())).collect();
        let password = &self.password;
        let guard =
            if self.is_guarded { format!("&sentinel_password={password}") } else { String::new() };
        format!("redis+sentinel://:{password}@{}/0?master={NAME}{guard}", hosts.join(","))
    }

    /// The servers: the first was the master at first.
    #[must_use]
    pub fn servers(&self) -> &[RedisServer] {
        &self.servers
    }

    /// The sentinels.
    #[must_use]
    pub fn sentinels(&self) -> &[RedisServer] {
        &self.sentinels
    }

    /// The master, as it was at first or found by the last
    /// [`wait_for_new_master`](Self::wait_for_new_master).
    ///
    /// # Panics
    /// Never: it is one of the servers.
    pub fn master(&self) -> &RedisServer {
        let port = self.master.load(Ordering::Relaxed);
        self.server_at(port).expect("the master is one of them")
    }

    /// Kills the master, and tells which it was.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill_master(&self) -> &RedisServer {
        let master = self.master();
        master.kill();
        master
    }

    /// Freezes the master, and tells which it was. When it resumes it takes itself for the master,
    /// until the sentinels make it a replica.
    ///
    /// # Panics
    /// When it does not run.
    pub fn freeze_master(&self) -> &RedisServer {
        let master = self.master();
        master.freeze();
        master
    }

    /// Waits until every sentinel that answers tells the same master, another one than before, and
    /// that one knows it: about two seconds after the old one was killed or frozen.
    ///
    /// # Panics
    /// When that takes longer than half a minute.
    pub fn wait_for_new_master(&self) -> &RedisServer {
        let old = self.master.load(Ordering::Relaxed);
        let new = until("there is a new master", || {
            let told: Vec<u16> = self.sentinels.iter().filter_map(told_by).collect();
            let (&port, others) = told.split_first()?;
            let is_agreed = others.iter().all(|other| *other == port);
            let new = self.server_at(port).filter(|_| is_agreed && port != old)?;
            let info: String = new.answers(&["INFO", "replication"])?;
            info.contains("role:master").then_some(new)
        });
        self.master.store(new.port(), Ordering::Relaxed);
        new
    }

    fn server_at(&self, port: u16) -> Option<&RedisServer> {
        self.servers.iter().find(|server| server.port() == port)
    }
}

/// The port of the master, as a sentinel tells it.
fn told_by(sentinel: &RedisServer) -> Option<u16> {
    let words = ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME];
    let (_, port) = sentinel.answers::<(String, u16)>(&words)?;
    Some(port)
}

/// Whether a sentinel knows the others and the replicas, any of which it could choose.
fn knows_all(sentinel: &RedisServer) -> bool {
    let info = sentinel.answers::<String>(&["INFO", "sentinel"]).unwrap_or_default();
    let known = format!("slaves={},sentinels={SENTINELS}", SERVERS - 1);
    info.contains("status=ok") && info.contains(&known)
}
