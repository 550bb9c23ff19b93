//! How far the jobs of this server are.

use focus_core::Timestamp;
use tokio::sync::watch;

use super::JOBS;

/// Of each job, when it is looked at next; none while nobody runs jobs here.
pub(crate) struct Progress(Vec<watch::Sender<Option<Timestamp>>>);

impl Progress {
    /// Of jobs that nobody runs yet.
    pub(crate) fn new() -> Self {
        Self(JOBS.iter().map(|_| watch::Sender::new(None)).collect())
    }

    /// Waits until everything that is due at `now` was looked at. At once where nobody runs jobs.
    pub(crate) async fn caught_up(&self, now: Timestamp) {
        for next in &self.0 {
            // The sender lives as long as this.
            let _ = next.subscribe().wait_for(|next| next.is_none_or(|next| next > now)).await;
        }
    }

    /// Milliseconds that the latest job is late by, or 0; none where nobody runs jobs.
    pub(crate) fn late_ms(&self, now: Timestamp) -> Option<i64> {
        let late = self.0.iter().filter_map(|next| *next.borrow());
        let late = late.map(|next| now.unix_millis().saturating_sub(next.unix_millis()));
        late.max().map(|late_ms| late_ms.max(0))
    }

    /// Each job's own.
    pub(super) fn senders(&self) -> impl Iterator<Item = watch::Sender<Option<Timestamp>>> {
        self.0.iter().cloned()
    }
}
