//! What a cache would be worth: what requests read again and again, from the database through the
//! pool, from Redis, and from a copy in the process; each by one caller and by many at once.
//!
//! `cargo bench -p focus-server --bench caches [-- sqlite|postgres]`
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a run that fails has failed")]
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "this measures and tells")]

mod fill;

use std::sync::Arc;
use std::time::{Duration, Instant};

use focus_core::slot::{self, UPCOMING_SLOTS_COUNT};
use focus_core::{SessionId, UserId};
use focus_server::config::Command;
use focus_server::testing::reads::Reads;
use focus_server::testing::redis::RedisServer;
use focus_server::testing::{Options, START, TestDatabase, TestServer};
use quick_cache::sync::Cache;
use serde_json::{Value, json};

use fill::{Fill, ISSUER};

const CALLERS: [usize; 2] = [1, 32];
const ROUND: Duration = Duration::from_secs(1);
/// Everybody takes turns this often; the median round is told, since others use the machine too.
const ROUNDS: usize = 5;
/// Users and sessions that are read in turn.
const TURNS: usize = 1_000;
const QUIET: Fill = Fill { users: 100_000, sessions: 10_000, at_each_slot: 10 };
const BUSY: Fill = Fill { at_each_slot: 200, ..QUIET };

#[derive(Clone, Copy, Debug)]
enum What {
    Account,
    /// The counts of the next slots, alone.
    SlotCounts,
    /// The same, but from Redis as the server reads it, through its cache.
    CachedSlotCounts,
    /// All that the route of the next slots reads beside the account.
    Slots,
    Credits,
    Session,
}

#[derive(Clone, Copy, Debug)]
enum From {
    Database,
    Redis,
    Process,
}

struct Bench {
    reads: Reads,
    copies: Cache<String, Arc<Value>>,
}

#[tokio::main]
async fn main() {
    let only = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let redis = RedisServer::start();
    for engine in ["sqlite", "postgres"] {
        if only.as_ref().is_some_and(|only| only != engine) {
            continue;
        }
        for (name, fill) in [("quiet", QUIET), ("busy", BUSY)] {
            let database = match engine {
                "sqlite" => TestDatabase::sqlite(),
                _ => TestDatabase::postgres().await,
            };
            // Of another engine's or fill's run.
            redis.start_empty();
            let options = Options {
                command: Command::Serve,
                redis_url: Some(redis.url()),
                ..Options::default()
            };
            let server = TestServer::start_on(database, options).await;
            fill.write(server.database(), &slot::upcoming(START, UPCOMING_SLOTS_COUNT)).await;
            let reads = Reads::of(&server, &redis.url()).await;
            let bench = Bench { reads, copies: Cache::new(10 * TURNS) };
            println!("\n{engine}, {name}: {} tables at each slot\n", fill.at_each_slot);
            bench.run(name == "quiet").await;
        }
    }
}

impl Bench {
    async fn run(self, is_all: bool) {
        println!("| what | callers | database µs | Redis µs | database by Redis | process µs |");
        println!("|---|---|---|---|---|---|");
        let all = [
            What::Account,
            What::SlotCounts,
            What::CachedSlotCounts,
            What::Slots,
            What::Credits,
            What::Session,
        ];
        let bench = Arc::new(self);
        for what in if is_all { &all[..] } else { &all[1..4] } {
            for turn in 0..TURNS {
                let (key, value) = (key(*what, turn), value(*what, turn));
                bench.reads.put(&key, &value.to_string()).await;
                bench.copies.insert(key, Arc::new(value));
            }
            for callers in CALLERS {
                let mut rounds = [const { Vec::new() }; 3];
                for _ in 0..ROUNDS {
                    for (from, times) in
                        [From::Database, From::Redis, From::Process].into_iter().zip(&mut rounds)
                    {
                        times.push(bench.round(*what, from, callers).await);
                    }
                }
                let [database, redis, process] = rounds.map(median);
                println!(
                    "| {what:?} | {callers} | {database:.0} | {redis:.0} | {:.1} | {process:.1} |",
                    database / redis,
                );
            }
        }
    }

    /// Microseconds from one read to the next, of all callers together.
    async fn round(self: &Arc<Self>, what: What, from: From, callers: usize) -> f64 {
        let start = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for caller in 0..callers {
            let bench = Arc::clone(self);
            tasks.spawn(async move {
                let mut count = 0;
                while start.elapsed() < ROUND {
                    bench.read(what, from, (caller * 31 + count) % TURNS).await;
                    count += 1;
                }
                count
            });
        }
        let count: usize = tasks.join_all().await.into_iter().sum();
        start.elapsed().as_secs_f64() * 1_000_000.0 / count as f64
    }

    async fn read(&self, what: What, from: From, turn: usize) {
        let user: UserId = UserId::parse(&Fill::user_id(turn)).unwrap();
        if let From::Database = from {
            match what {
                What::Account => self.reads.account(ISSUER, &Fill::user_id(turn)).await,
                What::SlotCounts | What::CachedSlotCounts => {
                    self.reads.slot_counts().await;
                }
                What::Slots => self.reads.slots(user).await,
                What::Credits => self.reads.credits(user).await,
                What::Session => {
                    self.reads.session(SessionId::parse(&Fill::session_id(turn)).unwrap()).await;
                }
            }
            return;
        }
        if let (From::Redis, What::CachedSlotCounts) = (from, what) {
            assert_ne!(self.reads.cached_slot_counts().await, 0);
            return;
        }
        let key = key(what, turn);
        let value = match from {
            From::Redis => {
                let text = self.reads.get(&key).await;
                Arc::new(serde_json::from_str::<Value>(&text).unwrap())
            }
            _ => self.copies.get(&key).unwrap(),
        };
        assert!(!value.is_null());
        if let What::Slots = what {
            // Whether one sits there oneself is of nobody else's concern, and cached nowhere.
            self.reads.own_slots(user).await;
        }
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// As a cache would name it: who asks is hashed.
fn key(what: What, turn: usize) -> String {
    match what {
        What::Account => {
            let name = format!("{ISSUER}\n{}", Fill::user_id(turn));
            let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, name.as_bytes());
            let hash: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            format!("bench:user:auth:{hash}")
        }
        What::SlotCounts | What::CachedSlotCounts | What::Slots => {
            "bench:slot_counts:all:0123456789ab".to_owned()
        }
        What::Credits => format!("bench:credits:{}", Fill::user_id(turn)),
        What::Session => format!("bench:session:{}", Fill::session_id(turn)),
    }
}

fn value(what: What, turn: usize) -> Value {
    let id = Fill::user_id(turn);
    match what {
        What::Account => json!({"id": id, "deletion_scheduled_at": null}),
        What::SlotCounts | What::CachedSlotCounts | What::Slots => json!([12, 3, 0, 40, 28, 7]),
        What::Credits => json!({"tier": "free", "credits_remaining": 2, "gifts_sent_this_week": 0,
            "credit_cycle_start": "2026-05-01T09:30:00Z", "referral_code": "ABCDEFGH",
            "referred_by": null, "referrer_username": null, "referrals_completed": 0}),
        What::Session => {
            let seat = |seat: usize| {
                json!({"id": Fill::user_id(seat), "user_id": Fill::user_id(turn + seat),
                    "participant_type": "human", "seat_number": seat, "username": id,
                    "display_name": null, "avatar_config": {}, "pixel_avatar_id": null,
                    "joined_at": "2026-05-01T09:30:00Z", "left_at": null,
                    "ai_companion_name": null})
            };
            json!({"id": id, "start_time": "2026-05-01T09:30:00Z",
                "end_time": "2026-05-01T10:25:00Z", "mode": "quiet", "topic": null,
                "language": "en", "room_type": null, "livekit_room_name": id, "max_seats": 4,
                "fill_ai": true, "filled_at": null,
                "participants": [seat(1), seat(2), seat(3), seat(4)]})
        }
    }
}
