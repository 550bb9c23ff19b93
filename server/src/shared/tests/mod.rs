//! What every store that instances share must do, asked of each: in this process, and in Redis, be
//! it one server, behind Sentinels, or a cluster.

mod caches;
mod revocations;

use std::sync::LazyLock;

use tokio::sync::Mutex;

use super::{InProcess, InRedis, Shared};
use crate::clock::Clock;
use crate::config::RedisSettings;
use crate::redis::{REVOCATIONS, Redis};
use crate::testing::redis::{RedisCluster, RedisServer, SentinelGroup};

/// A Redis that the tests of this process take in turn: it is gone when the process is.
struct Place {
    name: &'static str,
    group: LazyLock<Group>,
    turn: Mutex<()>,
}

enum Group {
    One(RedisServer),
    Watched(SentinelGroup),
    Cluster(RedisCluster),
}

static PLACES: [Place; 4] = [
    Place::new("one server", || Group::One(RedisServer::start())),
    Place::new("Sentinels", || Group::Watched(SentinelGroup::start())),
    Place::new("guarded Sentinels", || Group::Watched(SentinelGroup::start_guarded())),
    Place::new("a cluster", || Group::Cluster(RedisCluster::start())),
];

impl Place {
    const fn new(name: &'static str, start: fn() -> Group) -> Self {
        Self { name, group: LazyLock::new(start), turn: Mutex::const_new(()) }
    }

    /// Its address, once it runs and nothing is in it.
    fn empty(&self) -> String {
        let master = self.master();
        master.ask::<String>(&["FLUSHALL"]);
        match &*self.group {
            Group::One(server) => server.url(),
            Group::Watched(group) => group.url(),
            Group::Cluster(cluster) => cluster.url(),
        }
    }

    /// The server that holds the revocations.
    fn master(&self) -> &RedisServer {
        match &*self.group {
            Group::One(server) => server,
            Group::Watched(group) => group.master(),
            Group::Cluster(cluster) => cluster.master_of(REVOCATIONS),
        }
    }
}

/// Does the same with each store, empty: in this process, and in each layout of Redis.
async fn with_each(check: impl AsyncFn(&dyn Shared)) {
    println!("in this process");
    check(&InProcess::new(Clock::system())).await;
    with_each_redis(async |store, _| check(store).await).await;
}

/// Does the same with each layout of Redis.
async fn with_each_redis(check: impl AsyncFn(&dyn Shared, &RedisServer)) {
    // All of them at once.
    for start in
        PLACES.each_ref().map(|it| tokio::task::spawn_blocking(|| LazyLock::force(&it.group)))
    {
        start.await.unwrap();
    }
    for place in &PLACES {
        with(place, &check).await;
    }
}

/// Does it with one of them.
async fn with(place: &'static Place, check: impl AsyncFn(&dyn Shared, &RedisServer)) {
    println!("{}", place.name);
    let _turn = place.turn.lock().await;
    let url = tokio::task::spawn_blocking(|| place.empty()).await.unwrap();
    let redis = Redis::connect(RedisSettings::of_url(&url).unwrap()).await.unwrap();
    let mut policy = ::redis::cmd("CONFIG");
    policy.arg("GET").arg("maxmemory-policy");
    let policy: Vec<String> = redis.ask(&policy).await.unwrap();
    assert_eq!(policy, ["maxmemory-policy", "noeviction"]);
    let store = InRedis::new(redis);
    check(&store, place.master()).await;
    store.close();
}
