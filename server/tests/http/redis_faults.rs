//! Redis that is started again under a load of revocations.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use focus_server::testing::redis::RedisServer;
use focus_server::testing::{Options, TestServer, within};
use serde_json::json;
use tokio::task::{JoinSet, spawn_blocking};

use crate::support::{Client, until};

const ME: &str = "/api/v1/users/me";
const REVOKE: &str = "/api/v1/auth/revoke";

/// Revokes one token after another; gives those whose revocation was acknowledged, and how many
/// were not.
async fn revoke(client: Arc<Client>, person: usize, stop: Arc<AtomicBool>) -> (Vec<String>, usize) {
    let (mut revoked, mut refused) = (Vec::new(), 0);
    while !stop.load(Ordering::SeqCst) {
        let token = client.token(person).await;
        let answer = client.post(REVOKE, &token, &json!({"scope": "token"})).await;
        match answer.told() {
            (204, _) => revoked.push(token),
            told => {
                assert_eq!(told, (503, "AUTH_UNAVAILABLE"));
                refused += 1;
            }
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    (revoked, refused)
}

async fn until_refused(client: &Client, token: &str) {
    until(async || client.get(ME, token).await.told() == (401, "TOKEN_REVOKED")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_started_again_under_load_loses_no_revocation_and_no_server_has_to_be() {
    let redis = spawn_blocking(|| RedisServer::start_with(RedisServer::KEEPS)).await.unwrap();
    let redis = Arc::new(redis);
    let options = || Options { redis_url: Some(redis.url()), ..Options::default() };
    let one = Arc::new(Client::of(TestServer::start_with(options()).await));
    let two = Arc::new(Client::of(one.server.start_beside(options()).await));
    let stop = Arc::new(AtomicBool::new(false));
    let mut load = JoinSet::new();
    for (person, client) in [&one, &two, &one, &two].into_iter().enumerate() {
        load.spawn(revoke(Arc::clone(client), person, Arc::clone(&stop)));
    }
    for take_down in [RedisServer::kill, RedisServer::stop] {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let redis = Arc::clone(&redis);
        let restarted = spawn_blocking(move || {
            take_down(&redis);
            std::thread::sleep(Duration::from_millis(500));
            redis.start_again();
        });
        restarted.await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    stop.store(true, Ordering::SeqCst);
    let done = load.join_all().await;
    let refused: usize = done.iter().map(|(_, refused)| refused).sum();
    let revoked: Vec<&String> = done.iter().flat_map(|(revoked, _)| revoked).collect();
    println!("{} revoked, {refused} refused", revoked.len());
    assert!(refused > 0 && revoked.len() > 4);

    // Whoever starts now knows what Redis has, and nothing else.
    let three = Client::of(one.server.start_beside(options()).await);
    let mut holders = vec![&three];
    holders.extend([&*one, &*two]);
    for client in holders {
        for token in &revoked {
            let refused = within(Duration::from_secs(3), until_refused(client, token)).await;
            assert_eq!(refused, Some(()), "a revocation was lost");
        }
    }
    // And new ones are told to all again.
    let token = one.token(0).await;
    assert_eq!(two.post(REVOKE, &token, &json!({"scope": "token"})).await.status, 204);
    assert_eq!(within(Duration::from_secs(1), until_refused(&one, &token)).await, Some(()));
}
