//! The executable and the Redis that it needs at start.
#![expect(clippy::disallowed_methods, reason = "tests that measure")]

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::process::{Child, ChildStderr, Stdio};
use std::time::{Duration, Instant};

use focus_server::testing::redis::RedisServer;
use serde_json::Value;
use tempfile::TempDir;

use crate::executable::{Lines, command};

const SECRET: &str = "s3cret-of-redis";

/// Laptop mode with a Redis at this address, while it starts.
struct Starting {
    child: Child,
    logs: Lines,
    stderr: ChildStderr,
    began: Instant,
    /// Where its files are.
    _data: TempDir,
}

impl Starting {
    fn with(redis_url: &str) -> Self {
        let data = TempDir::new().unwrap();
        let variables = [
            ("FOCUS_ADDR", "127.0.0.1:0"),
            ("FOCUS_DATA_DIR", data.path().to_str().unwrap()),
            ("LOG_FORMAT", "json"),
            ("REDIS_URL", redis_url),
        ];
        let mut command = command(&["dev"], &variables);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let logs = BufReader::new(child.stdout.take().unwrap()).lines();
        let stderr = child.stderr.take().unwrap();
        Self { child, logs, stderr, began: Instant::now(), _data: data }
    }

    /// What it logs next.
    fn next(&mut self) -> Option<Value> {
        let line = self.logs.next()?.unwrap();
        assert!(!line.contains(SECRET), "{line}");
        Some(serde_json::from_str(&line).unwrap())
    }

    /// The next warning of Redis.
    fn next_warning(&mut self) -> Value {
        loop {
            let line = self.next().unwrap();
            if warns(&line) {
                return line;
            }
        }
    }

    /// Waits until it listens, and tells its warnings.
    fn listens(mut self) -> Vec<String> {
        let (mut warnings, mut is_verified) = (Vec::new(), false);
        loop {
            let line = self.next().unwrap();
            let message = line["message"].as_str().unwrap();
            is_verified |= message == "Redis connection verified";
            if message.starts_with("listening") {
                break;
            }
            if warns(&line) {
                warnings.push(message.to_owned());
            }
        }
        assert!(is_verified);
        warnings
    }

    /// Waits until it gives up: two warnings, with their waits, and one line. Gives the cause.
    fn gives_up(mut self) -> String {
        let mut warnings = Vec::new();
        while let Some(line) = self.next() {
            if warns(&line) {
                assert_eq!(line["message"], "Redis does not answer yet");
                warnings.push((line["attempt"].clone(), line["delay_ms"].clone()));
            }
        }
        assert_eq!(warnings, [(1.into(), 1_000.into()), (2.into(), 2_000.into())]);
        let mut told = String::new();
        self.stderr.read_to_string(&mut told).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(69), "{told}");
        assert!(self.began.elapsed() >= Duration::from_secs(3));
        assert!(!told.contains(SECRET) && told.lines().count() == 1, "{told}");
        let start = "focus-server: Redis connection failed after 3 attempts: ";
        assert!(told.starts_with(start), "{told}");
        told.trim_end().replace(start, "")
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a line warns of Redis. On a busy machine a database warns too, of slow statements.
fn warns(line: &Value) -> bool {
    line["level"] == "WARN" && line["message"].as_str().unwrap().contains("Redis")
}

/// A port on which nobody listens.
fn nobody() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn a_redis_that_cannot_be_used_is_tried_three_times_and_leaves_with_69_and_its_cause() {
    let redis = RedisServer::start();
    let (port, nobody) = (redis.port(), nobody());
    let away = Starting::with(&format!("redis://:{SECRET}@127.0.0.1:{nobody}"));
    let sentinel = format!("redis+sentinel://:{SECRET}@127.0.0.1:{nobody}?master=focus");
    let sentinel = Starting::with(&sentinel);
    let cluster = Starting::with(&format!("redis+cluster://:{SECRET}@127.0.0.1:{nobody}"));
    let wrong = Starting::with(&format!("redis://:{SECRET}@127.0.0.1:{port}"));
    let mut tls = Starting::with(&format!("rediss://:{SECRET}@127.0.0.1:{port}"));
    for (starting, wanted) in [
        (away, "Connection refused"),
        (sentinel, "Connection refused"),
        (cluster, "Connection refused"),
        (wrong, "Password authentication failed"),
    ] {
        let cause = starting.gives_up();
        assert!(cause.contains(wanted), "{cause}");
    }
    // It may take as long as a silent one.
    let cause = tls.next_warning()["cause"].as_str().unwrap().to_owned();
    assert!(cause.ends_with("; does Redis speak TLS there?"), "{cause}");
}

#[test]
fn a_redis_that_comes_or_wakes_up_during_the_retries_is_used() {
    let redis = [RedisServer::start(), RedisServer::start()];
    redis[0].kill();
    redis[1].freeze();
    let mut starting = redis.each_ref().map(|redis| Starting::with(&redis.url()));
    for (starting, cause) in starting.iter_mut().zip(["refused", "did not answer in time"]) {
        let line = starting.next_warning();
        assert_eq!((&line["attempt"], &line["attempts"]), (&1.into(), &3.into()), "{line}");
        assert!(line["cause"].as_str().unwrap().contains(cause), "{line}");
    }
    redis[0].start_again();
    redis[1].resume();
    for starting in starting {
        let warnings = starting.listens();
        assert!(warnings.iter().all(|it| it == "Redis does not answer yet"), "{warnings:?}");
    }
}

#[test]
fn a_redis_that_forgets_or_does_not_tell_is_warned_about() {
    let own = format!("user app on >{SECRET} ~* &* +@all -config");
    let evicts = RedisServer::start_with("maxmemory-policy allkeys-lru");
    let renamed = RedisServer::start_with("rename-command CONFIG \"\"");
    let guarded = RedisServer::start_with(&own);
    let good = RedisServer::start();
    let own = format!("redis://app:{SECRET}@127.0.0.1:{}", guarded.port());
    let starting = [evicts.url(), renamed.url(), own, good.url()].map(|url| Starting::with(&url));
    let [evicts, renamed, guarded, good] = starting.map(Starting::listens);
    assert_eq!(evicts.len(), 1);
    assert!(evicts[0].ends_with("set maxmemory-policy to noeviction"), "{evicts:?}");
    let silent = "Redis does not tell its maxmemory-policy: it should be noeviction";
    assert_eq!((renamed, guarded), (vec![silent.to_owned()], vec![silent.to_owned()]));
    assert_eq!(good, [""; 0]);
}
