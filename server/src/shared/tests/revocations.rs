//! Revocations.

use std::time::Duration;

use focus_core::Timestamp;

use super::{PLACES, with, with_each, with_each_redis};
use crate::config::RedisSettings;
use crate::redis::{REVOCATIONS, Redis};
use crate::shared::{InRedis, Name, Revocation, Revoked, Shared};

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

async fn stored(store: &dyn Shared) -> Vec<Revocation> {
    let found = store.revocations(None).await.unwrap();
    assert!(found.is_sorted_by(|(one, _), (other, _)| one < other), "no two have the same stamp");
    found.into_iter().map(|(_, revocation)| revocation).collect()
}

#[tokio::test]
async fn revocations_are_given_in_the_order_in_which_they_were_stored() {
    with_each(async |store| {
        assert_eq!(stored(store).await, [], "{}", store.kind());
        store.revoke(&[token(1), user(1, 5)]).await.unwrap();
        store.revoke(&[token(2)]).await.unwrap();
        assert_eq!(stored(store).await, [token(1), user(1, 5), token(2)], "{}", store.kind());
    })
    .await;
}

#[tokio::test]
async fn what_is_stored_again_keeps_its_place() {
    with_each(async |store| {
        store.revoke(&[token(1), token(2)]).await.unwrap();
        let before = store.revocations(None).await.unwrap();
        store.revoke(&[token(1)]).await.unwrap();
        assert_eq!(store.revocations(None).await.unwrap(), before, "{}", store.kind());
    })
    .await;
}

#[tokio::test]
async fn whoever_reads_on_from_the_last_one_they_saw_sees_it_again_and_what_is_new() {
    with_each(async |store| {
        store.revoke(&[token(1), token(2)]).await.unwrap();
        let last = *store.revocations(None).await.unwrap().last().unwrap();
        assert_eq!(store.revocations(Some(last.0)).await.unwrap(), [last]);
        store.revoke(&[token(3)]).await.unwrap();
        let found = store.revocations(Some(last.0)).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|(_, revocation)| revocation).collect();
        assert_eq!(found, [token(2), token(3)], "{}", store.kind());
    })
    .await;
}

#[tokio::test]
async fn what_is_forgotten_is_gone_and_nothing_else() {
    with_each(async |store| {
        let over = |name| Revocation { until: at(1), ..token(name) };
        store.revoke(&[over(1), over(2), user(1, 5)]).await.unwrap();
        store.forget(&[over(2), over(9)]).await.unwrap();
        assert_eq!(stored(store).await, [over(1), user(1, 5)]);
        store.forget(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_not_over_by_the_clock_of_redis_is_not_forgotten_whoever_says_so() {
    with_each_redis(async |store, server| {
        let now: Vec<i64> = server.ask(&["TIME"]);
        let ago = |seconds: i64| Revocation { until: at(now[0] - seconds), ..token(1) };
        // Clocks may be an hour apart.
        for (revocation, is_kept) in [(token(1), true), (ago(3_590), true), (ago(3_610), false)] {
            store.revoke(&[revocation]).await.unwrap();
            store.forget(&[revocation]).await.unwrap();
            assert_eq!(stored(store).await.contains(&revocation), is_kept, "{revocation:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn odd_scores_hold_nothing_up() {
    with_each_redis(async |store, server| {
        for odd in ["inf", "1e17", "1.5", "-inf", "-3"] {
            let _: u64 = server.ask(&["ZADD", REVOCATIONS, odd, &format!("odd {odd}")]);
            store.revoke(&[token(odd.len())]).await.unwrap();
            assert!(stored(store).await.contains(&token(odd.len())), "{odd}");
        }
        let last = *store.revocations(None).await.unwrap().last().unwrap();
        store.revoke(&[token(9)]).await.unwrap();
        let next = store.revocations(Some(last.0)).await.unwrap();
        assert_eq!(next.first(), Some(&last));
        assert_eq!(next.last().map(|(_, revocation)| *revocation), Some(token(9)));
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_publish_revokes_all_the_same_and_a_replica_is_refused() {
    let [one_server, ..] = &PLACES;
    with(one_server, async |_, server| {
        let rights = ["ACL", "SETUSER", "lim", "on", ">pw", "~focus:*", "+@all", "resetchannels"];
        let _: String = server.ask(&rights);
        let url = format!("redis://lim:pw@127.0.0.1:{}", server.port());
        let settings = RedisSettings::of_url(&url).unwrap();
        let store = InRedis::new(Redis::connect(settings).await.unwrap());
        store.revoke(&[token(1)]).await.unwrap();
        assert_eq!(stored(&store).await, [token(1)]);
        // Nobody is there to copy from: what it holds may be old.
        let _: String = server.ask(&["REPLICAOF", "127.0.0.1", "1"]);
        assert!(store.revocations(None).await.is_err());
        assert!(store.ping().await.is_err());
        let _: String = server.ask(&["REPLICAOF", "NO", "ONE"]);
        store.close();
    })
    .await;
}

#[tokio::test]
async fn more_revocations_than_are_read_at_once_are_read_whole() {
    let many: Vec<_> = (0..2_500).map(token).collect();
    with_each(async |store| {
        store.revoke(&many).await.unwrap();
        assert_eq!(stored(store).await, many, "{}", store.kind());
    })
    .await;
}

#[tokio::test]
async fn whoever_listens_hears_of_each_revocation() {
    with_each(async |store| {
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
    })
    .await;
}

#[tokio::test]
async fn a_store_answers_until_it_is_closed() {
    with_each(async |store| {
        store.ping().await.unwrap();
        assert_eq!(store.generation(), 1);
        store.close();
        assert_eq!(store.ping().await.is_ok(), store.is_at_hand());
    })
    .await;
}

#[tokio::test]
async fn what_others_wrote_into_redis_is_left_out() {
    with_each_redis(async |store, server| {
        store.revoke(&[token(1)]).await.unwrap();
        let _: u64 = server.ask(&["ZADD", REVOCATIONS, "1", "whatever", "2", "token:x:y"]);
        assert_eq!(stored(store).await, [token(1)]);
    })
    .await;
}
