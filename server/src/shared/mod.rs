//! What instances share beside the database: small things that must be everywhere at once.
//!
//! One trait, two stores: Redis ([`InRedis`]), and, for a single server in development, this
//! process ([`InProcess`]). Both pass the same tests.

mod cached;
mod caches;
mod in_process;
mod in_redis;
mod revocation;
#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

pub(crate) use cached::{CacheKey, Cached, Family, Version};
pub(crate) use caches::Caches;
pub(crate) use in_process::InProcess;
pub(crate) use in_redis::InRedis;
pub(crate) use revocation::{Name, Revocation, Revoked, Stamp};

use crate::redis::{Hearing, RedisFailure};

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("what instances share is out of reach")]
pub(crate) struct SharedError(#[from] RedisFailure);

impl SharedError {
    /// Whether that is since the server stops.
    pub(crate) const fn is_of_the_end(&self) -> bool {
        matches!(self.0, RedisFailure::Closed)
    }
}

type Result<T> = std::result::Result<T, SharedError>;

/// A store that instances share.
#[async_trait]
pub(crate) trait Shared: Send + Sync {
    /// Which of the two it is: `redis` or `in_process`.
    fn kind(&self) -> &'static str;

    /// Whether it answers.
    async fn ping(&self) -> Result<()>;

    /// Whether it is always within reach, so that a copy of what it holds is never old.
    fn is_at_hand(&self) -> bool;

    /// Which connection it is: another number means that what was stored may be gone. 0 while there
    /// is none.
    fn generation(&self) -> u64;

    /// Keeps revocations, and tells whoever listens. Once this returns they are stored; to keep one
    /// twice changes nothing.
    async fn revoke(&self, revocations: &[Revocation]) -> Result<()>;

    /// Revocations that were stored at this stamp or later, the oldest first; all of them without
    /// one. Those whose time is over may be among them.
    async fn revocations(&self, since: Option<Stamp>) -> Result<Vec<(Stamp, Revocation)>>;

    /// Throws those of these revocations away whose time is over by the clock of the store, and has
    /// been for as long as clocks may be apart.
    async fn forget(&self, revocations: &[Revocation]) -> Result<()>;

    /// Hears when there are new revocations. What is stored while nobody can be told is not heard.
    fn hear_revocations(&self) -> Hearing;

    /// A cached value, and under which version one may be cached that is fetched from now on.
    async fn cached(&self, key: &CacheKey) -> Result<Cached>;

    /// Caches a value for so long at most. If the version does not hold any more, nobody sees it.
    async fn cache(
        &self,
        key: &CacheKey,
        version: Version,
        value: &Value,
        lifetime: Duration,
    ) -> Result<()>;

    /// Invalidates every value of a family, and what is being fetched now: once this returns, nobody
    /// sees what was fetched before.
    async fn invalidate(&self, family: Family) -> Result<()>;

    /// Lets go of connections; nothing is answered afterwards.
    fn close(&self);
}
