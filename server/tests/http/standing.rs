//! What ratings change for whom they are about.

use reqwest::Method;
use serde_json::{Value, json};

use focus_server::testing::START;

use crate::support::{Answer, Client, MINUTE, PEOPLE, greens, send};

const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Client {
    async fn me(&self, person: usize) -> Value {
        let token = self.token(person).await;
        self.get("/api/v1/users/me", &token).await.body
    }

    async fn score(&self, person: usize) -> String {
        self.me(person).await["reliability_score"].as_str().unwrap().to_owned()
    }

    /// A table that may be rated now.
    async fn next_table(&self) -> String {
        let table = self.table().await;
        self.advance(50 * MINUTE).await;
        table
    }

    /// Moves the clock day by day, since it takes no more than so much at once.
    async fn wait_days(&self, days: usize) {
        for _ in 0..days {
            self.advance(DAY).await;
        }
    }

    /// The weights of red ratings, oldest first.
    async fn red_weights(&self) -> Vec<i64> {
        let query = "SELECT CAST(CAST(weight * 100 AS INTEGER) AS TEXT) FROM ratings
            WHERE rating = 'red' ORDER BY created_at";
        let rows = self.server.database().rows(query).await;
        let scale = if self.server.database().is_sqlite() { 100 } else { 1 };
        rows.iter().map(|row| row[0].as_deref().unwrap().parse::<i64>().unwrap() / scale).collect()
    }
}

fn reds(people: &[usize]) -> Value {
    let red = |person: &usize| json!({"ratee_id": PEOPLE[*person], "rating": "red", "reasons": ["absent_no_show"]});
    json!({"ratings": people.iter().map(red).collect::<Vec<_>>()})
}

#[tokio::test]
async fn a_score_follows_from_the_ratings_that_were_received() {
    let (client, table) = Client::ratable().await;
    assert_eq!(client.score(0).await, "100.00");
    assert_eq!(client.rate(1, &table, &reds(&[0])).await.status, 200);
    // Of five ratings four are missing, which count as full.
    assert_eq!(client.score(0).await, "80.00");
    assert_eq!(client.rate(2, &table, &reds(&[0])).await.status, 200);
    assert_eq!(client.score(0).await, "60.00");
    assert_eq!(client.rate(3, &table, &greens(&[0])).await.status, 200);
    // One green of three, weighing the same; two of five are missing.
    assert_eq!(client.score(0).await, "60.00");
    assert_eq!(client.score(1).await, "100.00");
}

#[tokio::test]
async fn a_rater_of_whom_nothing_is_believed_changes_nothing() {
    let (client, table) = Client::ratable().await;
    let nothing = format!("UPDATE users SET reliability_score = 0 WHERE id = '{}'", PEOPLE[1]);
    client.sql(&nothing).await;
    client.rate(1, &table, &reds(&[0])).await;
    assert_eq!(client.score(0).await, "100.00");
    let stored = "SELECT COUNT(*) FROM ratings WHERE rater_reliability_at_time = 0";
    assert_eq!(client.count(stored).await, 1);
}

#[tokio::test]
async fn a_skip_changes_no_score_and_old_ratings_count_no_more() {
    let (client, table) = Client::ratable().await;
    client.rate(1, &table, &reds(&[0])).await;
    let skip = json!({"ratings": [{"ratee_id": PEOPLE[0], "rating": "skip"}]});
    client.wait_days(30).await;
    let next = client.next_table().await;
    client.rate(2, &next, &skip).await;
    assert_eq!(client.score(0).await, "80.00");
    // The red one is half as heavy by now.
    client.rate(3, &next, &greens(&[0])).await;
    let score = client.score(0).await;
    assert!(score.starts_with("86.6"), "{score}");
    client.wait_days(181).await;
    let next = client.next_table().await;
    client.rate(1, &next, &greens(&[0])).await;
    assert_eq!(client.score(0).await, "100.00");
}

#[tokio::test]
async fn a_red_rating_weighs_what_its_rater_may_say() {
    let (client, table) = Client::ratable().await;
    client.grant(1, "pro", 8).await;
    let made = client.server.database().instant(START.plus_millis(-7 * DAY));
    let established = format!(
        "UPDATE users SET session_count = 5, created_at = {made} WHERE id = '{}'",
        PEOPLE[2]
    );
    client.sql(&established).await;
    for rater in 1..4 {
        client.rate(rater, &table, &reds(&[0])).await;
        client.advance(1).await;
    }
    assert_eq!(client.red_weights().await, [100, 50, 0]);
}

#[tokio::test]
async fn red_ratings_that_weigh_enough_ban_for_two_days_and_cost_a_credit() {
    let (client, table) = Client::ratable().await;
    for rater in 1..4 {
        client.grant(rater, "pro", 8).await;
    }
    client.rate(1, &table, &reds(&[0])).await;
    assert_eq!(client.me(0).await["banned_until"], Value::Null);
    client.advance(MINUTE).await;
    client.rate(2, &table, &reds(&[0])).await;
    let until = |minutes| START.plus_millis(minutes * MINUTE + 48 * HOUR).to_string();
    assert_eq!(client.me(0).await["banned_until"], until(51));
    assert_eq!(client.credits(0).await, 1);
    client.advance(MINUTE).await;
    client.rate(3, &table, &reds(&[0])).await;
    assert_eq!(client.me(0).await["banned_until"], until(52));
    assert_eq!(client.credits(0).await, 0);
    let lines = "SELECT COUNT(*) FROM credit_transactions
        WHERE transaction_type = 'penalty' AND amount = -1 AND related_session_id IS NOT NULL";
    assert_eq!(client.count(lines).await, 2);
    client.advance(HOUR).await;
    // Who has nothing loses nothing; the earlier ones still count.
    let next = client.next_table().await;
    client.rate(1, &next, &reds(&[0])).await;
    assert_eq!(client.credits(0).await, 0);
    assert_eq!(client.count(lines).await, 2);
    assert_eq!(client.me(0).await["banned_until"], until(52 + 60 + 50));
    client.assert_clean().await;
}

#[tokio::test]
async fn who_pays_is_banned_by_more_and_ratings_of_new_people_ban_nobody() {
    let (client, table) = Client::ratable().await;
    client.grant(0, "elite", 12).await;
    client.grant(1, "pro", 8).await;
    client.grant(2, "pro", 8).await;
    for rater in 1..4 {
        client.rate(rater, &table, &reds(&[0])).await;
    }
    assert_eq!(client.me(0).await["banned_until"], Value::Null);
    client.advance(HOUR).await;
    let next = client.next_table().await;
    client.rate(1, &next, &reds(&[0])).await;
    assert_ne!(client.me(0).await["banned_until"], Value::Null);
    assert_eq!(client.credits(0).await, 11);
}

#[tokio::test]
async fn red_ratings_of_a_week_ago_ban_no_more() {
    let (client, table) = Client::ratable().await;
    client.grant(1, "pro", 8).await;
    client.rate(1, &table, &reds(&[0])).await;
    client.advance(7 * DAY).await;
    let next = client.next_table().await;
    client.rate(1, &next, &reds(&[0])).await;
    assert_eq!(client.me(0).await["banned_until"], Value::Null);
}

#[tokio::test]
async fn a_replay_takes_no_second_credit_and_a_refused_batch_nothing() {
    let (client, table) = Client::ratable().await;
    for rater in 1..3 {
        client.grant(rater, "pro", 8).await;
    }
    client.rate(1, &table, &reds(&[0, 2])).await;
    let path = format!("/api/v1/sessions/{table}/rate");
    let token = client.token(2).await;
    let keyed = async |body: Value| -> Answer {
        let request = client.request(Method::POST, &path).bearer_auth(&token);
        let request = request.header("content-type", "application/json").body(body.to_string());
        send(request.header("x-idempotency-key", "0190f4a0-0000-7000-8000-00000000000a")).await
    };
    // One of the two is the rater's own: nothing of it stands.
    assert_eq!(keyed(reds(&[0, 2])).await.told(), (400, "INVALID_RATING_TARGET"));
    assert_eq!((client.credits(0).await, client.score(0).await), (2, "80.00".to_owned()));
    for _ in 0..3 {
        assert_eq!(keyed(reds(&[0])).await.status, 200);
        assert_eq!((client.credits(0).await, client.score(0).await), (1, "60.00".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ratings_of_one_person_at_once_are_all_counted() {
    let (client, table) = Client::ratable().await;
    for rater in 1..4 {
        client.grant(rater, "pro", 8).await;
    }
    let body = reds(&[0]);
    let rate = |rater| client.rate(rater, &table, &body);
    let (first, second, third) = tokio::join!(rate(1), rate(2), rate(3));
    assert_eq!((first.status, second.status, third.status), (200, 200, 200));
    // Three reds and two that are missing; two bans.
    assert_eq!(client.score(0).await, "40.00");
    assert_eq!(client.credits(0).await, 0);
    client.assert_clean().await;
}
