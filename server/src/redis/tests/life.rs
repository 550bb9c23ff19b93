//! How connections begin, are renewed and end.

use std::time::Duration;

use super::load::Load;
use super::{BUSY, connect, now, pause, settings};
use crate::redis::wire::Wire;
use crate::redis::{CHANGED_REVOCATIONS, CONNECT_TIMEOUT, Redis, RedisFailure};
use crate::testing::redis::RedisServer;

async fn start() -> RedisServer {
    tokio::task::spawn_blocking(RedisServer::start).await.unwrap()
}

/// How many connections there are beside the one that asks.
fn connections(server: &RedisServer) -> usize {
    server.ask::<String>(&["CLIENT", "LIST"]).lines().count() - 1
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_connection_is_renewed_and_no_command_is_lost() {
    let server = start().await;
    let redis = Redis::connect_for(settings(&server.url()), 100).await.unwrap();
    let load = Load::start(redis.clone(), &["key"]).await;
    pause(900).await;
    let (_, told) = load.end().await;
    let renewed = redis.generation();
    assert!(renewed > 3, "{renewed}");
    for (writes, reads, lost) in told {
        assert_eq!((writes.worst(), reads.worst(), lost), (0, 0, 0));
    }
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
    let began = now();
    let failed = redis.clone().ping().await;
    assert!(matches!(failed, Err(RedisFailure::Closed)), "{failed:?}");
    assert!(began.elapsed() < BUSY, "{:?}", began.elapsed());
    assert_eq!(redis.generation(), 0);
    while connections(&server) > 0 {
        assert!(began.elapsed() < Duration::from_secs(5));
        pause(10).await;
    }
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
    let began = now();
    assert!(redis.ping().await.is_err());
    assert!(began.elapsed() < Duration::from_millis(250) + BUSY);
    pause(300).await;
    assert_eq!(redis.generation(), 0);
    let began = now();
    for _ in 0..100 {
        assert!(matches!(redis.ping().await, Err(RedisFailure::Away)));
    }
    // Were each to wait, it would be 25 seconds.
    assert!(began.elapsed() < Duration::from_millis(250) + BUSY, "{:?}", began.elapsed());
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
    let began = now();
    let failed = Wire::connect(&settings(&server.url())).await;
    assert!(matches!(failed.err(), Some(RedisFailure::TimedOut)));
    assert!(began.elapsed() < CONNECT_TIMEOUT + BUSY);
}
