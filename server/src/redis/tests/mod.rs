//! The handle while Redis misbehaves, against real servers.
#![expect(clippy::disallowed_methods, reason = "tests that measure")]

mod faults;
mod groups;
mod life;
mod load;

use std::time::{Duration, Instant};

use crate::config::RedisSettings;
use crate::redis::Redis;

/// What a machine that is busy adds to anything.
const BUSY: Duration = Duration::from_millis(500);

fn settings(url: &str) -> RedisSettings {
    RedisSettings::of_url(url).unwrap()
}

async fn connect(url: &str) -> Redis {
    Redis::connect(settings(url)).await.unwrap()
}

/// Waits for what a server of a test is made to do, beside whatever else goes on.
fn wait_for<T>(done: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(done)
}

async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

fn now() -> Instant {
    Instant::now()
}
