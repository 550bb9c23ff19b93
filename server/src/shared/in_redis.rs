//! The store of many instances: Redis.

use std::sync::LazyLock;
use std::time::Duration;

use ::redis::{Script, cmd};
use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{CacheKey, Cached, Family, Result, Revocation, Shared, Stamp, Version};
use crate::redis::{self, CHANGED_REVOCATIONS, Hearing, REVOCATIONS, Redis};

/// How many revocations are read at once, so that a command is done in a few milliseconds.
const PAGE: usize = 1_000;

/// Stores revocations at the time of Redis, each a microsecond later than the one before it at least,
/// so that whoever reads on from the last one they saw misses none. One that is there keeps its place.
/// Scores that are no such time, and were written by somebody else, would be the last for ever. Whoever may
/// not publish has stored it all the same: others look for themselves.
static REVOKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "
        local now = redis.call('TIME')
        local stamp = now[1] * 1000000 + now[2]
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '(9007199254740991', '+inf')
        local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
        if last[2] and stamp <= tonumber(last[2]) then stamp = tonumber(last[2]) + 1 end
        for at = 2, #ARGV do
            redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', stamp), ARGV[at])
            stamp = stamp + 1
        end
        redis.pcall('PUBLISH', ARGV[1], '')
        return #ARGV - 1
        ",
    )
});

/// How far the clocks of two servers may be apart, in microseconds.
const CLOCKS_APART: i64 = 3_600_000_000;

/// Throws those of these revocations away whose time is over by the clock of Redis, and has been for
/// as long as the first argument says: one server whose own clock is fast must not throw away what the
/// others still need.
static FORGET: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "
        local now = redis.call('TIME')
        local over = now[1] * 1000000 - ARGV[1]
        for at = 2, #ARGV do
            local till = tonumber(string.match(ARGV[at], '^%a+:[^:]+:(%-?%d+)') or '')
            if till and till <= over then redis.call('ZREM', KEYS[1], ARGV[at]) end
        end
        return #ARGV - 1
        ",
    )
});

/// Has another version hold: the time of Redis, and later than the one before it. So a command that is
/// sent once more never brings back a version that held before.
static BEGIN_VERSION: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "
        local now = redis.call('TIME')
        local version = now[1] * 1000000 + now[2]
        local last = tonumber(redis.call('GET', KEYS[1]) or '')
        if last and version <= last then version = last + 1 end
        local text = string.format('%.0f', version)
        redis.call('SET', KEYS[1], text)
        return text
        ",
    )
});

/// The store in Redis.
pub(crate) struct InRedis(Redis);

/// A cached value as it is stored, in JSON.
#[derive(Deserialize)]
struct Stored {
    version: u64,
    value: Value,
}

impl InRedis {
    pub(crate) const fn new(redis: Redis) -> Self {
        Self(redis)
    }

    async fn text_at(&self, key: &str) -> Result<Option<String>> {
        let mut command = cmd("GET");
        command.arg(key);
        Ok(self.0.ask(&command).await?)
    }

    /// Has another version hold, under which nothing is cached yet.
    async fn begin_version(&self, family: Family) -> Result<Version> {
        let call = BEGIN_VERSION.key(redis::cache_version(family.name()));
        let version: String = self.0.run(&call).await?;
        Ok(Version(version.parse().unwrap_or_default()))
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
        // What a server holds that only reads may be old, and says nothing of what it has not.
        self.0.ping().await?;
        let mut found = Vec::new();
        let mut from = since.map_or_else(|| "-inf".to_owned(), |since| since.0.to_string());
        loop {
            let mut command = cmd("ZRANGEBYSCORE");
            command.arg(REVOCATIONS).arg(&from).arg("+inf").arg("WITHSCORES");
            command.arg("LIMIT").arg(0).arg(PAGE);
            let page: Vec<(Vec<u8>, String)> = self.0.ask(&command).await?;
            let Some((_, last)) = page.last() else { return Ok(found) };
            // The one behind it, since no two have the same.
            from = format!("({last}");
            let is_last = page.len() < PAGE;
            for (text, stamp) in page {
                let text = std::str::from_utf8(&text).ok();
                match (text.and_then(Revocation::of_text), stamp.parse()) {
                    (Some(revocation), Ok(micros)) => found.push((Stamp(micros), revocation)),
                    _ => tracing::warn!(stamp, "a revocation in Redis is not well-formed"),
                }
            }
            if is_last {
                return Ok(found);
            }
        }
    }

    async fn forget(&self, revocations: &[Revocation]) -> Result<()> {
        for page in revocations.chunks(PAGE) {
            let mut call = FORGET.key(REVOCATIONS);
            call.arg(CLOCKS_APART);
            for revocation in page {
                call.arg(revocation.to_text());
            }
            self.0.run::<u64>(&call).await?;
        }
        Ok(())
    }

    fn hear_revocations(&self) -> Hearing {
        self.0.hear(CHANGED_REVOCATIONS)
    }

    async fn cached(&self, key: &CacheKey) -> Result<Cached> {
        let family = key.family.name();
        // Two commands, since in a cluster the keys are on two servers. In whichever order they are
        // answered: a value is good if its version held at any moment of this.
        let (version_key, value_key) =
            (redis::cache_version(family), redis::cached(family, &key.name));
        let both = (self.text_at(&version_key), self.text_at(&value_key));
        let (version, text) = tokio::try_join!(both.0, both.1)?;
        let Some(version) = version.and_then(|version| version.parse().ok()) else {
            return Ok(Cached { version: self.begin_version(key.family).await?, value: None });
        };
        let stored = text.map(|text| serde_json::from_str::<Stored>(&text)).transpose();
        let stored = stored.unwrap_or_else(|error| {
            let error = error.to_string();
            tracing::warn!(family, error, "a cached value in Redis is not well-formed");
            None
        });
        let value = stored.filter(|stored| stored.version == version).map(|stored| stored.value);
        Ok(Cached { version: Version(version), value })
    }

    async fn cache(
        &self,
        key: &CacheKey,
        version: Version,
        value: &Value,
        lifetime: Duration,
    ) -> Result<()> {
        let stored = json!({"version": version.0, "value": value});
        let lifetime = u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX);
        let mut command = cmd("SET");
        command.arg(redis::cached(key.family.name(), &key.name)).arg(stored.to_string());
        command.arg("PX").arg(lifetime);
        Ok(self.0.ask(&command).await?)
    }

    async fn invalidate(&self, family: Family) -> Result<()> {
        self.begin_version(family).await.map(|_| ())
    }

    fn close(&self) {
        self.0.close();
    }
}
