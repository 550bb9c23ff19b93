//! Where a server is in its life. It only ever goes on, never back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::watch;

/// A part of a server's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Life {
    /// It serves whoever asks, and is not warm yet: nobody should be sent here.
    Starting,
    /// All is well.
    Ready,
    /// It was asked to stop. It serves on until whoever sends clients here has noticed.
    Draining,
    /// It accepts nobody any more, and running requests finish.
    Stopping,
}

impl Life {
    const ALL: [Self; 4] = [Self::Starting, Self::Ready, Self::Draining, Self::Stopping];
}

/// The life of one server, read without a lock; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// A place in [`Life::ALL`].
    life: AtomicU8,
    /// Whoever waits is told when it went on.
    moves: watch::Sender<()>,
}

impl Lifecycle {
    /// Where it is.
    #[must_use]
    pub fn now(&self) -> Life {
        let place = usize::from(self.0.life.load(Ordering::SeqCst));
        Life::ALL.get(place).copied().unwrap_or(Life::Stopping)
    }

    /// Goes on to there, unless it is there or further.
    pub fn reach(&self, life: Life) {
        self.0.life.fetch_max(life as u8, Ordering::SeqCst);
        self.0.moves.send_replace(());
    }

    /// Waits until it is there or further.
    pub async fn reached(&self, life: Life) {
        // Subscribed before looking, so that no move is missed. The sender lives as long as this.
        let mut moves = self.0.moves.subscribe();
        while self.now() < life && moves.changed().await.is_ok() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_goes_on_and_never_back() {
        let life = Lifecycle::default();
        assert_eq!(life.now(), Life::Starting);
        life.reach(Life::Draining);
        life.reach(Life::Ready);
        assert_eq!(life.now(), Life::Draining);
    }

    #[tokio::test]
    async fn whoever_waits_is_told_whether_it_comes_or_was() {
        let life = Lifecycle::default();
        let (waited, ()) =
            tokio::join!(life.reached(Life::Draining), async { life.reach(Life::Stopping) });
        assert_eq!((waited, life.now()), ((), Life::Stopping));
        life.reached(Life::Ready).await;
    }
}
