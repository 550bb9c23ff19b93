//! One server that misbehaves, as a table: the one in `docs/reliability.md`.

use std::pin::Pin;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;

use super::load::{Failed, Fault, kept, row, table};
use super::{now, pause, wait_for};
use crate::testing::document::compare;
use crate::testing::proxy::Proxy;
use crate::testing::redis::RedisServer;

/// So many faults are tried at once.
const AT_ONCE: usize = 10;
const HALF: Duration = Duration::from_millis(500);
const SECOND: Duration = Duration::from_secs(1);

/// A server and the way to it.
struct Place {
    server: RedisServer,
    proxy: Proxy,
}

type Doing<'a> = Pin<Box<dyn Future<Output = Instant> + Send + 'a>>;

type Does = for<'a> fn(&'a Place) -> Doing<'a>;

async fn attempt(fault: Fault, does: Does) -> Result<String, String> {
    let server = wait_for(|| RedisServer::start_with(RedisServer::KEEPS));
    let place = Place { proxy: Proxy::to(server.port()).await, server };
    let url = place.server.url_at(place.proxy.port());
    row(fault, url, &["key"], async || does(&place).await).await
}

async fn try_out(fault: Fault, does: Does) -> String {
    kept(move || Box::pin(attempt(fault, does))).await
}

fn fault(name: &'static str, failed: Failed, wait: Duration, recovered: Duration) -> Fault {
    Fault { name, failed, wait, recovered }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_table_of_faults_is_the_one_in_the_documents() {
    let rows: Vec<Pin<Box<dyn Future<Output = String> + Send>>> = vec![
        Box::pin(try_out(
            fault("its socket hangs, new connections are healthy", Failed::AtMost(1), HALF, HALF),
            |place| {
                Box::pin(async {
                    place.proxy.hang();
                    now()
                })
            },
        )),
        Box::pin(try_out(
            fault("all connections are cut", Failed::None, HALF, Duration::ZERO),
            |place| {
                Box::pin(async {
                    place.proxy.cut();
                    now()
                })
            },
        )),
        Box::pin(try_out(fault("`CLIENT KILL`", Failed::None, HALF, Duration::ZERO), |place| {
            Box::pin(async {
                for kind in ["normal", "pubsub"] {
                    let killed: u64 =
                        wait_for(|| place.server.ask(&["CLIENT", "KILL", "TYPE", kind]));
                    assert!(killed > 0);
                }
                now()
            })
        })),
        Box::pin(try_out(
            fault("cut, and new connections are refused for 1 s", Failed::WhileAway, HALF, SECOND),
            |place| {
                Box::pin(async {
                    place.proxy.refuse(true);
                    place.proxy.cut();
                    pause(1_000).await;
                    place.proxy.refuse(false);
                    now()
                })
            },
        )),
        Box::pin(try_out(
            fault("every answer takes 400 ms, for 1.5 s", Failed::WhileAway, SECOND, SECOND * 2),
            |place| {
                Box::pin(async {
                    place.proxy.delay(Duration::from_millis(200));
                    pause(1_500).await;
                    place.proxy.delay(Duration::ZERO);
                    now()
                })
            },
        )),
        Box::pin(try_out(
            fault("every answer takes 100 ms, for 1 s", Failed::None, HALF, Duration::ZERO),
            |place| {
                Box::pin(async {
                    place.proxy.delay(Duration::from_millis(50));
                    pause(1_000).await;
                    place.proxy.delay(Duration::ZERO);
                    now()
                })
            },
        )),
        Box::pin(try_out(fault("frozen for 2 s", Failed::WhileAway, SECOND, SECOND), |place| {
            Box::pin(async {
                wait_for(|| place.server.freeze());
                pause(2_000).await;
                wait_for(|| place.server.resume());
                now()
            })
        })),
        Box::pin(try_out(
            fault("killed, and started again after 1 s", Failed::WhileAway, HALF, SECOND),
            |place| {
                Box::pin(async {
                    wait_for(|| place.server.kill());
                    pause(1_000).await;
                    wait_for(|| place.server.start_again());
                    now()
                })
            },
        )),
        Box::pin(try_out(
            fault("stopped, and started again after 1 s", Failed::WhileAway, HALF, SECOND),
            |place| {
                Box::pin(async {
                    wait_for(|| place.server.stop());
                    pause(1_000).await;
                    wait_for(|| place.server.start_again());
                    now()
                })
            },
        )),
        Box::pin(try_out(
            fault(
                "a replica for 1 s (`READONLY`), then promoted",
                Failed::WritesWhileAway,
                HALF,
                Duration::ZERO,
            ),
            |place| {
                Box::pin(async {
                    // Of nobody who answers, so that it keeps what it has.
                    wait_for(|| place.server.ask::<()>(&["REPLICAOF", "127.0.0.1", "1"]));
                    let before = place.proxy.accepted();
                    pause(1_000).await;
                    wait_for(|| place.server.promote());
                    let tried = place.proxy.accepted() - before;
                    assert!((1..12).contains(&tried), "{tried} connections");
                    now()
                })
            },
        )),
    ];
    let rows = futures_util::stream::iter(rows).map(tokio::spawn).buffered(AT_ONCE);
    let rows: Vec<String> = rows.map(Result::unwrap).collect().await;
    compare("redis-faults", &table(rows));
}
