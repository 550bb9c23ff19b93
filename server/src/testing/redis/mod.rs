//! Real Redis servers for tests, on ports of their own, gone when the test process is, in whatever
//! way that ends: one ([`RedisServer`]), a cluster ([`RedisCluster`]), one with replicas that
//! sentinels watch over ([`SentinelGroup`]).
//!
//! Calls block their thread: a server starts in some hundredths of a second, the others in a few
//! seconds. In a test whose runtime has one thread, nothing else of the test goes on meanwhile, a
//! [`Proxy`](super::proxy::Proxy) neither.

mod cluster;
mod program;
mod sentinel;
mod server;
#[cfg(test)]
mod tests;

use std::thread;
use std::time::Duration;

pub use self::cluster::RedisCluster;
pub use self::sentinel::SentinelGroup;
pub use self::server::RedisServer;

/// How long to wait between two looks.
const STEP: Duration = Duration::from_millis(10);
/// How many looks are taken: thirty seconds and what the looks take, for machines that are busy.
const LOOKS: u32 = 3_000;

/// Looks until there is something to see.
///
/// # Panics
/// When there is nothing for half a minute.
#[track_caller]
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..LOOKS {
        if let Some(seen) = look() {
            return seen;
        }
        thread::sleep(STEP);
    }
    panic!("{what}: still not so");
}

/// Does something for each of them at the same time.
///
/// # Panics
/// When doing it does.
fn at_once<T: Send, R: Send>(
    items: impl IntoIterator<Item = T>,
    make: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let make = &make;
    thread::scope(|scope| {
        let threads: Vec<_> =
            items.into_iter().map(|item| scope.spawn(move || make(item))).collect();
        threads.into_iter().map(|thread| thread.join().expect("it is done")).collect()
    })
}
