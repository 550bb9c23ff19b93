//! Revocations.

use std::time::Duration;

use focus_core::Timestamp;

use super::{with_each, with_each_redis};
use crate::redis::REVOCATIONS;
use crate::shared::{Name, Revocation, Revoked, Shared};

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
        store.revoke(&[token(1), token(2), user(1, 5)]).await.unwrap();
        store.forget(&[token(2), token(9)]).await.unwrap();
        assert_eq!(stored(store).await, [token(1), user(1, 5)], "{}", store.kind());
        store.forget(&[]).await.unwrap();
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
