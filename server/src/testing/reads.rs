//! What requests read of the database and could read of Redis instead, for the bench of caches.

use std::ops::RangeInclusive;

use focus_core::slot::{self, UPCOMING_SLOTS_COUNT};
use focus_core::{SessionId, Timestamp, UserId};
use redis::cmd;

use super::TestServer;
use crate::AppState;
use crate::config::RedisSettings;
use crate::redis::Redis;
use crate::routes::upcoming_slots;

/// The database of a server, through its pool, and a connection to Redis like the server's own.
#[derive(Clone)]
pub struct Reads {
    state: AppState,
    redis: Redis,
}

/// Each panics when the database or Redis fails, or when nothing is there: a bench that cannot read
/// has failed.
#[expect(clippy::missing_panics_doc, reason = "said above")]
impl Reads {
    /// Reads of this server's database and of the Redis at this address.
    pub async fn of(server: &TestServer, redis_url: &str) -> Self {
        let settings = RedisSettings::of_url(redis_url).expect("the address is Redis'");
        let redis = Redis::connect(settings).await.expect("Redis answers");
        Self { state: server.state.clone(), redis }
    }

    /// The account of who asks: once in each request with a token.
    pub async fn account(&self, issuer: &str, subject: &str) {
        let mut snapshot = self.state.store.glance().await.expect("the database answers");
        let account = snapshot.account_of(issuer, subject).await.expect("the database answers");
        account.expect("the account is there");
    }

    /// The people at each of the next slots, alone; how many slots have some.
    pub async fn slot_counts(&self) -> usize {
        let starts = self.starts();
        let mut snapshot = self.state.store.glance().await.expect("the database answers");
        snapshot.queue(starts, None).await.expect("the database answers").len()
    }

    /// The same as the route reads it, through the server's cache.
    pub async fn cached_slot_counts(&self) -> usize {
        let counts = upcoming_slots::queue(&self.state.store, &self.next_slots(), None).await;
        counts.expect("the database answers").len()
    }

    /// A user's own seats at the next slots, alone.
    pub async fn own_slots(&self, user: UserId) {
        let starts = self.starts();
        let mut snapshot = self.state.store.glance().await.expect("the database answers");
        snapshot.my_seats(user, starts).await.expect("the database answers");
    }

    /// Both of one instant.
    pub async fn slots(&self, user: UserId) {
        let starts = self.starts();
        let mut snapshot = self.state.store.read().await.expect("the database answers");
        snapshot.queue(starts.clone(), None).await.expect("the database answers");
        snapshot.my_seats(user, starts).await.expect("the database answers");
    }

    /// A user's credits.
    pub async fn credits(&self, user: UserId) {
        let mut snapshot = self.state.store.glance().await.expect("the database answers");
        let account = snapshot.account(user).await.expect("the database answers");
        account.expect("the credits are there");
    }

    /// A session with everybody who has a seat.
    pub async fn session(&self, session: SessionId) {
        let mut snapshot = self.state.store.read().await.expect("the database answers");
        let session = snapshot.session(session).await.expect("the database answers");
        session.expect("the session is there");
    }

    /// Keeps a text in Redis.
    pub async fn put(&self, key: &str, text: &str) {
        let mut command = cmd("SET");
        command.arg(key).arg(text);
        self.redis.ask::<()>(&command).await.expect("Redis answers");
    }

    /// The text that is kept there.
    pub async fn get(&self, key: &str) -> String {
        let mut command = cmd("GET");
        command.arg(key);
        self.redis.ask(&command).await.expect("Redis answers")
    }

    fn next_slots(&self) -> Vec<Timestamp> {
        slot::upcoming(self.state.clock.now(), UPCOMING_SLOTS_COUNT)
    }

    /// From the first of the next slots to the last.
    fn starts(&self) -> RangeInclusive<Timestamp> {
        let slots = self.next_slots();
        let both = slots.first().zip(slots.last());
        both.map(|(first, last)| *first..=*last).expect("there are slots")
    }
}
