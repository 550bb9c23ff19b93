//! What laptop mode begins with on an empty database.

use std::collections::BTreeSet;

use focus_core::reliability::tier::tier;
use focus_core::{Hundredths, phase};
use focus_server::testing::{Options, START, TestServer};

use crate::support::Client;

async fn lively() -> Client {
    let options = Options { lively: true, ..Options::default() };
    Client::of(TestServer::start_with(options).await)
}

#[tokio::test]
async fn there_are_tables_in_every_phase_and_at_the_next_slots() {
    let client = lively().await;
    let database = client.server.database();
    let starts = database.rows("SELECT CAST(start_time AS TEXT) FROM sessions").await;
    assert!(starts.len() > 12);
    let since = |minutes: i64| database.instant(START.plus_millis(-minutes * 60_000));
    for (from, until) in [(3, 0), (28, 3), (30, 28), (50, 30), (55, 50)] {
        let query = format!(
            "SELECT COUNT(*) FROM sessions WHERE start_time > {} AND start_time <= {}",
            since(from),
            since(until)
        );
        assert!(client.count(&query).await > 0, "{from} to {until} minutes ago");
    }
    let later = format!("SELECT COUNT(*) FROM sessions WHERE start_time > {}", since(0));
    assert_eq!(client.count(&later).await, 4);
    assert_eq!(phase::at(START, START), phase::Phase::Setup);
}

#[tokio::test]
async fn there_are_people_of_every_reliability() {
    let client = lively().await;
    let query = "SELECT CAST(u.reliability_score AS TEXT),
            CAST((SELECT COUNT(*) FROM ratings r WHERE r.ratee_id = u.id) AS TEXT) FROM users u";
    let rows = client.server.database().rows(query).await;
    let is_sqlite = client.server.database().is_sqlite();
    let tiers: BTreeSet<_> = rows
        .iter()
        .map(|row| {
            let score: f64 = row[0].as_ref().unwrap().parse().unwrap();
            let score = if is_sqlite { score } else { score * 100.0 };
            tier(Hundredths(score.round() as u32), row[1].as_ref().unwrap().parse().unwrap())
        })
        .map(|tier| tier.as_str())
        .collect();
    assert_eq!(tiers.into_iter().collect::<Vec<_>>(), ["fair", "good", "new", "trusted"]);
}

#[tokio::test]
async fn the_four_owe_nothing_have_a_diary_and_one_may_give_credits_away() {
    let client = lively().await;
    for person in 0..4 {
        assert_eq!(client.pending(person).await["has_pending"], false);
        let token = client.token(person).await;
        let diary = client.get("/api/v1/sessions/diary", &token).await.body;
        assert_eq!(diary["total"], 1, "{diary}");
    }
    let balance = client.get("/api/v1/credits/balance", &client.token(1).await).await.body;
    assert_eq!((&balance["tier"], &balance["credits_remaining"]), (&"pro".into(), &8.into()));
    client.assert_clean().await;
}

#[tokio::test]
async fn another_start_makes_nothing_of_it_again() {
    let client = lively().await;
    let count = "SELECT COUNT(*) FROM sessions";
    let before = client.count(count).await;
    let options = Options { lively: true, ..Options::default() };
    let again = Client::of(client.server.restart_with(options).await);
    assert_eq!(again.count(count).await, before);
}
