//! How connections begin, are renewed and end.

use std::time::Duration;

use super::load::{Load, kept};
use super::{BUSY, connect, pause, settings};
use crate::redis::wire::Wire;
use crate::redis::{CHANGED_REVOCATIONS, CONNECT_TIMEOUT, Redis, RedisFailure};
use crate::testing::redis::RedisServer;
use crate::testing::within;

async fn start() -> RedisServer {
    tokio::task::spawn_blocking(RedisServer::start).await.unwrap()
}

/// How many connections there are beside the one that asks.
fn connections(server: &RedisServer) -> usize {
    server.ask::<String>(&["CLIENT", "LIST"]).lines().count() - 1
}

/// Works with a handle whose connections are soon old.
async fn renew(redis: Redis) -> Result<String, String> {
    let before = redis.generation();
    let load = Load::start(redis.clone(), &["key"]).await;
    pause(900).await;
    let (_, told) = load.end().await;
    let renewed = redis.generation() - before;
    let failed: u32 = told.iter().map(|(writes, reads, _)| writes.worst() + reads.worst()).sum();
    let seen = format!("{renewed} renewed, {failed} failed");
    assert!(told.iter().all(|(_, _, lost)| *lost == 0));
    if renewed > 3 && failed == 0 { Ok(seen) } else { Err(seen) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_connection_is_renewed_and_no_command_is_lost() {
    let server = start().await;
    let redis = Redis::connect_for(settings(&server.url()), 100).await.unwrap();
    kept(|| Box::pin(renew(redis.clone()))).await;
    // This one, and at most one that is about to go.
    drop(server.ask::<String>(&["PING"]));
    pause(200).await;
    let left = connections(&server);
    assert!(left <= 3, "{left}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_closed_fails_at_once_and_leaves_no_connection() {
    let server = start().await;
    let redis = connect(&server.url()).await;
    let mut heard = redis.hear(CHANGED_REVOCATIONS);
    heard.next().await;
    assert_eq!((connections(&server), redis.generation()), (2, 1));
    redis.close();
    let failed = within(BUSY, redis.clone().ping()).await;
    assert!(matches!(failed, Some(Err(RedisFailure::Closed))), "{failed:?}");
    assert_eq!(redis.generation(), 0);
    let closed = async {
        while connections(&server) > 0 {
            pause(10).await;
        }
    };
    assert_eq!(within(Duration::from_secs(5), closed).await, Some(()));
    // Nor does one come later.
    pause(300).await;
    assert_eq!(connections(&server), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_closed_while_redis_is_away_never_comes_back() {
    let server = start().await;
    let redis = connect(&server.url()).await;
    let _heard = redis.hear(CHANGED_REVOCATIONS);
    server.kill();
    assert!(redis.ping().await.is_err());
    redis.close();
    server.start_again();
    pause(1_200).await;
    assert_eq!(connections(&server), 0);
    assert!(matches!(redis.ping().await, Err(RedisFailure::Closed)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_waits_a_moment_and_then_all_are_told_at_once_that_redis_is_away() {
    let server = start().await;
    let redis = connect(&server.url()).await;
    server.kill();
    let moment = Duration::from_millis(250) + BUSY;
    let failed = within(moment, redis.ping()).await;
    assert!(matches!(failed, Some(Err(_))), "{failed:?}");
    pause(300).await;
    assert_eq!(redis.generation(), 0);
    // Were each to wait, it would be 25 seconds.
    let all = async {
        for _ in 0..100 {
            assert!(matches!(redis.ping().await, Err(RedisFailure::Away)));
        }
    };
    assert_eq!(within(moment, all).await, Some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_a_replica_refuses_is_known_as_such_and_done_once_it_is_promoted() {
    let server = start().await;
    let redis = connect(&server.url()).await;
    let script = ::redis::Script::new("return redis.call('SET', KEYS[1], 'it')");
    let call = script.key("key");
    server.ask::<()>(&["REPLICAOF", "127.0.0.1", "1"]);
    let refused = redis.run::<String>(&call).await;
    assert!(refused.is_err_and(|error| error.is_read_only()));
    server.promote();
    assert_eq!(redis.run::<String>(&call).await.unwrap(), "OK");
}

#[tokio::test(flavor = "multi_thread")]
async fn connecting_to_a_redis_that_is_silent_ends() {
    let server = start().await;
    server.freeze();
    let settings = settings(&server.url());
    let failed = within(CONNECT_TIMEOUT + BUSY, Wire::connect(&settings)).await;
    assert!(matches!(failed, Some(Err(RedisFailure::TimedOut))));
}
