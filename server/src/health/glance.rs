//! A quick look at one part, for whoever asks whether the server is ready.

use std::error::Error;
use std::time::Duration;

use focus_core::Code;
use tokio::sync::Mutex;

use super::DEADLINE;
use crate::causes;
use crate::clock::Stopwatch;
use crate::shared::Shared;
use crate::store::Store;

/// How long what was seen is told again: nobody who asks without end wears out what they ask about.
const KEPT: Duration = Duration::from_millis(100);
/// What they are called in the log.
pub(super) const DATABASE: &str = "the database";
pub(super) const REDIS: &str = "Redis";

/// What was seen last, and how long ago. Of many who ask at once one looks.
#[derive(Default)]
struct Glance(Mutex<Option<(Stopwatch, Result<(), Code>)>>);

/// The parts that readiness looks at.
#[derive(Default)]
pub(crate) struct Glances {
    database: Glance,
    redis: Glance,
}

impl Glances {
    /// Whether the database answers.
    ///
    /// # Errors
    /// `OVERLOADED` when it does not, or not in time.
    pub(crate) async fn database(&self, store: &Store) -> Result<(), Code> {
        self.database.look(|| in_time(DATABASE, store.ping())).await
    }

    /// Whether what instances share answers.
    ///
    /// # Errors
    /// `OVERLOADED` when it does not, or not in time.
    pub(crate) async fn redis(&self, shared: &dyn Shared) -> Result<(), Code> {
        self.redis.look(|| in_time(REDIS, shared.ping())).await
    }
}

async fn in_time<E: Error>(
    what: &str,
    ping: impl Future<Output = Result<(), E>>,
) -> Result<(), Code> {
    let answered = tokio::time::timeout(DEADLINE, answers(what, ping)).await;
    if answered.is_err() {
        tracing::error!("{what} takes too long to answer");
    }
    if answered == Ok(true) { Ok(()) } else { Err(Code::Overloaded) }
}

/// Whether it answers; the log says why not.
pub(super) async fn answers<E: Error>(
    what: &str,
    ping: impl Future<Output = Result<(), E>>,
) -> bool {
    let answered = ping.await;
    if let Err(error) = &answered {
        tracing::error!(cause = causes::told(error), "{what} does not answer");
    }
    answered.is_ok()
}

impl Glance {
    /// What `look` sees, or saw a moment ago.
    ///
    /// # Errors
    /// What it saw.
    async fn look<F>(&self, look: impl FnOnce() -> F) -> Result<(), Code>
    where
        F: Future<Output = Result<(), Code>>,
    {
        let mut last = self.0.lock().await;
        if let Some((seen, what)) = *last
            && seen.elapsed() < KEPT
        {
            return what;
        }
        let what = look().await;
        *last = Some((Stopwatch::start(), what));
        what
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn of_many_who_ask_at_once_one_looks() {
        let (glance, looks) = (Glance::default(), AtomicU32::new(0));
        let look = || {
            glance.look(async || {
                looks.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                Err(Code::Overloaded)
            })
        };
        let seen = futures_util::future::join_all((0..100).map(|_| look())).await;
        assert!(seen.iter().all(|what| *what == Err(Code::Overloaded)));
        assert_eq!(looks.load(Ordering::SeqCst), 1);
        tokio::time::sleep(KEPT).await;
        assert!(look().await.is_err());
        assert_eq!(looks.load(Ordering::SeqCst), 2);
    }
}
