//! The store of a single server: in this process, and gone with it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use focus_core::Timestamp;
use serde_json::Value;
use tokio::sync::watch;

use super::{CacheKey, Cached, Family, Result, Revocation, Shared, Stamp, Version};
use crate::clock::Clock;
use crate::redis::Hearing;

/// How many values are cached at most.
const MAX_CACHED: usize = 1_024;

/// The store in this process.
pub(crate) struct InProcess {
    kept: Mutex<Kept>,
    clock: Clock,
    news: watch::Sender<u64>,
}

#[derive(Default)]
struct Kept {
    revocations: Vec<(Stamp, Revocation)>,
    last: u64,
    cached: HashMap<CacheKey, CachedValue>,
    /// How often each family was invalidated.
    versions: HashMap<Family, u64>,
}

struct CachedValue {
    version: Version,
    until: Timestamp,
    value: Value,
}

impl Kept {
    fn version(&self, family: Family) -> Version {
        Version(self.versions.get(&family).copied().unwrap_or_default())
    }
}

impl InProcess {
    /// An empty one, in which values grow old by this clock's real time.
    pub(crate) fn new(clock: Clock) -> Self {
        Self { kept: Mutex::default(), clock, news: watch::Sender::new(0) }
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
        let now = self.clock.real();
        let is_over = |known: &Revocation| known.until <= now && revocations.contains(known);
        self.kept().revocations.retain(|(_, known)| !is_over(known));
        Ok(())
    }

    fn hear_revocations(&self) -> Hearing {
        Hearing::of(self.news.subscribe())
    }

    async fn cached(&self, key: &CacheKey) -> Result<Cached> {
        let now = self.clock.real();
        let kept = self.kept();
        let version = kept.version(key.family);
        let is_good = |cached: &&CachedValue| cached.version == version && now < cached.until;
        let value = kept.cached.get(key).filter(is_good).map(|cached| cached.value.clone());
        Ok(Cached { version, value })
    }

    async fn cache(
        &self,
        key: &CacheKey,
        version: Version,
        value: &Value,
        lifetime: Duration,
    ) -> Result<()> {
        let now = self.clock.real();
        let until = now.plus_millis(i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX));
        let mut kept = self.kept();
        if version != kept.version(key.family) {
            return Ok(());
        }
        if kept.cached.len() >= MAX_CACHED {
            kept.cached.retain(|_, cached| now < cached.until);
        }
        if kept.cached.len() >= MAX_CACHED {
            kept.cached.clear();
        }
        kept.cached.insert(key.clone(), CachedValue { version, until, value: value.clone() });
        Ok(())
    }

    async fn invalidate(&self, family: Family) -> Result<()> {
        let mut kept = self.kept();
        *kept.versions.entry(family).or_default() += 1;
        kept.cached.retain(|key, _| key.family != family);
        Ok(())
    }

    fn close(&self) {}
}
