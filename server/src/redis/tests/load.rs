//! Clients that keep asking through one handle, and what they saw.

use std::fmt::Write as _;
use std::pin::Pin;
use std::time::{Duration, Instant};

use ::redis::{FromRedisValue, cmd};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{BUSY, connect, now, pause};
use crate::redis::{CHANGED_REVOCATIONS, Hearing, Redis, RedisFailure};
use crate::testing::within;

const CLIENTS: usize = 4;
/// Between two of a client's rounds, in milliseconds.
const PAUSE: u64 = 10;
/// How often something is published before it should have been heard, a few seconds at least.
const PUBLISHED: u32 = 80;

/// How many commands of a client may fail one after another.
#[derive(Clone, Copy)]
pub(super) enum Failed {
    None,
    AtMost(u32),
    /// As long as nobody could do it.
    WhileAway,
    /// The same, and reads never.
    WritesWhileAway,
}

/// A machine may stand still for longer than a command is waited for: what fails is tried again.
pub(super) const TRIES: u32 = 3;

/// What is done to Redis, and what may come of it.
#[derive(Clone, Copy)]
pub(super) struct Fault {
    pub(super) name: &'static str,
    pub(super) failed: Failed,
    /// The longest wait of a command.
    pub(super) wait: Duration,
    /// From when on nothing fails, counted from when a healthy Redis could be reached.
    pub(super) recovered: Duration,
}

/// What a client saw of writes, or of reads.
#[derive(Default)]
pub(super) struct Seen {
    asked: u32,
    in_a_row: u32,
    worst: u32,
    longest: Duration,
    last_failure: Option<Instant>,
    cause: String,
}

impl Seen {
    /// How many failed one after another, at most.
    pub(super) const fn worst(&self) -> u32 {
        self.worst
    }

    async fn note<T: FromRedisValue>(&mut self, redis: &Redis, command: &[&str]) -> Option<T> {
        let mut command_of = cmd(command[0]);
        command_of.arg(&command[1..]);
        let began = now();
        let answer: Result<T, RedisFailure> = redis.ask(&command_of).await;
        let ended = now();
        self.asked += 1;
        self.longest = self.longest.max(ended - began);
        match answer {
            Ok(answer) => {
                self.in_a_row = 0;
                Some(answer)
            }
            Err(error) => {
                self.in_a_row += 1;
                self.worst = self.worst.max(self.in_a_row);
                self.last_failure = Some(ended);
                self.cause = format!("{error:?}");
                None
            }
        }
    }
}

/// A client: its writes, its reads, and how many acknowledged writes were not to be read.
pub(super) type Told = (Seen, Seen, u64);

/// Writes ever higher numbers and reads them. A write that comes too late, since it was given up
/// and sent again, changes nothing.
async fn ask(redis: Redis, key: String, stop: watch::Receiver<bool>) -> Told {
    let (mut writes, mut reads, mut lost) = (Seen::default(), Seen::default(), 0);
    let (mut number, mut acknowledged) = (0_u64, 0);
    while !*stop.borrow() {
        number += 1;
        let text = number.to_string();
        if writes.note::<u64>(&redis, &["ZADD", &key, "GT", &text, "it"]).await.is_some() {
            acknowledged = number;
        }
        if let Some(read) = reads.note::<Option<u64>>(&redis, &["ZSCORE", &key, "it"]).await {
            let read = read.unwrap_or_default();
            lost += acknowledged.saturating_sub(read);
            acknowledged = acknowledged.min(read);
        }
        pause(PAUSE).await;
    }
    (writes, reads, lost)
}

/// Clients at work.
pub(super) struct Load {
    pub(super) redis: Redis,
    heard: Hearing,
    stop: watch::Sender<bool>,
    clients: JoinSet<Told>,
}

impl Load {
    /// Each client has a key of its own that begins with one of these.
    pub(super) async fn start(redis: Redis, keys: &[&str]) -> Self {
        let mut heard = redis.hear(CHANGED_REVOCATIONS);
        heard.next().await;
        let (stop, stopped) = watch::channel(false);
        let mut clients = JoinSet::new();
        for number in 0..CLIENTS {
            let key = format!("{{{}}}:{number}", keys[number % keys.len()]);
            clients.spawn(ask(redis.clone(), key, stopped.clone()));
        }
        pause(200).await;
        Self { redis, heard, stop, clients }
    }

    pub(super) async fn end(self) -> (Hearing, Vec<Told>) {
        self.stop.send_replace(true);
        (self.heard, self.clients.join_all().await)
    }
}

/// Whether what is published again and again is heard.
async fn is_heard(redis: &Redis, heard: &mut Hearing) -> bool {
    let mut publish = cmd("PUBLISH");
    publish.arg(CHANGED_REVOCATIONS).arg("");
    for _ in 0..PUBLISHED {
        let _ = redis.ask::<u64>(&publish).await;
        if within(Duration::from_millis(50), heard.next()).await.is_some() {
            return true;
        }
    }
    false
}

/// Does something to Redis under load; `does` gives when a healthy Redis could be reached again.
/// Gives the row of the table when its bounds held, else what did not.
pub(super) async fn row(
    fault: Fault,
    url: String,
    keys: &[&str],
    does: impl AsyncFnOnce() -> Instant,
) -> Result<String, String> {
    let load = Load::start(connect(&url).await, keys).await;
    let redis = load.redis.clone();
    let healthy = does().await;
    let Fault { name, failed, wait, recovered } = fault;
    let until = healthy + recovered + BUSY + Duration::from_millis(300);
    tokio::time::sleep_until(until.into()).await;
    let (mut heard, told) = load.end().await;
    let mut is_told = true;
    for _ in 0..3 {
        // What was missed is told like news too.
        is_told &= is_heard(&redis, &mut heard).await;
    }

    let of_all = |of: &dyn Fn(&Seen) -> Duration| {
        told.iter().flat_map(|(writes, reads, _)| [of(writes), of(reads)]).max().unwrap()
    };
    let longest = of_all(&|seen| seen.longest);
    let since_healthy = |seen: &Seen| seen.last_failure.map(|at| at.duration_since(healthy));
    let took = of_all(&|seen| since_healthy(seen).unwrap_or_default());
    let worst = |is_write: bool| {
        let of = |(writes, reads, _): &Told| if is_write { writes.worst } else { reads.worst };
        told.iter().map(of).max().unwrap()
    };
    let lost: u64 = told.iter().map(|(_, _, lost)| lost).sum();
    let asked: u32 = told.iter().map(|(writes, reads, _)| writes.asked + reads.asked).sum();
    let (writes, reads) = (worst(true), worst(false));
    let causes: Vec<_> = told.iter().map(|(writes, _, _)| &writes.cause).collect();
    let seen = format!(
        "{name}: {asked} asked, {writes} writes and {reads} reads failed in a row, \
         longest {longest:?}, recovered after {took:?}, {lost} lost, heard: {is_told}, {causes:?}"
    );
    let (is_so, failed) = match failed {
        Failed::None => (writes.max(reads) == 0, "none".to_owned()),
        Failed::AtMost(count) => (writes.max(reads) <= count, format!("at most {count}")),
        Failed::WhileAway => (true, "all until then".to_owned()),
        Failed::WritesWhileAway => (reads == 0, "all writes until then, no read".to_owned()),
    };
    println!("{seen}");
    // No machine is so busy that this may happen.
    assert_eq!(lost, 0, "{seen}");
    if !is_so || !is_told || longest > wait + BUSY || took > recovered + BUSY {
        return Err(seen);
    }
    let seconds = |time: Duration| match time.as_millis() {
        0 => "at once".to_owned(),
        _ => format!("{} s", time.as_secs_f64()),
    };
    Ok(format!("| {name} | {failed} | {} | {} | none |", seconds(wait), seconds(recovered)))
}

/// A fault being tried.
pub(super) type Attempt = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;

/// The row of a fault that is tried until its bounds hold.
pub(super) async fn kept(attempt: impl Fn() -> Attempt) -> String {
    let mut failures = Vec::new();
    for _ in 0..TRIES {
        match attempt().await {
            Ok(row) => return row,
            Err(seen) => failures.push(seen),
        }
    }
    panic!("{failures:#?}");
}

/// The table of these rows.
pub(super) fn table(rows: Vec<String>) -> String {
    let mut table = String::from(
        "| what is done to Redis | failed in a row, for each client | longest wait of a command | recovered within | acknowledged writes lost |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for row in rows {
        writeln!(table, "{row}").unwrap();
    }
    table
}
