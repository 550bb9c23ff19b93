use std::convert::Infallible;
use std::sync::atomic::AtomicUsize;

use focus_core::Timestamp;
use futures_util::FutureExt as _;

use super::*;
use crate::config::RedisSettings;
use crate::redis::Redis;
use crate::shared::{InProcess, InRedis};
use crate::testing::redis::RedisServer;
use crate::testing::within;

const SEATS: &[Family] = &[Family::SlotCounts];

/// Caches, and a database that holds one number and counts how often it is asked.
struct Rig {
    caches: Caches,
    clock: Clock,
    stored: AtomicUsize,
    asked: AtomicUsize,
}

impl Rig {
    fn of(shared: Arc<dyn Shared>, clock: Clock) -> Self {
        let caches = Caches::new(shared, clock.clone());
        Self { caches, clock, stored: AtomicUsize::new(1), asked: AtomicUsize::new(0) }
    }

    fn in_process() -> Self {
        let clock = Clock::manual(Timestamp::from_unix_millis(0));
        Self::of(Arc::new(InProcess::new(clock.clone())), clock)
    }

    async fn in_redis(server: &RedisServer) -> Self {
        let redis = Redis::connect(RedisSettings::of_url(&server.url()).unwrap()).await.unwrap();
        Self::of(Arc::new(InRedis::new(redis)), Clock::manual(Timestamp::from_unix_millis(0)))
    }

    async fn load(&self) -> std::result::Result<usize, Infallible> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(self.stored.load(Ordering::SeqCst))
    }

    async fn read(&self) -> usize {
        let Ok(number) = self.caches.read(&key(), || self.load()).await;
        number
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// What a transaction does.
    async fn write(&self, number: usize) {
        let stale = self.caches.stale(SEATS);
        self.stored.store(number, Ordering::SeqCst);
        stale.invalidate().await;
    }

    fn pass(&self, milliseconds: i64) {
        self.clock.set_real(self.clock.real().plus_millis(milliseconds));
    }
}

fn key() -> CacheKey {
    CacheKey::slot_counts(&[Timestamp::from_unix_millis(0)], None)
}

async fn redis() -> RedisServer {
    tokio::task::spawn_blocking(RedisServer::start).await.unwrap()
}

/// Caches of both kinds, and what keeps the second one running.
async fn each() -> (RedisServer, [Rig; 2]) {
    let server = redis().await;
    let rigs = [Rig::in_process(), Rig::in_redis(&server).await];
    (server, rigs)
}

#[tokio::test]
async fn the_database_is_asked_once_and_again_after_each_write() {
    let (_server, rigs) = each().await;
    for rig in rigs {
        assert_eq!((rig.read().await, rig.read().await, rig.asked()), (1, 1, 1));
        rig.write(2).await;
        assert_eq!((rig.read().await, rig.read().await, rig.asked()), (2, 2, 2));
    }
}

#[tokio::test]
async fn what_was_fetched_before_a_write_is_not_cached_after_it() {
    let (_server, rigs) = each().await;
    let key = key();
    for rig in rigs {
        let old = rig.caches.read(&key, async || {
            let old = rig.load().await;
            rig.write(2).await;
            old
        });
        assert_eq!(old.await, Ok(1));
        assert_eq!(rig.read().await, 2);
    }
}

#[tokio::test]
async fn what_somebody_fetches_while_another_one_writes_does_not_replace_what_is_newer() {
    let (_server, rigs) = each().await;
    let key = key();
    for rig in rigs {
        let slow = rig.caches.read(&key, async || {
            let old = rig.load().await;
            rig.write(2).await;
            assert_eq!(rig.read().await, 2);
            old
        });
        assert_eq!(slow.await, Ok(1));
        assert_eq!((rig.read().await, rig.read().await), (2, 2));
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_behind_its_commit_leaves_nothing_old_behind() {
    let (_server, rigs) = each().await;
    for rig in rigs {
        assert_eq!(rig.read().await, 1);
        // Nobody gets to the end of it.
        let _ = rig.write(2).now_or_never();
        assert_eq!(rig.read().await, 2);
        drop(rig.caches.stale(SEATS));
        rig.stored.store(3, Ordering::SeqCst);
        assert_eq!(rig.read().await, 3);
    }
}

#[tokio::test]
async fn a_value_of_another_kind_is_none_and_is_replaced() {
    let (_server, rigs) = each().await;
    let key = key();
    for rig in rigs {
        let text = rig.caches.read(&key, async || Ok::<_, Infallible>("many".to_owned()));
        assert_eq!(text.await, Ok("many".to_owned()));
        assert_eq!((rig.read().await, rig.read().await, rig.asked()), (1, 1, 1));
    }
}

#[tokio::test]
async fn what_the_database_refuses_is_not_cached() {
    let (_server, rigs) = each().await;
    let key = key();
    for rig in rigs {
        let refused = rig.caches.read::<usize, _, _>(&key, async || Err("away"));
        assert_eq!(refused.await, Err("away"));
        assert_eq!(rig.read().await, 1);
    }
}

#[tokio::test]
async fn a_value_in_this_process_is_gone_after_its_time() {
    let rig = Rig::in_process();
    assert_eq!(rig.read().await, 1);
    rig.stored.store(2, Ordering::SeqCst);
    rig.pass(14_999);
    assert_eq!(rig.read().await, 1);
    rig.pass(1);
    assert_eq!(rig.read().await, 2);
}

#[tokio::test]
async fn without_redis_the_database_is_asked_and_nobody_waits() {
    let server = redis().await;
    let rig = Rig::in_redis(&server).await;
    assert_eq!(rig.read().await, 1);
    server.kill();
    let all = async {
        for number in 2..102 {
            rig.write(number).await;
            assert_eq!(rig.read().await, number);
        }
    };
    assert_eq!(within(Duration::from_secs(5), all).await, Some(()));
}

#[tokio::test]
async fn what_was_written_while_redis_was_away_is_not_forgotten_when_it_is_back() {
    let server = redis().await;
    let rig = Rig::in_redis(&server).await;
    assert_eq!(rig.read().await, 1);
    // It comes back with all that it held.
    server.freeze();
    assert_eq!(within(Duration::from_secs(1), rig.write(2)).await, Some(()));
    assert_eq!(rig.read().await, 2);
    server.resume();
    // A second by the clock, which stands: until then nobody looks.
    rig.pass(1_000);
    while rig.caches.shared.ping().await.is_err() {}
    assert_eq!(rig.read().await, 2);
}
