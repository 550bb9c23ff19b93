//! Sentinels and clusters that lose a master, as a table: the one in `docs/reliability.md`.

use std::time::Duration;

use super::load::{Attempt, Failed, Fault, kept, row, table};
use super::{now, wait_for};
use crate::testing::document::compare;
use crate::testing::redis::{RedisCluster, RedisServer, SentinelGroup};

/// Keys of three masters.
const KEYS: [&str; 3] = ["a", "b", "c"];
const SECOND: Duration = Duration::from_secs(1);

fn fault(name: &'static str, wait: Duration) -> Fault {
    Fault { name, failed: Failed::WhileAway, wait, recovered: SECOND * 2 }
}

async fn sentinels(
    name: &'static str,
    start: fn() -> SentinelGroup,
    take_down: for<'a> fn(&'a SentinelGroup) -> &'a RedisServer,
) -> Result<String, String> {
    let group = wait_for(start);
    row(fault(name, SECOND), group.url(), &KEYS, async || {
        wait_for(|| {
            take_down(&group);
            group.wait_for_new_master();
        });
        now()
    })
    .await
}

async fn cluster(name: &'static str, take_down: fn(&RedisServer)) -> Result<String, String> {
    let cluster = wait_for(RedisCluster::start);
    row(fault(name, SECOND * 2), cluster.url(), &KEYS, async || {
        wait_for(|| {
            take_down(cluster.master_of("a"));
            cluster.wait_for_new_master("a");
        });
        now()
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_table_of_lost_masters_is_the_one_in_the_documents() {
    let attempts: [fn() -> Attempt; 4] = [
        || {
            let name = "behind Sentinels, the master is killed";
            Box::pin(sentinels(name, SentinelGroup::start, SentinelGroup::kill_master))
        },
        || {
            let name = "behind Sentinels with a password, the master freezes";
            Box::pin(sentinels(name, SentinelGroup::start_guarded, SentinelGroup::freeze_master))
        },
        || Box::pin(cluster("in a cluster, the master of a key is killed", RedisServer::kill)),
        || Box::pin(cluster("in a cluster, the master of a key freezes", RedisServer::freeze)),
    ];
    let mut rows = Vec::new();
    for trying in attempts.map(|attempt| tokio::spawn(kept(attempt))) {
        rows.push(trying.await.unwrap());
    }
    compare("redis-groups", &table(rows));
}
