//! The only place that reads a clock.
//!
//! There are two times. The *real* one judges tokens and key sets. *Now* judges sessions and
//! ratings: the real one plus an offset, which only the development clock ever moves, and only
//! forward.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use focus_core::Timestamp;
use tokio::sync::watch;

/// A clock; clones share it.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    source: Source,
    offset_ms: AtomicI64,
    /// Whoever waits is told when somebody moved it.
    moves: watch::Sender<()>,
}

#[derive(Debug)]
enum Source {
    System,
    /// Microseconds since the epoch.
    Manual(AtomicI64),
}

/// How long to sleep at most before looking at the machine's clock again, which may be set and
/// which goes on while a machine sleeps.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::of(Source::System)
    }

    /// A clock that stands until somebody sets it.
    #[must_use]
    pub fn manual(real: Timestamp) -> Self {
        Self::of(Source::Manual(AtomicI64::new(real.unix_micros())))
    }

    fn of(source: Source) -> Self {
        let moves = watch::Sender::new(());
        Self(Arc::new(Shared { source, offset_ms: AtomicI64::new(0), moves }))
    }

    /// The time that sessions and ratings live in.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.real().plus_millis(self.offset_ms())
    }

    /// The time that tokens and key sets live in.
    #[must_use]
    pub fn real(&self) -> Timestamp {
        match &self.0.source {
            Source::System => system_now(),
            Source::Manual(micros) => Timestamp::from_unix_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Milliseconds that *now* is ahead of the real time.
    #[must_use]
    pub fn offset_ms(&self) -> i64 {
        self.0.offset_ms.load(Ordering::SeqCst)
    }

    /// Moves *now* to so many milliseconds ahead of the real time; never back.
    pub fn raise_offset_ms(&self, offset_ms: i64) {
        self.0.offset_ms.fetch_max(offset_ms, Ordering::SeqCst);
        self.0.moves.send_replace(());
    }

    /// Sets a manual clock's real time; the machine's clock does not care.
    pub fn set_real(&self, real: Timestamp) {
        if let Source::Manual(micros) = &self.0.source {
            micros.store(real.unix_micros(), Ordering::SeqCst);
            self.0.moves.send_replace(());
        }
    }
}

impl Clock {
    /// Waits until the real time may be this, or later. It may be earlier still: look again.
    pub(crate) async fn wait_until(&self, real: Timestamp) {
        self.wait(real, Self::real).await;
    }

    /// Waits until *now* may be this, or later. It may be earlier still: look again.
    pub(crate) async fn wait_until_now(&self, now: Timestamp) {
        self.wait(now, Self::now).await;
    }

    async fn wait(&self, until: Timestamp, read: fn(&Self) -> Timestamp) {
        // Subscribed before looking, so that no move is missed.
        let mut moves = self.0.moves.subscribe();
        let micros = until.unix_micros().saturating_sub(read(self).unix_micros());
        let Ok(left @ 1..) = u64::try_from(micros) else { return };
        match &self.0.source {
            Source::System => {
                let sleep = tokio::time::sleep(Duration::from_micros(left).min(LONGEST_SLEEP));
                tokio::select! {
                    () = sleep => {}
                    // The sender lives as long as this clock.
                    _ = moves.changed() => {}
                }
            }
            Source::Manual(_) => {
                let _ = moves.changed().await;
            }
        }
    }
}

/// Measures how long something took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "this is the place")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the place")]
fn system_now() -> Timestamp {
    let micros = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_micros()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |m| -m),
    };
    Timestamp::from_unix_micros(micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn now_is_ahead_of_the_real_time_by_the_offset_and_never_moves_back() {
        let clock = Clock::manual(Timestamp::from_unix_millis(1_000));
        clock.raise_offset_ms(500);
        clock.raise_offset_ms(200);
        assert_eq!(clock.now(), Timestamp::from_unix_millis(1_500));
        assert_eq!(clock.real(), Timestamp::from_unix_millis(1_000));
    }
}
