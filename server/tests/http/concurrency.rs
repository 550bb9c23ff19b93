//! Many at once, on one file.

use focus_server::testing::TestServer;
use serde_json::json;

use crate::support::{Client, MINUTE, greens, send};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixteen_equal_batches_exactly_one_wins() {
    let (client, table) = Client::ratable().await;
    let token = client.token(0).await;
    let path = format!("/api/v1/sessions/{table}/rate");
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let request = client.request(reqwest::Method::POST, &path).bearer_auth(&token);
        let request = request.header("content-type", "application/json");
        tasks.spawn(send(request.body(greens(&[1, 2, 3]).to_string())));
    }
    let answers = tasks.join_all().await;
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let lost = answers.iter().filter(|a| a.told() == (409, "RATING_ALREADY_EXISTS")).count();
    assert_eq!((won, lost), (1, 15));
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_rates_and_looks_at_once() {
    let (client, table) = Client::ratable().await;
    let rate = async |person: usize| {
        let others: Vec<_> = (0..4).filter(|other| *other != person).collect();
        client.pending(person).await;
        client.rate(person, &table, &greens(&others)).await.status
    };
    let statuses = tokio::join!(rate(0), rate(1), rate(2), rate(3));
    assert_eq!(statuses, (200, 200, 200, 200));
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 12);
    assert_eq!(client.count("SELECT COUNT(*) FROM pending_ratings").await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_calls_for_a_table_make_one() {
    let client = Client::of(TestServer::start().await);
    client.advance(55 * MINUTE).await;
    let tables = tokio::join!(client.table(), client.table(), client.table());
    assert!(tables.0 == tables.1 && tables.1 == tables.2);
    let answer = client.get("/dev/users", "").await;
    assert_eq!(
        answer.body["users"].as_array().map(Vec::len),
        json!(4).as_u64().map(|n| n as usize)
    );
}
