//! Many people at once, doing whatever they like: nothing is lost, made or taken twice.

use std::process::Command;

use fastrand::Rng;
use focus_server::testing::START;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::issuers::{Key, claims};
use crate::provider::Provider;
use crate::support::{Answer, Client, MINUTE, send};

const PEOPLE: usize = 64;
const STEPS: usize = 12;
const SLOTS: [&str; 2] = ["2026-05-01T10:00:00Z", "2026-05-01T10:30:00Z"];

struct Somebody {
    id: String,
    token: String,
}

struct Crowd {
    client: Client,
    people: Vec<Somebody>,
}

impl Crowd {
    /// Sixty-four people who have just signed up, each with credits to give away.
    async fn gather() -> Self {
        let (_, client, key) = Provider::with_key().await;
        let tokens = (0..PEOPLE).map(|number| token(&key, number));
        let people = join_all(tokens.map(|token| async {
            let me = patiently(|| client.get("/api/v1/users/me", &token)).await;
            assert_eq!(me.status, 200, "{:?}", me.body);
            Somebody { id: me.body["id"].as_str().unwrap().to_owned(), token }
        }))
        .await;
        let database = client.server.database();
        for (number, somebody) in people.iter().enumerate() {
            let user = &somebody.id;
            database
                .execute(&format!(
                    "UPDATE credits SET tier = 'elite', credits_remaining = 22 WHERE user_id = '{user}'"
                ))
                .await;
            database
                .execute(&format!(
                    "INSERT INTO credit_transactions (id, user_id, amount, transaction_type, created_at)
                     VALUES ('00000009-0000-4000-8000-{number:012x}', '{user}', 20, 'weekly_refresh', {})",
                    database.instant(START)
                ))
                .await;
        }
        Self { client, people }
    }

    async fn post(&self, who: usize, path: &str, body: &Value) -> Answer {
        let (path, token) = (format!("/api/v1{path}"), &self.people[who].token);
        patiently(|| self.client.post(&path, token, body)).await
    }

    /// What `focus-server audit` finds.
    fn audit(&self) -> String {
        let database = self.client.server.database();
        let output = Command::new(env!("CARGO_BIN_EXE_focus-server"))
            .arg("audit")
            .env_clear()
            .env("ENVIRONMENT", "development")
            .env("DATABASE_URL", database.url())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
        told
    }
}

/// Asks again while a busy machine has no connection to give, as a client does.
async fn patiently<F: Future<Output = Answer>>(ask: impl Fn() -> F) -> Answer {
    for _ in 0..10 {
        let answer = ask().await;
        if answer.status != 503 {
            return answer;
        }
    }
    ask().await
}

fn token(key: &Key, number: usize) -> String {
    let mut claims = claims();
    claims["sub"] = json!(format!("person-{number}"));
    claims["email"] = json!(format!("person.{}@example.com", number % 4));
    claims["exp"] = json!(START.unix_millis() / 1_000 + 86_400);
    key.sign(&claims)
}

/// What somebody does, one thing after the other. Refusals are as good as anything; failures are not.
async fn wander(crowd: &Crowd, who: usize) -> usize {
    let mut dice = Rng::with_seed(who as u64);
    let mut sessions: Vec<String> = Vec::new();
    let mut seated = 0;
    for _ in 0..STEPS {
        let session = dice.choice(&sessions).cloned();
        let answer = match (dice.u8(0..8), session) {
            (0..3, _) | (4.., None) => {
                let slot = SLOTS[dice.usize(0..2)];
                let mut body = json!({"target_slot_time": slot});
                if dice.bool() {
                    body["filters"] = json!({"mode": "quiet"});
                }
                crowd.post(who, "/sessions/quick-match", &body).await
            }
            (3, _) => {
                let other = &crowd.people[dice.usize(0..PEOPLE)].id;
                let body = json!({"recipient_user_id": other, "amount": dice.u8(1..3)});
                crowd.post(who, "/credits/gift", &body).await
            }
            (4, Some(id)) => crowd.post(who, &format!("/sessions/{id}/join"), &json!({})).await,
            (5, Some(id)) => crowd.post(who, &format!("/sessions/{id}/leave"), &json!({})).await,
            (_, Some(id)) => crowd.post(who, &format!("/sessions/{id}/cancel"), &json!({})).await,
        };
        assert!(answer.status < 500, "{:?}", answer.body);
        if let Some(id) = answer.body["session"]["id"].as_str() {
            sessions.push(id.to_owned());
            seated += 1;
        }
    }
    seated
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_people_take_seats_leave_and_give_credits_away_and_every_ledger_is_right() {
    let crowd = Crowd::gather().await;
    let seated = join_all((0..PEOPLE).map(|who| wander(&crowd, who))).await;
    assert!(seated.iter().sum::<usize>() > PEOPLE, "{seated:?}");
    crowd.audit();
    // Credits are where they were, but for those that pay for seats.
    let moved = "SELECT COALESCE(SUM(amount), 0) FROM credit_transactions
        WHERE transaction_type IN ('gift_sent', 'gift_received')";
    assert_eq!(crowd.client.count(moved).await, 0);
    let ledger = "SELECT COALESCE(SUM(amount), 0) FROM credit_transactions";
    let held = crowd.client.count("SELECT SUM(credits_remaining) FROM credits").await;
    assert_eq!(held, crowd.client.count(ledger).await + 2 * PEOPLE as i64);
    let paid = "SELECT COALESCE(-SUM(amount), 0) FROM credit_transactions
        WHERE transaction_type IN ('session_join', 'refund')";
    let paid = crowd.client.count(paid).await;
    assert_eq!(held, 22 * PEOPLE as i64 - paid);
    let sitting = "SELECT COUNT(*) FROM session_participants WHERE left_at IS NULL";
    assert!(crowd.client.count(sitting).await <= paid, "somebody sits for nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_rates_everybody_twice_at_once_and_each_batch_counts_once() {
    let crowd = Crowd::gather().await;
    let body = json!({"target_slot_time": SLOTS[0]});
    let seats = join_all((0..PEOPLE).map(|who| crowd.post(who, "/sessions/quick-match", &body)));
    let seats = seats.await;
    let tables: Vec<&str> =
        seats.iter().map(|seat| seat.body["session"]["id"].as_str().unwrap()).collect();
    // Tables are filled before another one is set.
    let full = "SELECT COUNT(*) FROM sessions";
    assert_eq!(crowd.client.count(full).await, PEOPLE as i64 / 4);
    crowd.client.server.clock.set_real(START.plus_millis((30 + 50) * MINUTE));
    let rate = async |who: usize| {
        let mates = (0..PEOPLE).filter(|other| *other != who && tables[*other] == tables[who]);
        let ratings: Vec<_> = mates
            .map(|mate| {
                let rating = if mate % 8 == 0 { "red" } else { "green" };
                let mut rating = json!({"ratee_id": crowd.people[mate].id, "rating": rating});
                if mate % 8 == 0 {
                    rating["reasons"] = json!(["absent_no_show"]);
                }
                rating
            })
            .collect();
        let body = json!({"ratings": ratings});
        crowd.post(who, &format!("/sessions/{}/rate", tables[who]), &body).await
    };
    let answers = join_all((0..2 * PEOPLE).map(|n| rate(n % PEOPLE))).await;
    let told = |status| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((told(200), told(409)), (PEOPLE, PEOPLE), "{:?}", answers.first());
    assert_eq!(crowd.client.count("SELECT COUNT(*) FROM ratings").await, 3 * PEOPLE as i64);
    // Three reds of five at least: nobody's score misses one that came at the same time.
    let reds = "SELECT COUNT(DISTINCT reliability_score) FROM users";
    assert_eq!(crowd.client.count(reds).await, 2);
    crowd.audit();
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_first_calls_of_one_person_make_one_user() {
    let (_, client, key) = Provider::with_key().await;
    let token = token(&key, 1);
    let ask = || send(client.request(Method::GET, "/api/v1/users/me").bearer_auth(&token));
    let me = || patiently(ask);
    let answers = join_all((0..PEOPLE).map(|_| me())).await;
    for answer in &answers {
        assert_eq!((answer.status, &answer.body["id"]), (200, &answers[0].body["id"]));
    }
    assert_eq!(client.count("SELECT COUNT(*) FROM users").await, 1);
}
