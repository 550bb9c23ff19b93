//! Who looks at a session is told when something about it was written, by whichever instance.
//!
//! A change says only which session to read again, so that nothing is lost when two are told as
//! one, and nobody is told what they may not read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use focus_core::SessionId;
use tokio::sync::watch;

/// Sessions that somebody looks at.
#[derive(Default)]
pub(crate) struct Changes {
    watched: Mutex<HashMap<SessionId, watch::Sender<()>>>,
    is_complete: AtomicBool,
}

impl Changes {
    /// Follows a session until it is dropped.
    pub(crate) fn watch(self: &Arc<Self>, session: SessionId) -> Watch {
        let mut watched = self.watched();
        let sender = watched.entry(session).or_insert_with(|| watch::Sender::new(()));
        Watch { receiver: Some(sender.subscribe()), session, changes: Arc::clone(self) }
    }

    /// Tells whoever follows these sessions.
    pub(super) fn tell(&self, sessions: &[SessionId]) {
        let watched = self.watched();
        for sender in sessions.iter().filter_map(|session| watched.get(session)) {
            sender.send_replace(());
        }
    }

    /// Tells everybody: something may have been missed.
    pub(super) fn tell_all(&self) {
        self.watched().values().for_each(|sender| {
            sender.send_replace(());
        });
    }

    /// Whether changes by other instances are told too. Else they have to be looked for.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_complete.load(Ordering::Relaxed)
    }

    pub(super) fn set_complete(&self, is_complete: bool) {
        self.is_complete.store(is_complete, Ordering::Relaxed);
    }

    fn watched(&self) -> MutexGuard<'_, HashMap<SessionId, watch::Sender<()>>> {
        // Nothing panics while it is held.
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who follows a session.
pub(crate) struct Watch {
    /// There until it is dropped.
    receiver: Option<watch::Receiver<()>>,
    session: SessionId,
    changes: Arc<Changes>,
}

impl Watch {
    /// Waits for the next change, or for one that came since the last.
    pub(crate) async fn changed(&mut self) {
        let told = match &mut self.receiver {
            Some(receiver) => receiver.changed().await.is_ok(),
            None => false,
        };
        // Never: the sender stays while anybody follows.
        if !told {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut watched = self.changes.watched();
        self.receiver = None;
        if watched.get(&self.session).is_some_and(|sender| sender.receiver_count() == 0) {
            watched.remove(&self.session);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;
    use crate::ids;

    #[test]
    fn followers_of_a_session_are_told_and_nobody_is_kept_who_is_gone() {
        let changes = Arc::new(Changes::default());
        let (one, other) = (ids::session_id(), ids::session_id());
        let (mut first, mut second) = (changes.watch(one), changes.watch(one));
        let mut third = changes.watch(other);
        changes.tell(&[one]);
        changes.tell(&[one]);
        assert!(first.changed().now_or_never().is_some());
        assert!(first.changed().now_or_never().is_none(), "two changes are told as one");
        assert!(second.changed().now_or_never().is_some());
        assert!(third.changed().now_or_never().is_none());
        changes.tell_all();
        assert!(third.changed().now_or_never().is_some());
        drop(first);
        assert_eq!(changes.watched().len(), 2);
        drop((second, third));
        assert!(changes.watched().is_empty());
    }
}
