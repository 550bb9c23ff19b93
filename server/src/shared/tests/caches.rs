//! Caches.

use std::time::Duration;

use focus_core::Timestamp;
use serde_json::json;

use super::{PLACES, with, with_each};
use crate::clock::Clock;
use crate::shared::{CacheKey, Cached, Family, InProcess, Shared as _};

const LONG: Duration = Duration::from_secs(600);

fn counts(name: &str) -> CacheKey {
    CacheKey { family: Family::SlotCounts, name: name.to_owned() }
}

#[tokio::test]
async fn a_value_is_cached_under_the_version_that_held_before_it_was_fetched() {
    with_each(async |store| {
        let (one, other) = (counts("one"), counts("other"));
        let Cached { version, value } = store.cached(&one).await.unwrap();
        assert_eq!(value, None);
        for (key, value) in [(&one, json!([1, "x", null])), (&other, json!({"a": 1.5}))] {
            store.cache(key, version, &value, LONG).await.unwrap();
        }
        let found = store.cached(&one).await.unwrap();
        assert_eq!(found, Cached { version, value: Some(json!([1, "x", null])) });
        assert_eq!(store.cached(&other).await.unwrap().value, Some(json!({"a": 1.5})));
        store.cache(&one, version, &json!(null), LONG).await.unwrap();
        assert_eq!(store.cached(&one).await.unwrap().value, Some(json!(null)));
    })
    .await;
}

#[tokio::test]
async fn to_invalidate_a_family_takes_all_its_values_and_those_that_are_being_fetched() {
    with_each(async |store| {
        let (one, late) = (counts("one"), counts("late"));
        let version = store.cached(&one).await.unwrap().version;
        store.cache(&one, version, &json!(1), LONG).await.unwrap();
        store.invalidate(Family::SlotCounts).await.unwrap();
        let now = store.cached(&one).await.unwrap();
        assert_eq!(now.value, None);
        assert_ne!(now.version, version);
        // Fetched before, cached after.
        store.cache(&late, version, &json!(1), LONG).await.unwrap();
        assert_eq!(store.cached(&late).await.unwrap().value, None);
        store.cache(&late, now.version, &json!(2), LONG).await.unwrap();
        assert_eq!(store.cached(&late).await.unwrap().value, Some(json!(2)));
    })
    .await;
}

#[tokio::test]
async fn a_value_is_gone_when_its_time_is_over() {
    with_each(async |store| {
        let (short, long) = (counts("short"), counts("long"));
        let version = store.cached(&short).await.unwrap().version;
        store.cache(&long, version, &json!(1), LONG).await.unwrap();
        store.cache(&short, version, &json!(1), Duration::from_millis(30)).await.unwrap();
        while store.cached(&short).await.unwrap().value.is_some() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(store.cached(&long).await.unwrap().value.is_some());
    })
    .await;
}

#[tokio::test]
async fn what_is_damaged_in_redis_is_no_value_and_no_version() {
    const DAMAGED: [&str; 6] =
        ["", "[]", "{", "{\"value\": 1}", "{\"version\": \"x\", \"value\": 1}", "\u{7f}"];
    let [one_server, ..] = &PLACES;
    with(one_server, async |store, server| {
        let key = counts("one");
        let version = store.cached(&key).await.unwrap().version;
        for damaged in DAMAGED {
            let _: () = server.ask(&["SET", "focus:slot_counts:one", damaged]);
            let found = store.cached(&key).await.unwrap();
            assert_eq!(found, Cached { version, value: None }, "{damaged}");
        }
        store.cache(&key, version, &json!(1), LONG).await.unwrap();
        let left: i64 = server.ask(&["PTTL", "focus:slot_counts:one"]);
        assert!((1..=600_000).contains(&left), "{left}");
        let _: () = server.ask(&["SET", "focus:slot_counts:version", "whatever"]);
        let anew = store.cached(&key).await.unwrap();
        assert_eq!(anew.value, None);
        store.cache(&key, anew.version, &json!(2), LONG).await.unwrap();
        assert_eq!(store.cached(&key).await.unwrap().value, Some(json!(2)));
        // Of a Redis that lost everything nothing is believed that was fetched before.
        let _: () = server.ask(&["FLUSHALL"]);
        store.cache(&key, anew.version, &json!(3), LONG).await.unwrap();
        assert_eq!(store.cached(&key).await.unwrap().value, None);
    })
    .await;
}

#[tokio::test]
async fn a_cache_in_this_process_does_not_grow_without_end() {
    let store = InProcess::new(Clock::manual(Timestamp::from_unix_millis(0)));
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

#[tokio::test]
async fn a_value_and_its_version_may_be_on_two_servers() {
    // In a cluster each name is on a server of its own choice.
    with_each(async |store| {
        for name in ["one", "two", "three", "four", "five", "six"] {
            let key = counts(name);
            let version = store.cached(&key).await.unwrap().version;
            store.cache(&key, version, &json!(name), LONG).await.unwrap();
            assert_eq!(store.cached(&key).await.unwrap().value, Some(json!(name)));
            store.invalidate(Family::SlotCounts).await.unwrap();
            assert_eq!(store.cached(&key).await.unwrap().value, None);
        }
    })
    .await;
}
