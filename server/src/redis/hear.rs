//! Hears what is published, across connections. What was published while there was none is lost:
//! who listens has to look for themselves now and then.

use std::time::Duration;

use focus_core::backoff::{Backoff, Delays, Exponential, jitter};
use futures_util::StreamExt as _;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::RESPONSE_TIMEOUT;
use super::error::RedisFailure;
use super::link::Link;
use super::wire;
use crate::config::RedisSettings;
use crate::guard::guarded;
use crate::{causes, ids};

/// How often a silent connection is asked whether it is still there.
const PING_INTERVAL: Duration = Duration::from_secs(1);
/// How long it may take to say so.
const PING_TIMEOUT: Duration = RESPONSE_TIMEOUT.saturating_mul(2);
const BACKOFF: Backoff<'static> = Backoff {
    delays: Delays::Exponential(Exponential { base_ms: 100, factor: 2, cap_ms: 1_000 }),
    attempts: None,
};

/// Somebody who listens. Dropping it ends that.
pub(crate) struct Hearing {
    heard: watch::Receiver<u64>,
    /// None when somebody else tells.
    task: Option<JoinHandle<()>>,
}

impl Hearing {
    pub(super) fn begin(link: &Link, channel: &'static str) -> Self {
        let (sender, heard) = watch::channel(0);
        let (listening, closed) = (listen(link.settings().clone(), channel, sender), link.closed());
        let task = tokio::spawn(async {
            tokio::select! {
                () = listening => {}
                () = closed => {}
            }
        });
        Self { heard, task: Some(task) }
    }

    /// Hears whatever this tells.
    pub(crate) const fn of(heard: watch::Receiver<u64>) -> Self {
        Self { heard, task: None }
    }

    /// Waits until something was published since the last time; what came at once is one.
    pub(crate) async fn next(&mut self) {
        if self.heard.changed().await.is_err() {
            // It was closed: nothing is heard any more.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// Hears for ever.
async fn listen(settings: RedisSettings, channel: &'static str, heard: watch::Sender<u64>) {
    let mut attempt = 0;
    loop {
        let cause = match guarded(hear(&settings, channel, &heard, &mut attempt)).await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(causes::told(&error)),
            Err(panicked) => Some(causes::told(&panicked)),
        };
        if let Some(cause) = cause {
            tracing::debug!(cause, channel, "the channel of Redis is not heard");
        }
        let delay = jitter(BACKOFF.delay_ms(attempt).unwrap_or_default(), 50, ids::any());
        attempt = attempt.saturating_add(1);
        tokio::time::sleep(Duration::from_millis(delay.into())).await;
    }
}

/// Hears until the connection is gone or silent.
async fn hear(
    settings: &RedisSettings,
    channel: &'static str,
    heard: &watch::Sender<u64>,
    attempt: &mut u32,
) -> Result<(), RedisFailure> {
    let (mut asking, mut told) = wire::listen(settings, channel).await?.split();
    *attempt = 0;
    let note = || heard.send_modify(|count| *count = count.wrapping_add(1));
    // What was published meanwhile.
    note();
    let mut ping = tokio::time::interval(PING_INTERVAL);
    ping.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            message = told.next() => match message {
                Some(_) => note(),
                None => return Ok(()),
            },
            _ = ping.tick() => {
                let answer = tokio::time::timeout(PING_TIMEOUT, asking.ping::<::redis::Value>());
                answer.await.map_err(|_| RedisFailure::TimedOut)??;
            }
        }
    }
}
