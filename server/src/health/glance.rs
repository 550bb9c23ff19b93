//! A quick look at one part, for whoever asks whether the server is ready.

use std::time::Duration;

use focus_core::Code;
use tokio::sync::Mutex;

use crate::clock::Stopwatch;

/// How long what was seen is told again: nobody who asks without end wears out what they ask about.
const KEPT: Duration = Duration::from_millis(100);

/// What was seen last, and how long ago. Of many who ask at once one looks.
#[derive(Default)]
pub(crate) struct Glance(Mutex<Option<(Stopwatch, Result<(), Code>)>>);

/// The parts that readiness looks at.
#[derive(Default)]
pub(crate) struct Glances {
    pub(crate) database: Glance,
    pub(crate) redis: Glance,
}

impl Glance {
    /// What `look` sees, or saw a moment ago.
    ///
    /// # Errors
    /// What it saw.
    pub(crate) async fn look<F>(&self, look: impl FnOnce() -> F) -> Result<(), Code>
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
