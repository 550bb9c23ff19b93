//! A database that goes away and comes back.

use focus_server::testing::postgres::Postgres;
use focus_server::testing::{Options, TestDatabase, TestServer};

use crate::support::{Client, MINUTE, greens};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_outlives_a_crash_of_postgresql_and_the_server_goes_on() {
    let mut postgres = tokio::task::spawn_blocking(Postgres::start).await.unwrap();
    let database = TestDatabase::of_postgres(postgres.database());
    let client = Client::of(TestServer::start_on(database, Options::default()).await);
    let (table, token) = (client.table().await, client.token(0).await);
    client.advance(50 * MINUTE).await;
    assert_eq!(client.rate(0, &table, &greens(&[1, 2])).await.status, 200);

    postgres.crash();
    let path = format!("/api/v1/sessions/{table}");
    let away = client.get(&path, &token).await;
    assert_eq!(away.told(), (503, "OVERLOADED"));
    assert_eq!(away.header("retry-after"), "5");
    assert_eq!(client.get("/health/ready", &token).await.status, 503);
    assert_eq!(client.get("/health/live", &token).await.status, 200);
    assert_eq!(client.rate(1, &table, &greens(&[0])).await.told(), (503, "OVERLOADED"));

    postgres.start_again();
    assert_eq!(client.get(&path, &token).await.status, 200);
    let again = client.rate(0, &table, &greens(&[1, 2])).await;
    assert_eq!(again.told(), (409, "RATING_ALREADY_EXISTS"));
    assert_eq!(client.rate(1, &table, &greens(&[0])).await.status, 200);
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 3);
}
