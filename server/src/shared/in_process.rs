//! The store of a single server: in this process, and gone with it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

use super::{Result, Revocation, Shared, Stamp};
use crate::redis::Hearing;

/// The store in this process.
pub(crate) struct InProcess {
    kept: Mutex<Kept>,
    news: watch::Sender<u64>,
}

#[derive(Default)]
struct Kept {
    revocations: Vec<(Stamp, Revocation)>,
    last: u64,
}

impl InProcess {
    pub(crate) fn new() -> Self {
        Self { kept: Mutex::default(), news: watch::Sender::new(0) }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing panics while it is held.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Shared for InProcess {
    fn kind(&self) -> &'static str {
        "in_process"
    }

    async fn ping(&self) -> Result<()> {
        Ok(())
    }

    fn is_at_hand(&self) -> bool {
        true
    }

    fn generation(&self) -> u64 {
        1
    }

    async fn revoke(&self, revocations: &[Revocation]) -> Result<()> {
        let mut kept = self.kept();
        for revocation in revocations {
            if kept.revocations.iter().all(|(_, known)| known != revocation) {
                kept.last += 1;
                let stamp = Stamp(kept.last);
                kept.revocations.push((stamp, *revocation));
            }
        }
        drop(kept);
        self.news.send_modify(|count| *count = count.wrapping_add(1));
        Ok(())
    }

    async fn revocations(&self, since: Option<Stamp>) -> Result<Vec<(Stamp, Revocation)>> {
        let kept = self.kept();
        let from = since.map_or(0, |since| kept.revocations.partition_point(|it| it.0 < since));
        Ok(kept.revocations.get(from..).unwrap_or_default().to_vec())
    }

    async fn forget(&self, revocations: &[Revocation]) -> Result<()> {
        self.kept().revocations.retain(|(_, known)| !revocations.contains(known));
        Ok(())
    }

    fn hear_revocations(&self) -> Hearing {
        Hearing::of(self.news.subscribe())
    }

    fn close(&self) {}
}
