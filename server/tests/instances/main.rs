//! Several instances of the server's program on one PostgreSQL and one Redis, as in production: to
//! clients they are one. `FOCUS_SERVER_BIN` is the program; `npm test` sets the release build.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that cannot do its work fails the test"
)]

mod amid;
mod instance;
#[allow(dead_code, unused_imports, reason = "other tests sign with more kinds of keys")]
#[path = "../http/issuers.rs"]
mod issuers;
mod world;

use std::time::Duration;

use focus_server::testing::document;
use serde_json::json;

use instance::Instance;
use world::{World, until, within};

/// What is told to all is there by then.
const SOON: Duration = Duration::from_secs(1);
const SESSIONS: u32 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn three_instances_are_one() {
    let mut table = Table::new();
    let world = World::new().await;
    let people = world.people(4).await;
    for number in 0..SESSIONS {
        world.past(number, &people).await;
    }
    let live = world.live(&people).await;
    // Due for all three as soon as they start.
    world.database.execute("UPDATE jobs SET last_due = NULL").await;
    let instances = world.start(3).await;
    let [one, two, three] = instances.as_slice() else { panic!("there are three") };

    let unsettled = "SELECT COUNT(*) FROM sessions WHERE settled_at IS NULL AND start_time < now() - interval '1 hour'";
    until(async || world.database.count(unsettled).await == 0).await;
    // Told by whoever did something, once it is done with all of it.
    let runs = || instances.iter().flat_map(|it| it.logged("settle_sessions")).collect::<Vec<_>>();
    until(async || !runs().is_empty()).await;
    assert_eq!(runs(), [format!("{SESSIONS} done")], "one of them did all of it");
    let earned =
        "SELECT COUNT(*) FROM essence_transactions WHERE transaction_type = 'session_complete'";
    assert_eq!(world.database.count(earned).await, i64::from(SESSIONS) * 4);
    let twice = format!("SELECT COUNT(*) FROM users WHERE session_count <> {SESSIONS}");
    assert_eq!(world.database.count(&twice).await, 0);
    table.row(
        "three start at once, and 20 sessions are to be settled",
        "one settles all of them, once",
    );

    let path = format!("/api/v1/sessions/{live}/events");
    let mut streams = Vec::new();
    for (instance, person) in instances.iter().zip(&people) {
        let mut stream = instance.stream(&path, &person.token).await;
        stream.wait("phase").await;
        streams.push(stream);
    }
    let leave = format!("/api/v1/sessions/{live}/leave");
    let left = two.post(&leave, &people[3].token, None, &json!({})).await.unwrap();
    assert_eq!(left.status, 200, "{}", left.body);
    for stream in &mut streams {
        let seat = within(SOON, stream.wait("seat")).await;
        assert_eq!(seat["user_id"], people[3].id);
    }
    table
        .row("somebody leaves a live table through one", "the events of all tell of it within 1 s");

    for scope in ["token", "all"] {
        let token = world.token(0);
        for instance in &instances {
            assert_eq!(instance.me(&token).await, "");
        }
        let body = json!({"scope": scope});
        let revoked = three.post("/api/v1/auth/revoke", &token, None, &body).await.unwrap();
        assert_eq!(revoked.status, 204, "{}", revoked.body);
        for instance in [one, two] {
            within(SOON, instance.wait_until_refused(&token)).await;
        }
    }
    table.row("a token, or all of somebody's, is revoked through one", "all refuse it within 1 s");

    // Acknowledged, and gone at once.
    let token = world.token(1);
    let body = json!({"scope": "token"});
    let revoked = three.post("/api/v1/auth/revoke", &token, None, &body).await.unwrap();
    assert_eq!(revoked.status, 204, "{}", revoked.body);
    three.kill();
    for instance in [one, two] {
        within(SOON, instance.wait_until_refused(&token)).await;
    }
    world.redis.kill();
    world.redis.start_empty();
    let held = || world.redis.try_ask::<u64>(&["ZCARD", "focus:revocations"]).unwrap_or(0);
    until(async || held() >= 3).await;
    let late = Instance::start(&world).await;
    assert_eq!(late.me(&token).await, "TOKEN_REVOKED");
    table.row(
        "the one that revoked a token is killed, then Redis loses everything",
        "all refuse it, and so does one that starts afterwards",
    );
    for instance in [one, two, &late] {
        assert_eq!(instance.stop(), Some(0));
    }
    world.audit();
    // Rows are elsewhere: the program may run where nothing can be written.
    assert_eq!(std::fs::read_dir(world.data.path()).unwrap().count(), 0);
    table.compare("instances");
}

/// What was done and seen, as in the documents.
struct Table(String);

impl Table {
    fn new() -> Self {
        Self("| what happens | what is seen |\n| --- | --- |\n".to_owned())
    }

    fn row(&mut self, what: &str, seen: &str) {
        self.0.push_str(&format!("| {what} | {seen} |\n"));
    }

    fn compare(self, name: &str) {
        document::compare(name, &self.0);
    }
}
