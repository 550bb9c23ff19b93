//! The store of many instances: Redis.

use std::sync::LazyLock;

use ::redis::{Script, cmd};
use async_trait::async_trait;

use super::{Result, Revocation, Shared, Stamp};
use crate::redis::{CHANGED_REVOCATIONS, Hearing, REVOCATIONS, Redis};

/// How many revocations are read at once, so that a command is done in a few milliseconds.
const PAGE: usize = 1_000;

/// Stores revocations at the time of Redis, each a microsecond later than the one before it at least,
/// so that whoever reads on from the last one they saw misses none. One that is there keeps its place.
static REVOKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "
        local now = redis.call('TIME')
        local stamp = now[1] * 1000000 + now[2]
        local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
        if last[2] and stamp <= tonumber(last[2]) then stamp = tonumber(last[2]) + 1 end
        for at = 2, #ARGV do
            redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', stamp), ARGV[at])
            stamp = stamp + 1
        end
        redis.call('PUBLISH', ARGV[1], '')
        return #ARGV - 1
        ",
    )
});

/// The store in Redis.
pub(crate) struct InRedis(Redis);

impl InRedis {
    pub(crate) const fn new(redis: Redis) -> Self {
        Self(redis)
    }
}

#[async_trait]
impl Shared for InRedis {
    fn kind(&self) -> &'static str {
        "redis"
    }

    async fn ping(&self) -> Result<()> {
        Ok(self.0.ping().await?)
    }

    fn is_at_hand(&self) -> bool {
        false
    }

    fn generation(&self) -> u64 {
        self.0.generation()
    }

    async fn revoke(&self, revocations: &[Revocation]) -> Result<()> {
        for page in revocations.chunks(PAGE) {
            let mut call = REVOKE.key(REVOCATIONS);
            call.arg(CHANGED_REVOCATIONS);
            for revocation in page {
                call.arg(revocation.to_text());
            }
            self.0.run::<u64>(&call).await?;
        }
        Ok(())
    }

    async fn revocations(&self, since: Option<Stamp>) -> Result<Vec<(Stamp, Revocation)>> {
        let mut found = Vec::new();
        let mut from = since.map_or_else(|| "-inf".to_owned(), |since| since.0.to_string());
        loop {
            let mut command = cmd("ZRANGEBYSCORE");
            command.arg(REVOCATIONS).arg(&from).arg("+inf").arg("WITHSCORES");
            command.arg("LIMIT").arg(0).arg(PAGE);
            let page: Vec<(String, u64)> = self.0.ask(&command).await?;
            let Some((_, last)) = page.last() else { return Ok(found) };
            // The one behind it, since no two have the same.
            from = format!("({last}");
            let is_last = page.len() < PAGE;
            for (text, stamp) in page {
                match Revocation::of_text(&text) {
                    Some(revocation) => found.push((Stamp(stamp), revocation)),
                    None => tracing::warn!(stamp, "a revocation in Redis is not well-formed"),
                }
            }
            if is_last {
                return Ok(found);
            }
        }
    }

    async fn forget(&self, revocations: &[Revocation]) -> Result<()> {
        for page in revocations.chunks(PAGE) {
            let mut command = cmd("ZREM");
            command.arg(REVOCATIONS);
            for revocation in page {
                command.arg(revocation.to_text());
            }
            self.0.ask::<u64>(&command).await?;
        }
        Ok(())
    }

    fn hear_revocations(&self) -> Hearing {
        self.0.hear(CHANGED_REVOCATIONS)
    }

    fn close(&self) {
        self.0.close();
    }
}
