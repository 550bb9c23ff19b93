//! What every store that instances share must do, asked of both.

use std::time::Duration;

use focus_core::Timestamp;
use serde_json::json;

use super::{CacheKey, Cached, Family, InProcess, InRedis, Name, Revocation, Revoked, Shared};
use crate::clock::Clock;
use crate::config::RedisSettings;
use crate::redis::Redis;
use crate::testing::redis::{RedisCluster, RedisServer};

const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(seconds * 1_000)
}

fn token(name: usize) -> Revocation {
    let name = Name::of(format!("token {name}").as_bytes());
    Revocation { name, what: Revoked::Token, until: at(2_000_000_000) }
}

fn user(name: usize, not_before: i64) -> Revocation {
    let name = Name::of(format!("user {name}").as_bytes());
    let what = Revoked::User { not_before: at(not_before) };
    Revocation { name, what, until: at(2_000_000_000) }
}

/// Both stores, empty, and what keeps the second one running.
async fn each() -> (RedisServer, [Box<dyn Shared>; 2]) {
    let server = tokio::task::spawn_blocking(RedisServer::start).await.unwrap();
    let redis = Redis::connect(RedisSettings::of_url(&server.url()).unwrap()).await.unwrap();
    (server, [Box::new(InProcess::new(Clock::system())), Box::new(InRedis::new(redis))])
}

async fn stored(store: &dyn Shared) -> Vec<Revocation> {
    let found = store.revocations(None).await.unwrap();
    assert!(found.is_sorted_by(|(one, _), (other, _)| one < other), "no two have the same stamp");
    found.into_iter().map(|(_, revocation)| revocation).collect()
}

#[tokio::test]
async fn revocations_are_given_in_the_order_in_which_they_were_stored() {
    let (_server, stores) = each().await;
    for store in &stores {
        assert_eq!(stored(&**store).await, [], "{}", store.kind());
        store.revoke(&[token(1), user(1, 5)]).await.unwrap();
        store.revoke(&[token(2)]).await.unwrap();
        assert_eq!(stored(&**store).await, [token(1), user(1, 5), token(2)], "{}", store.kind());
    }
}

#[tokio::test]
async fn what_is_stored_again_keeps_its_place() {
    let (_server, stores) = each().await;
    for store in &stores {
        store.revoke(&[token(1), token(2)]).await.unwrap();
        let before = store.revocations(None).await.unwrap();
        store.revoke(&[token(1)]).await.unwrap();
        assert_eq!(store.revocations(None).await.unwrap(), before, "{}", store.kind());
    }
}

#[tokio::test]
async fn whoever_reads_on_from_the_last_one_they_saw_sees_it_again_and_what_is_new() {
    let (_server, stores) = each().await;
    for store in &stores {
        store.revoke(&[token(1), token(2)]).await.unwrap();
        let last = *store.revocations(None).await.unwrap().last().unwrap();
        assert_eq!(store.revocations(Some(last.0)).await.unwrap(), [last]);
        store.revoke(&[token(3)]).await.unwrap();
        let found = store.revocations(Some(last.0)).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|(_, revocation)| revocation).collect();
        assert_eq!(found, [token(2), token(3)], "{}", store.kind());
    }
}

#[tokio::test]
async fn what_is_forgotten_is_gone_and_nothing_else() {
    let (_server, stores) = each().await;
    for store in &stores {
        store.revoke(&[token(1), token(2), user(1, 5)]).await.unwrap();
        store.forget(&[token(2), token(9)]).await.unwrap();
        assert_eq!(stored(&**store).await, [token(1), user(1, 5)], "{}", store.kind());
        store.forget(&[]).await.unwrap();
    }
}

#[tokio::test]
async fn more_revocations_than_are_read_at_once_are_read_whole() {
    let (_server, stores) = each().await;
    let many: Vec<_> = (0..2_500).map(token).collect();
    for store in &stores {
        store.revoke(&many).await.unwrap();
        assert_eq!(stored(&**store).await, many, "{}", store.kind());
    }
}

#[tokio::test]
async fn whoever_listens_hears_of_each_revocation() {
    let (_server, stores) = each().await;
    for store in &stores {
        let mut heard = store.hear_revocations();
        if store.kind() == "redis" {
            // That it listens from now on is told like news: what came before was not heard.
            heard.next().await;
        }
        for name in 0..3 {
            store.revoke(&[token(name)]).await.unwrap();
            let next = tokio::time::timeout(Duration::from_secs(5), heard.next()).await;
            assert!(next.is_ok(), "{}", store.kind());
        }
    }
}

#[tokio::test]
async fn a_store_answers_until_it_is_closed() {
    let (_server, stores) = each().await;
    for store in &stores {
        store.ping().await.unwrap();
        assert_eq!(store.generation(), 1);
        store.close();
    }
    assert!(stores[1].ping().await.is_err());
}

#[tokio::test]
async fn what_others_wrote_into_redis_is_left_out() {
    let (server, [_, store]) = each().await;
    store.revoke(&[token(1)]).await.unwrap();
    let _: u64 = server.ask(&["ZADD", "focus:revocations", "1", "whatever", "2", "token:x:y"]);
    assert_eq!(stored(&*store).await, [token(1)]);
}

fn counts(name: &str) -> CacheKey {
    CacheKey { family: Family::SlotCounts, name: name.to_owned() }
}

const LONG: Duration = Duration::from_secs(600);

#[tokio::test]
async fn a_value_is_cached_under_the_version_that_held_before_it_was_fetched() {
    let (_server, stores) = each().await;
    for store in &stores {
        let (one, other) = (counts("one"), counts("other"));
        let Cached { version, value } = store.cached(&one).await.unwrap();
        assert_eq!(value, None, "{}", store.kind());
        for (key, value) in [(&one, json!([1, "x", null])), (&other, json!({"a": 1.5}))] {
            store.cache(key, version, &value, LONG).await.unwrap();
        }
        let found = store.cached(&one).await.unwrap();
        assert_eq!(found, Cached { version, value: Some(json!([1, "x", null])) });
        assert_eq!(store.cached(&other).await.unwrap().value, Some(json!({"a": 1.5})));
        store.cache(&one, version, &json!(null), LONG).await.unwrap();
        assert_eq!(store.cached(&one).await.unwrap().value, Some(json!(null)));
    }
}

#[tokio::test]
async fn to_invalidate_a_family_takes_all_its_values_and_those_that_are_being_fetched() {
    let (_server, stores) = each().await;
    for store in &stores {
        let (one, late) = (counts("one"), counts("late"));
        let version = store.cached(&one).await.unwrap().version;
        store.cache(&one, version, &json!(1), LONG).await.unwrap();
        store.invalidate(Family::SlotCounts).await.unwrap();
        let now = store.cached(&one).await.unwrap();
        assert_eq!(now.value, None, "{}", store.kind());
        assert_ne!(now.version, version);
        // Fetched before, cached after.
        store.cache(&late, version, &json!(1), LONG).await.unwrap();
        assert_eq!(store.cached(&late).await.unwrap().value, None, "{}", store.kind());
        store.cache(&late, now.version, &json!(2), LONG).await.unwrap();
        assert_eq!(store.cached(&late).await.unwrap().value, Some(json!(2)));
    }
}

#[tokio::test]
async fn a_value_is_gone_when_its_time_is_over() {
    let (server, stores) = each().await;
    for store in &stores {
        let (short, long) = (counts("short"), counts("long"));
        let version = store.cached(&short).await.unwrap().version;
        store.cache(&long, version, &json!(1), LONG).await.unwrap();
        store.cache(&short, version, &json!(1), Duration::from_millis(30)).await.unwrap();
        while store.cached(&short).await.unwrap().value.is_some() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(store.cached(&long).await.unwrap().value.is_some(), "{}", store.kind());
    }
    let left: i64 = server.ask(&["PTTL", "focus:slot_counts:long"]);
    assert!((1..=600_000).contains(&left), "{left}");
}

#[tokio::test]
async fn what_is_damaged_in_redis_is_no_value_and_no_version() {
    let (server, [_, store]) = each().await;
    let key = counts("one");
    let version = store.cached(&key).await.unwrap().version;
    for damaged in ["", "[]", "{", "{\"value\": 1}", "{\"version\": \"x\", \"value\": 1}", "\u{7f}"]
    {
        let _: () = server.ask(&["SET", "focus:slot_counts:one", damaged]);
        assert_eq!(store.cached(&key).await.unwrap(), Cached { version, value: None }, "{damaged}");
    }
    store.cache(&key, version, &json!(1), LONG).await.unwrap();
    let _: () = server.ask(&["SET", "focus:slot_counts:version", "whatever"]);
    let anew = store.cached(&key).await.unwrap();
    assert_eq!(anew.value, None);
    store.cache(&key, anew.version, &json!(2), LONG).await.unwrap();
    assert_eq!(store.cached(&key).await.unwrap().value, Some(json!(2)));
    // Of a Redis that lost everything nothing is believed that was fetched before.
    let _: () = server.ask(&["FLUSHALL"]);
    store.cache(&key, anew.version, &json!(3), LONG).await.unwrap();
    assert_eq!(store.cached(&key).await.unwrap().value, None);
}

#[tokio::test]
async fn a_cache_in_this_process_does_not_grow_without_end() {
    let store = InProcess::new(Clock::manual(at(0)));
    let version = store.cached(&counts("0")).await.unwrap().version;
    for name in 0..5_000 {
        store.cache(&counts(&name.to_string()), version, &json!(1), LONG).await.unwrap();
    }
    let mut kept = 0;
    for name in 0..5_000 {
        let found = store.cached(&counts(&name.to_string())).await.unwrap();
        kept += usize::from(found.value.is_some());
    }
    assert!((1..=1_024).contains(&kept), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_cluster_a_value_and_its_version_may_be_on_two_servers() {
    let cluster = tokio::task::spawn_blocking(RedisCluster::start).await.unwrap();
    let redis = Redis::connect(RedisSettings::of_url(&cluster.url()).unwrap()).await.unwrap();
    let store = InRedis::new(redis);
    let mut servers: Vec<_> = Vec::new();
    for name in ["one", "two", "three", "four", "five", "six"] {
        let key = counts(name);
        let version = store.cached(&key).await.unwrap().version;
        store.cache(&key, version, &json!(name), LONG).await.unwrap();
        assert_eq!(store.cached(&key).await.unwrap().value, Some(json!(name)));
        store.invalidate(Family::SlotCounts).await.unwrap();
        assert_eq!(store.cached(&key).await.unwrap().value, None);
        servers.push(cluster.master_of(&format!("focus:slot_counts:{name}")).port());
    }
    let of_version = cluster.master_of("focus:slot_counts:version").port();
    assert!(servers.iter().any(|port| *port != of_version), "{servers:?}");
}
