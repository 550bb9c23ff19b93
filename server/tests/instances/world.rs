//! What instances share: PostgreSQL, Redis, an issuer, and people.

use std::process::Command;
use std::time::Duration;

use focus_core::Timestamp;
use focus_server::clock::Clock;
use focus_server::testing::TestDatabase;
use focus_server::testing::postgres::Postgres;
use focus_server::testing::redis::RedisServer;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::instance::{Instance, program};
use crate::issuers::{ISSUER, Key, claims};

const MINUTE: i64 = 60_000;

/// Everything beside the instances.
pub(crate) struct World {
    pub(crate) database: TestDatabase,
    /// A server of one's own, so that it may crash.
    pub(crate) postgres: Postgres,
    pub(crate) redis: RedisServer,
    pub(crate) data: TempDir,
    key: Key,
    jwks_url: String,
}

/// Somebody who has an account.
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) token: String,
}

/// Fails the test when something takes longer.
pub(crate) async fn within<T>(patience: Duration, what: impl Future<Output = T>) -> T {
    focus_server::testing::within(patience, what).await.expect("it is there in time")
}

/// Waits until something is so, for half a minute at most.
pub(crate) async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    within(Duration::from_secs(30), wait).await;
}

/// Answers whatever is asked with these keys.
async fn publish(listener: TcpListener, keys: String) {
    let length = keys.len();
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length:";
    let answer = format!("{head} {length}\r\n\r\n{keys}");
    while let Ok((mut stream, _)) = listener.accept().await {
        // A request without a body comes in one piece on loopback; who asked may be gone.
        let _ = stream.read(&mut [0; 4_096]).await;
        let _ = stream.write_all(answer.as_bytes()).await;
    }
}

impl World {
    /// All of it, with an empty database: the first instance makes its tables.
    pub(crate) async fn new() -> Self {
        let servers = tokio::task::spawn_blocking(|| (Postgres::start(), RedisServer::start()));
        let (postgres, redis) = servers.await.unwrap();
        let database = TestDatabase::of_postgres(postgres.database());
        let key = Key::ec(Some("one"));
        let keys = json!({"keys": [key.jwk]});
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let jwks_url = format!("http://{}/jwks", listener.local_addr().unwrap());
        tokio::spawn(publish(listener, keys.to_string()));
        let data = TempDir::new().unwrap();
        Self { database, postgres, redis, data, key, jwks_url }
    }

    /// So many instances, started at once and ready.
    pub(crate) async fn start(&self, count: usize) -> Vec<Instance> {
        futures_util::future::join_all((0..count).map(|_| Instance::start(self))).await
    }

    /// The settings of an instance, as in production.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let issuers =
            json!([{"issuer": ISSUER, "audiences": ["focus"], "jwks_url": self.jwks_url}]);
        vec![
            ("ENVIRONMENT", "production".to_owned()),
            ("FOCUS_ADDR", "127.0.0.1:0".to_owned()),
            ("FOCUS_DATA_DIR", self.data.path().display().to_string()),
            ("DATABASE_URL", self.database.url()),
            ("REDIS_URL", self.redis.url()),
            ("OIDC_ISSUERS", issuers.to_string()),
            ("CORS_ORIGINS", "https://focus.example.com".to_owned()),
            ("LIVEKIT_API_KEY", "APIq7Rk2vTzLw9".to_owned()),
            ("LIVEKIT_API_SECRET", "qX3v9LmT7zRk2BwY8nHc5JdP1sGf6UaE4oVi0KtN".to_owned()),
            ("LIVEKIT_URL", "wss://rooms.example.com".to_owned()),
            ("DRAIN_DELAY_SECONDS", "0".to_owned()),
        ]
    }

    /// A new token of a person.
    pub(crate) fn token(&self, person: usize) -> String {
        let now = Clock::system().real().unix_millis() / 1_000;
        let mut claims = claims();
        claims["sub"] = json!(format!("person-{person}"));
        claims["email"] = json!(format!("person.{person}@example.com"));
        claims["iat"] = json!(now);
        claims["exp"] = json!(now + 3_600);
        // Told apart, though they are of the same second.
        claims["jti"] = json!(fastrand::u64(..).to_string());
        self.key.sign(&claims)
    }

    /// So many people with accounts and twenty credits more than at first.
    pub(crate) async fn people(&self, count: usize) -> Vec<Person> {
        let first = Instance::start(self).await;
        let mut people = Vec::new();
        for number in 0..count {
            let token = self.token(number);
            let me = first.get("/api/v1/users/me", &token).await.unwrap();
            assert_eq!(me.status, 200, "{}", me.body);
            let id = me.body["id"].as_str().unwrap().to_owned();
            let credits = format!(
                "UPDATE credits SET tier = 'elite', credits_remaining = 22 WHERE user_id = '{id}';
                 INSERT INTO credit_transactions (id, user_id, amount, transaction_type, created_at)
                 VALUES ('00000009-0000-4000-8000-{number:012x}', '{id}', 20, 'weekly_refresh', now())"
            );
            self.database.execute(&credits).await;
            people.push(Person { id, token });
        }
        assert_eq!(first.stop(), Some(0));
        people
    }

    /// A session of the past, some hours ago, that all of them completed and nobody settled.
    pub(crate) async fn past(&self, number: u32, people: &[Person]) {
        let ago = i64::from(number + 2) * 60 * MINUTE;
        let start = Clock::system().real().plus_millis(-ago);
        self.session(&format!("0190f4a0-0000-7000-8000-0000{number:08x}"), start, people).await;
    }

    /// A session that began five minutes ago.
    pub(crate) async fn live(&self, people: &[Person]) -> String {
        let id = "0190f4a0-0000-7000-8000-0000ffffffff";
        self.session(id, Clock::system().real().plus_millis(-5 * MINUTE), people).await;
        id.to_owned()
    }

    async fn session(&self, id: &str, start: Timestamp, people: &[Person]) {
        let end = self.database.instant(focus_core::phase::session_end(start));
        let start = self.database.instant(start);
        let session = format!(
            "INSERT INTO sessions (id, start_time, end_time, mode, language, livekit_room_name,
                 filled_at, created_at, updated_at)
             VALUES ('{id}', {start}, {end}, 'quiet', 'en', 'made-{id}', {start}, {start}, {start})"
        );
        self.database.execute(&session).await;
        for (place, person) in people.iter().enumerate() {
            let (user, seat) = (&person.id, place + 1);
            let seat_id = id.replacen("-8000-", &format!("-900{seat}-"), 1);
            let seat = format!(
                "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                     seat_number, joined_at, active_ms, created_at, updated_at)
                 VALUES ('{seat_id}', '{id}', '{user}', 'human', {seat}, {start}, 1800000,
                     {start}, {start})"
            );
            self.database.execute(&seat).await;
        }
    }

    /// Fails when rows do not agree with each other.
    pub(crate) fn audit(&self) {
        let audit = Command::new(program()).arg("audit").env_clear().envs(self.settings()).output();
        let audit = audit.unwrap();
        let told = [audit.stdout, audit.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
        assert!(audit.status.success(), "{told:?}");
    }
}
