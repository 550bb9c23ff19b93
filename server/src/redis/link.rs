//! The connection that everybody uses, and the task that replaces it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use ::redis::{Cmd, FromRedisValue, ScriptInvocation};
use focus_core::backoff::{Backoff, Delays, Exponential, jitter};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};

use super::error::RedisFailure;
use super::wear::{Outcome, Wear};
use super::wire::Wire;
use super::{CONNECT_TIMEOUT, RESPONSE_TIMEOUT};
use crate::config::RedisSettings;
use crate::guard::guarded;
use crate::{causes, ids};

/// How long a connection is used at most; up to a tenth less, so that many servers do not all
/// connect at once.
pub(super) const MAX_AGE_MS: u32 = 600_000;
const AGE_JITTER_PERCENT: u32 = 10;
/// Between attempts to connect anew; the first comes at once.
const BACKOFF: Backoff<'static> = Backoff {
    delays: Delays::Exponential(Exponential { base_ms: 50, factor: 2, cap_ms: 1_000 }),
    attempts: None,
};
/// A connection that was worn sooner counts as a failed attempt: one to a server that only reads is
/// as good as new, and is not replaced by the next one at every write.
const LASTING: Duration = Duration::from_secs(2);

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
    /// Since when it is to be replaced.
    worn: OnceLock<Instant>,
    /// Whether nobody answers on it any more.
    is_dead: AtomicBool,
}

impl Held {
    fn new(wire: Wire, generation: u64) -> Arc<Self> {
        let (wear, worn) = (Mutex::default(), OnceLock::new());
        Arc::new(Self { wire, generation, wear, worn, is_dead: AtomicBool::new(false) })
    }

    /// Whether it may be asked: a server that only reads still does that until there is another.
    fn is_usable(&self) -> bool {
        !self.is_dead.load(Ordering::SeqCst)
    }
}

/// The connection, whichever it is now.
pub(super) struct Link {
    settings: RedisSettings,
    /// None once it is closed.
    held: watch::Sender<Option<Arc<Held>>>,
    /// Which connections are to be replaced.
    worn: mpsc::UnboundedSender<u64>,
}

impl Link {
    /// Begins with a connection that answered, and renews connections of that age.
    pub(super) fn new(settings: RedisSettings, wire: Wire, max_age_ms: u32) -> Arc<Self> {
        let (worn, orders) = mpsc::unbounded_channel();
        let held = watch::Sender::new(Some(Held::new(wire, 1)));
        let link = Arc::new(Self { settings, held, worn });
        let (owner, closed) = (own(Arc::downgrade(&link), orders, max_age_ms), link.closed());
        tokio::spawn(async {
            tokio::select! {
                () = owner => {}
                () = closed => {}
            }
        });
        link
    }

    pub(super) const fn settings(&self) -> &RedisSettings {
        &self.settings
    }

    pub(super) fn generation(&self) -> u64 {
        let held = self.held.borrow();
        held.as_ref().filter(|held| held.is_usable()).map_or(0, |held| held.generation)
    }

    pub(super) fn close(&self) {
        self.held.send_replace(None);
    }

    /// Waits until it is closed or nobody holds it any more.
    pub(super) fn closed(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut held = self.held.subscribe();
        async move {
            // A sender that is gone means the same.
            let _ = held.wait_for(Option::is_none).await;
        }
    }

    /// Asks, and once more on a new connection when the first has to be replaced.
    pub(super) async fn ask<T: FromRedisValue>(
        &self,
        request: Request<'_>,
    ) -> Result<T, RedisFailure> {
        let first = self.usable(0).await?;
        let (answer, is_over) = self.ask_on(&first, request).await;
        if !is_over {
            return answer;
        }
        match self.usable(first.generation).await {
            Ok(second) => self.ask_on(&second, request).await.0,
            // Nothing better came.
            Err(_) => answer,
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
        let answer = timeout(CONNECT_TIMEOUT, asking).await;
        let answer = answer.map_or(Err(RedisFailure::TimedOut), |done| done.map_err(Into::into));
        let outcome = Outcome::of(&answer);
        let mut is_over = held.wear.lock().unwrap_or_else(PoisonError::into_inner).is_over(outcome);
        // In a cluster others answer for their keys for ever while one is silent.
        if outcome == Outcome::TimedOut && !is_over && held.is_usable() {
            is_over = held.wire.has_silent_part().await;
        }
        if is_over && outcome != Outcome::ReadOnly {
            held.is_dead.store(true, Ordering::SeqCst);
        }
        if is_over && held.worn.set(Instant::now()).is_ok() {
            tracing::warn!(?outcome, "the connection to Redis is replaced");
            if self.worn.send(held.generation).is_err() {
                // The owner lives as long as this, unless it is closed.
                tracing::debug!("nobody replaces connections to Redis any more");
            }
        }
        (answer, is_over)
    }

    /// A connection that is newer than this one, once there is one. Nobody waits longer than the
    /// last one is gone for as long as an answer may take: while Redis is away all are told at once.
    async fn usable(&self, after: u64) -> Result<Arc<Held>, RedisFailure> {
        let is_good = |held: &Held| held.generation > after && held.is_usable();
        let (mut changes, since) = {
            let held = self.held.borrow();
            match held.as_ref() {
                None => return Err(RedisFailure::Closed),
                Some(held) if is_good(held) => return Ok(Arc::clone(held)),
                Some(held) => {
                    let since = held.worn.get().copied().unwrap_or_else(Instant::now);
                    (self.held.subscribe(), since)
                }
            }
        };
        let is_settled = |held: &Option<Arc<Held>>| held.as_deref().is_none_or(is_good);
        match timeout_at(since + RESPONSE_TIMEOUT, changes.wait_for(is_settled)).await {
            Ok(Ok(held)) => held.clone().ok_or(RedisFailure::Closed),
            Ok(Err(_)) | Err(_) => Err(RedisFailure::Away),
        }
    }

    /// Uses a new connection from now on, unless it was closed. What is under way on the old one ends
    /// there.
    fn put(&self, wire: Wire, generation: u64) {
        self.held.send_if_modified(|held| {
            let is_open = held.is_some();
            if is_open {
                *held = Some(Held::new(wire, generation));
            }
            is_open
        });
    }
}

/// Replaces worn and old connections for as long as anybody holds the link.
async fn own(link: Weak<Link>, mut worn: mpsc::UnboundedReceiver<u64>, max_age_ms: u32) {
    let (mut generation, mut attempt) = (1, 0_u32);
    loop {
        let age = jitter(max_age_ms, AGE_JITTER_PERCENT, ids::any());
        let (born, age) = (Instant::now(), Duration::from_millis(age.into()));
        let is_worn = loop {
            tokio::select! {
                worn = worn.recv() => match worn {
                    // Of one that was replaced already.
                    Some(old) if old != generation => {}
                    Some(_) => break true,
                    None => return,
                },
                () = sleep_until(born + age) => break false,
            }
        };
        if born.elapsed() >= LASTING {
            attempt = 0;
        }
        let mut is_told = false;
        loop {
            if let Some(retry) = attempt.checked_sub(1) {
                let delay = jitter(BACKOFF.delay_ms(retry).unwrap_or_default(), 50, ids::any());
                sleep(Duration::from_millis(delay.into())).await;
            }
            attempt = attempt.saturating_add(1);
            let Some(link) = link.upgrade() else { return };
            // An old connection serves until there is a new one.
            let cause = match guarded(Wire::connect(&link.settings)).await {
                Ok(Ok(wire)) => {
                    generation += 1;
                    link.put(wire, generation);
                    break;
                }
                Ok(Err(error)) => causes::told(&error),
                Err(panicked) => causes::told(&panicked),
            };
            if !is_told {
                tracing::warn!(cause, "Redis cannot be reached");
                is_told = true;
            }
        }
        if is_worn || is_told {
            tracing::info!("Redis is connected again");
        }
    }
}
