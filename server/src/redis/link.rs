//! The connection that everybody uses, and the task that replaces it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use ::redis::{Cmd, FromRedisValue, ScriptInvocation};
use focus_core::backoff::{Backoff, Delays, Exponential, jitter};
use tokio::sync::{mpsc, watch};

use super::error::RedisFailure;
use super::wear::{Outcome, Wear};
use super::wire::Wire;
use super::{CONNECT_TIMEOUT, RESPONSE_TIMEOUT};
use crate::config::RedisSettings;
use crate::{causes, ids};

/// How long a connection is used at most; up to a tenth less, so that many servers do not all
/// connect at once.
const MAX_AGE_MS: u32 = 600_000;
const AGE_JITTER_PERCENT: u32 = 10;
/// Between attempts to connect anew; the first comes at once.
const BACKOFF: Backoff<'static> = Backoff {
    delays: Delays::Exponential(Exponential { base_ms: 50, factor: 2, cap_ms: 1_000 }),
    attempts: None,
};

/// What is asked of Redis; asked again, it does the same.
#[derive(Clone, Copy)]
pub(super) enum Request<'a> {
    Command(&'a Cmd),
    Script(&'a ScriptInvocation<'a>),
}

/// A connection in use.
struct Held {
    wire: Wire,
    generation: u64,
    wear: Mutex<Wear>,
}

/// The connection, whichever it is now.
pub(super) struct Link {
    settings: RedisSettings,
    /// None while there is no connection.
    held: watch::Sender<Option<Arc<Held>>>,
    /// Which connections are to be replaced.
    worn: mpsc::UnboundedSender<u64>,
    is_closed: AtomicBool,
}

impl Link {
    /// Begins with a connection that answered.
    pub(super) fn new(settings: RedisSettings, wire: Wire) -> Arc<Self> {
        let first = Held { wire, generation: 1, wear: Mutex::default() };
        let (worn, orders) = mpsc::unbounded_channel();
        let held = watch::Sender::new(Some(Arc::new(first)));
        let link = Arc::new(Self { settings, held, worn, is_closed: AtomicBool::new(false) });
        tokio::spawn(own(Arc::downgrade(&link), orders));
        link
    }

    pub(super) const fn settings(&self) -> &RedisSettings {
        &self.settings
    }

    pub(super) fn generation(&self) -> u64 {
        self.held.borrow().as_ref().map_or(0, |held| held.generation)
    }

    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        self.held.send_replace(None);
        // Wakes the owner, which sees that it is over.
        let _ = self.worn.send(0);
    }

    /// Asks, and once more on a new connection when the first had to be replaced.
    pub(super) async fn ask<T: FromRedisValue>(
        &self,
        request: Request<'_>,
    ) -> Result<T, RedisFailure> {
        let first = self.usable().await?;
        let (answer, is_over) = self.ask_on(&first, request).await;
        if !is_over {
            return answer;
        }
        let second = self.usable().await;
        match (second, answer) {
            (Ok(second), Err(_)) => self.ask_on(&second, request).await.0,
            // Nothing better came.
            (_, answer) => answer,
        }
    }

    async fn ask_on<T: FromRedisValue>(
        &self,
        held: &Held,
        request: Request<'_>,
    ) -> (Result<T, RedisFailure>, bool) {
        let mut wire = held.wire.clone();
        let asking = async {
            match request {
                Request::Command(command) => command.query_async(&mut wire).await,
                Request::Script(script) => script.invoke_async(&mut wire).await,
            }
        };
        // Each command has its own deadline; a script that must be sent first is three of them.
        let answer = tokio::time::timeout(CONNECT_TIMEOUT, asking).await;
        let answer = answer.map_or(Err(RedisFailure::TimedOut), |done| done.map_err(Into::into));
        let outcome = Outcome::of(&answer);
        let is_over = held.wear.lock().unwrap_or_else(PoisonError::into_inner).is_over(outcome);
        if is_over {
            self.replace(held.generation, outcome);
        }
        (answer, is_over)
    }

    /// A connection, once there is one.
    async fn usable(&self) -> Result<Arc<Held>, RedisFailure> {
        if self.is_closed.load(Ordering::SeqCst) {
            return Err(RedisFailure::Closed);
        }
        if let Some(held) = self.held.borrow().clone() {
            return Ok(held);
        }
        let mut changes = self.held.subscribe();
        let come = tokio::time::timeout(RESPONSE_TIMEOUT, changes.wait_for(Option::is_some)).await;
        come.ok().and_then(Result::ok).and_then(|held| held.clone()).ok_or(RedisFailure::Away)
    }

    /// Has a connection replaced, unless somebody was faster.
    fn replace(&self, generation: u64, why: Outcome) {
        let is_first = self.held.send_if_modified(|held| {
            let is_current = held.as_ref().is_some_and(|held| held.generation == generation);
            if is_current {
                *held = None;
            }
            is_current
        });
        if is_first {
            tracing::warn!(?why, "the connection to Redis is replaced");
            // The owner lives as long as this.
            let _ = self.worn.send(generation);
        }
    }

    fn put(&self, wire: Wire, generation: u64) {
        let held = Held { wire, generation, wear: Mutex::default() };
        if !self.is_closed.load(Ordering::SeqCst) {
            self.held.send_replace(Some(Arc::new(held)));
        }
    }
}

/// Replaces worn and old connections for as long as anybody holds the link.
async fn own(link: Weak<Link>, mut worn: mpsc::UnboundedReceiver<u64>) {
    let mut generation = 1;
    loop {
        let age = jitter(MAX_AGE_MS, AGE_JITTER_PERCENT, ids::any());
        let is_worn = tokio::select! {
            worn = worn.recv() => match worn {
                // Of one that was replaced already.
                Some(old) if old != generation && old != 0 => continue,
                Some(_) => true,
                None => return,
            },
            () = tokio::time::sleep(Duration::from_millis(age.into())) => false,
        };
        let mut attempt = 0;
        loop {
            let Some(held) = link.upgrade() else { return };
            if held.is_closed.load(Ordering::SeqCst) {
                return;
            }
            // An old connection serves until there is a new one; what is under way on it ends there.
            let error = match Wire::connect(&held.settings).await {
                Ok(wire) => {
                    generation += 1;
                    held.put(wire, generation);
                    if is_worn {
                        tracing::info!(attempt, "Redis is connected again");
                    }
                    break;
                }
                Err(error) => error,
            };
            drop(held);
            if attempt == 0 {
                tracing::warn!(cause = causes::told(&error), "Redis cannot be reached");
            }
            let delay = BACKOFF.delay_ms(attempt).unwrap_or_default();
            attempt = attempt.saturating_add(1);
            let delay = jitter(delay, 50, ids::any());
            tokio::time::sleep(Duration::from_millis(delay.into())).await;
        }
    }
}
