//! The counts of the next slots, which are cached: never older than a write, on whichever instance.

use std::time::Duration;

use focus_server::testing::proxy::Proxy;
use focus_server::testing::redis::RedisServer;
use focus_server::testing::{Options, START, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

use super::slots::{counts, slots};
use super::{act, find, free, id_of, seated};
use crate::executable::command;
use crate::support::{Client, MINUTE, PEOPLE, send};

async fn redis() -> RedisServer {
    tokio::task::spawn_blocking(RedisServer::start).await.unwrap()
}

fn on(redis: &RedisServer) -> Options {
    Options { redis_url: Some(redis.url()), ..Options::default() }
}

/// Two instances whose four people sit nowhere.
async fn pair(redis: &RedisServer) -> [Client; 2] {
    let one = Client::of(TestServer::start_with(on(redis)).await);
    one.sql("DELETE FROM session_participants").await;
    one.sql("DELETE FROM sessions").await;
    let two = Client::of(one.server.start_beside(on(redis)).await);
    [one, two]
}

/// What nobody waits for, but for the third of a second in which Redis is found to be away, and for
/// a busy machine.
async fn in_time<T>(done: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(5), done).await.unwrap()
}

/// What both tell of the first slot, of any mode and of one.
async fn told(clients: &[Client; 2]) -> [i64; 4] {
    let mut told = [0; 4];
    let asked = clients.iter().flat_map(|client| [(client, ""), (client, "?mode=forced_audio")]);
    for (told, (client, query)) in told.iter_mut().zip(asked) {
        *told = counts(&slots(client, 0, query).await)[0];
    }
    told
}

#[tokio::test]
async fn a_seat_that_is_taken_or_left_on_one_instance_is_counted_by_the_other_at_once() {
    let redis = redis().await;
    let clients = pair(&redis).await;
    let [one, two] = &clients;
    assert_eq!(told(&clients).await, [0; 4]);
    let session = seated(one, 0).await;
    assert_eq!(told(&clients).await, [1; 4]);
    assert_eq!(act(two, 1, &session, "join").await.status, 200);
    assert_eq!(told(&clients).await, [2; 4]);
    assert_eq!(act(one, 1, &session, "leave").await.status, 200);
    assert_eq!(told(&clients).await, [1; 4]);
    assert_eq!(act(two, 0, &session, "cancel").await.status, 200);
    assert_eq!(told(&clients).await, [0; 4]);
}

#[tokio::test]
async fn an_account_that_is_deleted_for_good_is_counted_no_longer() {
    let redis = redis().await;
    let clients = pair(&redis).await;
    let [one, two] = &clients;
    let token = one.token(1).await;
    let month = 30 * 24 * 60 * MINUTE;
    let answer = send(one.request(Method::DELETE, "/api/v1/users/me").bearer_auth(&token)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    for client in [one, two] {
        client.advance(month).await;
    }
    let session = seated(one, 0).await;
    // Behind the server's back: who is to be deleted takes no seat.
    let sql = format!(
        "UPDATE session_participants SET user_id = '{}' WHERE session_id = '{session}'",
        PEOPLE[1]
    );
    one.sql(&sql).await;
    for client in [one, two] {
        assert_eq!(counts(&slots(client, 2, "").await)[0], 1);
    }
    assert_eq!(
        one.server.run_job("purge_accounts", one.server.clock.now()).await,
        "purge_accounts: 1 done"
    );
    assert_eq!(counts(&slots(two, 2, "").await)[0], 0);
}

#[tokio::test]
async fn counts_are_kept_under_names_that_tell_nothing_and_for_a_quarter_of_a_minute() {
    let redis = redis().await;
    let clients = pair(&redis).await;
    seated(&clients[0], 0).await;
    told(&clients).await;
    let mut keys: Vec<String> = redis.ask(&["KEYS", "focus:slot_counts:*"]);
    keys.sort_unstable();
    let [all, mode, version] = keys.as_slice() else { panic!("{keys:?}") };
    let hash = all.strip_prefix("focus:slot_counts:all:").unwrap();
    assert!(hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    assert_eq!(*mode, format!("focus:slot_counts:forced_audio:{hash}"));
    assert_eq!(version, "focus:slot_counts:version");
    for key in [all, mode] {
        let left: i64 = redis.ask(&["PTTL", key]);
        assert!((1..=15_000).contains(&left), "{left}");
    }
    // It is from there that counts are told.
    let value: String = redis.ask(&["GET", all]);
    let mut value: Value = serde_json::from_str(&value).unwrap();
    value["value"][0]["people"] = json!(77);
    let _: () = redis.ask(&["SET", all, &value.to_string(), "PX", "15000"]);
    assert_eq!(told(&clients).await, [77, 1, 77, 1]);
    let _: () = redis.ask(&["SET", all, "damaged"]);
    assert_eq!(told(&clients).await, [1; 4]);
}

#[tokio::test]
async fn counts_stay_right_while_redis_is_away_and_when_it_is_back() {
    let redis = redis().await;
    let clients = pair(&redis).await;
    let [one, two] = &clients;
    assert_eq!(told(&clients).await, [0; 4]);
    redis.kill();
    let session = in_time(async {
        let session = seated(one, 0).await;
        assert_eq!(told(&clients).await, [1; 4]);
        assert_eq!(act(two, 1, &session, "join").await.status, 200);
        assert_eq!(told(&clients).await, [2; 4]);
        session
    });
    let session = session.await;
    redis.start_again();
    for client in &clients {
        client.server.clock.set_real(START.plus_millis(2_000));
        let path = "/health/redis";
        while send(client.request(Method::GET, path)).await.body["status"] != "healthy" {}
    }
    assert_eq!(told(&clients).await, [2; 4]);
    assert_eq!(act(two, 1, &session, "leave").await.status, 200);
    assert_eq!(told(&clients).await, [1; 4]);
}

#[tokio::test]
async fn a_redis_that_hangs_holds_no_request_up() {
    let redis = redis().await;
    let clients = pair(&redis).await;
    assert_eq!(told(&clients).await, [0; 4]);
    redis.freeze();
    let first = in_time(async {
        seated(&clients[0], 0).await;
        counts(&slots(&clients[0], 0, "").await)[0]
    });
    assert_eq!(first.await, 1);
    redis.resume();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_instance_wrote_without_redis_all_know_once_it_has_redis_again() {
    let redis = redis().await;
    let proxy = Proxy::to(redis.port()).await;
    let redis_url = Some(redis.url_at(proxy.port()));
    let two = Client::of(TestServer::start_with(on(&redis)).await);
    let behind = Options { redis_url, ..Options::default() };
    let one = Client::of(two.server.start_beside(behind).await);
    let first = async |client: &Client| counts(&slots(client, 0, "").await)[0];
    assert_eq!((first(&one).await, first(&two).await), (0, 0));
    proxy.refuse(true);
    proxy.cut();
    find(&one, 0, &json!({})).await;
    assert_eq!(first(&one).await, 1);
    // It could not be told: for a quarter of a minute it may count what was before.
    assert!(first(&two).await <= 1);
    proxy.refuse(false);
    while send(one.request(Method::GET, "/health/redis")).await.body["status"] != "healthy" {}
    one.server.clock.set_real(START.plus_millis(2_000));
    assert_eq!((first(&one).await, first(&two).await), (1, 1));
}

#[tokio::test]
async fn a_job_of_the_command_line_tells_servers_what_is_stale_and_is_done_without_redis_too() {
    let redis = redis().await;
    let client = Client::of(TestServer::start_with(on(&redis)).await);
    counts(&slots(&client, 0, "").await);
    let (database_url, redis_url) = (client.server.database().url(), redis.url());
    let job = |name: &str| {
        let variables = [
            ("ENVIRONMENT", "development"),
            ("FOCUS_DATA_DIR", client.server.data_dir().to_str().unwrap()),
            ("DATABASE_URL", &database_url),
            ("REDIS_URL", &redis_url),
        ];
        let done = command(&["jobs", "run", name], &variables).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let version = || redis.ask::<String>(&["GET", "focus:slot_counts:version"]);
    let before = version();
    // By the machine's clock the table of the four is over.
    let (code, told) = job("settle_sessions");
    assert!(code == Some(0) && told.ends_with("settle_sessions: 1 done\n"), "{code:?} {told}");
    assert_ne!(version(), before);
    redis.kill();
    let (code, told) = job("settle_sessions");
    assert!(code == Some(0) && told.ends_with("settle_sessions: 0 done\n"), "{code:?} {told}");
}

#[tokio::test]
async fn counts_that_nobody_here_changed_are_looked_up_again_after_a_quarter_of_a_minute() {
    let client = free().await;
    let session = id_of(&find(&client, 0, &json!({})).await);
    let first = async || counts(&slots(&client, 0, "").await)[0];
    assert_eq!(first().await, 1);
    client.sql("DELETE FROM session_participants").await;
    client.server.clock.set_real(START.plus_millis(14_999));
    assert_eq!(first().await, 1, "{session}");
    client.server.clock.set_real(START.plus_millis(15_000));
    assert_eq!(first().await, 0);
}

#[tokio::test]
async fn when_the_clock_of_sessions_moves_the_counts_are_of_the_slots_that_are_next() {
    let client = free().await;
    seated(&client, 0).await;
    find(&client, 1, &json!({"target_slot_time": "2026-05-01T10:30:00Z"})).await;
    find(&client, 2, &json!({"target_slot_time": "2026-05-01T10:30:00Z"})).await;
    assert_eq!(counts(&slots(&client, 0, "").await), [1, 2, 0, 0, 0, 0]);
    client.advance(30 * MINUTE).await;
    assert_eq!(counts(&slots(&client, 0, "").await), [2, 0, 0, 0, 0, 0]);
}
