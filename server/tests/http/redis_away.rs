//! What a server tells of itself while its Redis is away.

use focus_server::testing::redis::RedisServer;
use focus_server::testing::{Options, START, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, send, until};

async fn get(client: &Client, path: &str) -> Answer {
    send(client.request(Method::GET, path)).await
}

/// How a part of the server is.
fn part<'a>(report: &'a Value, name: &str) -> &'a str {
    let parts = report["parts"].as_array().unwrap();
    let part = parts.iter().find(|part| part["name"] == name);
    part.map_or("", |part| part["health"].as_str().unwrap())
}

#[tokio::test]
async fn without_redis_a_server_is_degraded_and_ready_unless_redis_is_required() {
    for redis_required in [false, true] {
        let redis = tokio::task::spawn_blocking(RedisServer::start).await.unwrap();
        let options =
            Options { redis_url: Some(redis.url()), redis_required, ..Options::default() };
        let client = Client::of(TestServer::start_with(options).await);
        let report = get(&client, "/health").await;
        assert_eq!((report.status, &report.body["status"]), (200, &json!("healthy")));
        assert_eq!(part(&report.body, "redis"), "healthy");
        let probe = get(&client, "/health/redis").await;
        assert_eq!(probe.body, json!({"status": "healthy", "service": "redis"}));
        redis.kill();
        // What was seen is told for a second.
        client.server.clock.set_real(START.plus_millis(1_000));
        let report = get(&client, "/health").await;
        let (status, whole) = if redis_required { (503, "unhealthy") } else { (200, "degraded") };
        assert_eq!((report.status, &report.body["status"]), (status, &json!(whole)));
        assert_eq!(part(&report.body, "redis"), "unhealthy");
        assert_eq!(part(&report.body, "revocations"), "healthy");
        let probe = get(&client, "/health/redis").await;
        assert_eq!(probe.status, 200);
        let told =
            json!({"status": "unhealthy", "service": "redis", "error": "Redis does not answer."});
        assert_eq!(probe.body, told);
        assert_eq!(get(&client, "/health/ready").await.status, status);
        // Beyond a minute nobody can tell which tokens are revoked.
        client.server.clock.set_real(START.plus_millis(62_000));
        assert_eq!(part(&get(&client, "/health").await.body, "revocations"), "unhealthy");
        redis.start_again();
        until(async || get(&client, "/health/redis").await.body["status"] == "healthy").await;
        assert_eq!(get(&client, "/health/ready").await.status, 200);
    }
}

#[tokio::test]
async fn without_a_redis_of_its_own_a_server_tells_of_none() {
    let client = Client::start().await;
    let report = get(&client, "/health").await;
    assert_eq!((part(&report.body, "redis"), part(&report.body, "revocations")), ("", ""));
    let probe = get(&client, "/health/redis").await;
    assert_eq!(probe.body, json!({"status": "healthy", "service": "redis"}));
}
