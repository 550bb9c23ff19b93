//! A panic in what runs beside requests ends nothing but the piece of work that it happened in.
//! The panic itself is logged where it happens (`telemetry`).

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::task::JoinSet;

/// How long a task rests after a panic before it is begun anew.
const REST: Duration = Duration::from_secs(1);

/// Some work did not come to its end.
#[derive(Debug, thiserror::Error)]
#[error("a panic, which is logged with its place")]
pub(crate) struct Panicked;

/// Does some work. What it left half done must not be looked at again.
///
/// # Errors
/// When it panicked.
pub(crate) async fn guarded<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(|_| Panicked)
}

/// Runs a task until it ends by itself; after a panic it is begun anew.
pub(crate) async fn kept<F>(task: &'static str, begin: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    // Whoever drops this drops the task.
    let mut running = JoinSet::new();
    loop {
        running.spawn(begin());
        match running.join_next().await {
            Some(Err(error)) if error.is_panic() => {
                tracing::error!(task, "a task panicked and is begun anew");
                tokio::time::sleep(REST).await;
            }
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_task_that_panics_is_begun_anew_and_one_that_ends_is_not() {
        let begun = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&begun);
        kept("test", move || {
            let number = counter.fetch_add(1, Ordering::SeqCst);
            async move { assert!(number > 0, "the first one panics") }
        })
        .await;
        assert_eq!(begun.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_panic_is_an_error_like_others() {
        assert!(guarded(async { panic!("a secret") as () }).await.is_err());
        assert_eq!(guarded(async { 7 }).await.ok(), Some(7));
    }
}
