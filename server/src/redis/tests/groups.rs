//! Sentinels and clusters that lose a master, as a table: the one in `docs/reliability.md`.

use std::time::Duration;

use ::redis::cmd;
use tokio::join;

use super::load::{Failed, Fault, row, table};
use super::{compare, connect, now, wait_for};
use crate::testing::redis::{RedisCluster, SentinelGroup};

/// Keys of three masters.
const KEYS: [&str; 3] = ["a", "b", "c"];
const SECOND: Duration = Duration::from_secs(1);

fn fault(name: &'static str, wait: Duration) -> Fault {
    Fault { name, failed: Failed::WhileAway, wait, recovered: SECOND * 2 }
}

async fn sentinels(name: &'static str, start: fn() -> SentinelGroup, is_killed: bool) -> String {
    let group = wait_for(start);
    row(fault(name, SECOND), group.url(), &KEYS, async || {
        wait_for(|| {
            if is_killed {
                group.kill_master();
            } else {
                group.freeze_master();
            }
            group.wait_for_new_master();
        });
        now()
    })
    .await
}

async fn cluster(name: &'static str, is_killed: bool) -> String {
    let cluster = wait_for(RedisCluster::start);
    let redis = connect(&cluster.url()).await;
    let mut policy = cmd("CONFIG");
    policy.arg("GET").arg("maxmemory-policy");
    let policy: Vec<String> = redis.ask(&policy).await.unwrap();
    assert_eq!(policy, ["maxmemory-policy", "noeviction"]);
    row(fault(name, SECOND * 2), cluster.url(), &KEYS, async || {
        wait_for(|| {
            if is_killed {
                cluster.kill_master_of("a");
            } else {
                cluster.master_of("a").freeze();
            }
            cluster.wait_for_new_master("a");
        });
        now()
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_table_of_lost_masters_is_the_one_in_the_documents() {
    let spawn = tokio::spawn::<std::pin::Pin<Box<dyn Future<Output = String> + Send>>>;
    let killed = sentinels("behind Sentinels, the master is killed", SentinelGroup::start, true);
    let guarded = SentinelGroup::start_guarded;
    let frozen = sentinels("behind Sentinels with a password, the master freezes", guarded, false);
    let (one, two) = (spawn(Box::pin(killed)), spawn(Box::pin(frozen)));
    let three = spawn(Box::pin(cluster("in a cluster, the master of a key is killed", true)));
    let four = spawn(Box::pin(cluster("in a cluster, the master of a key freezes", false)));
    let rows = join!(one, two, three, four);
    let rows = [rows.0, rows.1, rows.2, rows.3].map(Result::unwrap);
    compare("redis-groups", &table(rows.into()));
}
