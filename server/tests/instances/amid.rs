//! People who want seats, while one part after the other is killed under them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use focus_core::Timestamp;
use focus_server::clock::Clock;
use serde_json::{Value, json};
use tokio::sync::RwLock;
use tokio::task::JoinSet;
use uuid::Builder;

use crate::Table;
use crate::instance::{Answer, Instance};
use crate::world::{World, until};

const PEOPLE: usize = 12;
const SLOTS: usize = 16;
const ALL: usize = PEOPLE * SLOTS;
/// How long somebody waits before they ask again.
const PAUSE: Duration = Duration::from_millis(20);

/// The instances that people know of, and how much was acknowledged to them.
#[derive(Clone)]
struct Scene {
    instances: Arc<RwLock<Vec<Instance>>>,
    acknowledged: Arc<AtomicUsize>,
}

impl Scene {
    /// Asks one instance after the other until one answers for good, as a client does that has a key.
    async fn sit_down(&self, token: &str, slot: Timestamp) -> Answer {
        let key = Builder::from_random_bytes(fastrand::u128(..).to_le_bytes()).into_uuid();
        let key = key.to_string();
        let body = json!({"target_slot_time": String::from(slot)});
        loop {
            {
                let instances = self.instances.read().await;
                let instance = fastrand::choice(instances.iter()).unwrap();
                let path = "/api/v1/sessions/quick-match";
                let answer = instance.post(path, token, Some(&key), &body).await;
                if let Some(answer) = answer.filter(|answer| answer.status < 503) {
                    return answer;
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn reached(&self, count: usize) {
        until(async || self.acknowledged.load(Ordering::SeqCst) >= count).await;
    }
}

/// The next slots but one, so that none of them is too near.
fn slots() -> impl Iterator<Item = Timestamp> {
    const HALF_HOUR: i64 = 30 * 60_000;
    let first = Clock::system().real().unix_millis() / HALF_HOUR + 2;
    (first..).map(|number| Timestamp::from_unix_millis(number * HALF_HOUR)).take(SLOTS)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_whatever_died_meanwhile() {
    let mut table = Table::new();
    let mut world = World::new().await;
    let people = world.people(PEOPLE).await;
    let scene = Scene {
        instances: Arc::new(RwLock::new(world.start(2).await)),
        acknowledged: Arc::default(),
    };
    let mut asking = JoinSet::new();
    for person in people {
        let scene = scene.clone();
        asking.spawn(async move {
            let mut seats = Vec::new();
            for slot in slots() {
                let answer = scene.sit_down(&person.token, slot).await;
                assert_eq!(answer.status, 200, "{}", answer.body);
                scene.acknowledged.fetch_add(1, Ordering::SeqCst);
                seats.push((person.id.clone(), session_of(&answer.body)));
            }
            seats
        });
    }

    scene.reached(ALL / 8).await;
    kill_one(&scene, &world).await;
    scene.reached(ALL * 3 / 8).await;
    world.redis.kill();
    world.redis.start_again();
    scene.reached(ALL * 4 / 8).await;
    world = tokio::task::spawn_blocking(move || {
        world.postgres.crash();
        world.postgres.start_again();
        world
    })
    .await
    .unwrap();
    scene.reached(ALL * 6 / 8).await;
    kill_one(&scene, &world).await;

    let seats: Vec<_> = asking.join_all().await.into_iter().flatten().collect();
    assert_eq!(seats.len(), ALL);
    let rows = "SELECT CAST(user_id AS text), CAST(session_id AS text) FROM session_participants
        WHERE left_at IS NULL AND user_id IS NOT NULL";
    let rows = world.database.rows(rows).await;
    let mut cells = rows.into_iter().map(|row| row.into_iter().map(Option::unwrap));
    let stored: BTreeSet<_> =
        cells.by_ref().map(|mut row| (row.next().unwrap(), row.next().unwrap())).collect();
    let lost = seats.iter().filter(|seat| !stored.contains(*seat)).count();
    let beyond = stored.len() - ALL;
    let paid = format!("SELECT COUNT(*) FROM credits WHERE credits_remaining <> 22 - {SLOTS}");
    let unpaid = world.database.count(&paid).await;
    assert_eq!((lost, beyond, unpaid), (0, 0, 0));
    for instance in scene.instances.read().await.iter() {
        assert_eq!(instance.stop(), Some(0));
    }
    world.audit();
    for what in [
        "an instance is killed",
        "Redis is killed and started again",
        "PostgreSQL crashes and is started again",
        "the other first instance is killed",
    ] {
        table.row(
            &format!("amid {ALL} requests for seats, {what}"),
            "acknowledged and lost: 0; done twice: 0",
        );
    }
    table.compare("instances-amid");
}

fn session_of(body: &Value) -> String {
    let id = body["session"]["id"].as_str().or(body["session_id"].as_str());
    id.unwrap_or_else(|| panic!("{body}")).to_owned()
}

/// Kills the instance that runs for the longest time, and starts another one.
async fn kill_one(scene: &Scene, world: &World) {
    // Requests run on it: nobody waits for them.
    let killed = {
        let instances = scene.instances.read().await;
        instances.first().unwrap().kill();
        Instance::start(world).await
    };
    let mut instances = scene.instances.write().await;
    instances.remove(0);
    instances.push(killed);
}
