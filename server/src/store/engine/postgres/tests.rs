//! Tests of the engine itself; everything else is tested through the routes.

use focus_core::Timestamp;
use sqlx::Executor as _;

use super::*;
use crate::config::DatabaseSettings;
use crate::testing::TestDatabase;
use crate::testing::postgres::Postgres as Server;

fn settings(database: &TestDatabase) -> PostgresSettings {
    match database.settings() {
        DatabaseSettings::Postgres(settings) => settings.clone(),
        DatabaseSettings::Sqlite(_) => panic!("a database on PostgreSQL"),
    }
}

async fn refused(settings: &PostgresSettings) -> String {
    crate::causes::told(&Postgres::open(settings).await.err().unwrap())
}

#[tokio::test]
async fn a_schema_of_a_newer_release_is_refused() {
    let database = TestDatabase::postgres().await;
    Postgres::open(&settings(&database)).await.unwrap();
    database.execute("UPDATE schema_version SET version = 99").await;
    let told = refused(&settings(&database)).await;
    assert!(told.contains("schema 99") && told.contains("newer release"), "{told}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    for statement in [
        "CREATE TABLE users (id int)",
        "CREATE TABLE schema_version (version bigint)",
        "CREATE TABLE schema_version (version bigint); INSERT INTO schema_version VALUES (0)",
    ] {
        let database = TestDatabase::postgres().await;
        database.execute(statement).await;
        let told = refused(&settings(&database)).await;
        assert_eq!(told, "it belongs to another program", "{statement}");
        let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
        assert_eq!(database.count(tables).await, 1, "{statement}");
    }
}

#[tokio::test]
async fn many_instances_may_migrate_at_once() {
    let database = TestDatabase::postgres().await;
    let settings = settings(&database);
    let opened = (0..4).map(|_| Postgres::open(&settings));
    for opened in futures_util::future::join_all(opened).await {
        opened.unwrap().ping().await.unwrap();
    }
    assert_eq!(database.count("SELECT COUNT(*) FROM schema_version").await, 1);
}

#[tokio::test]
async fn who_is_not_let_in_is_told_at_once_and_without_the_password() {
    let database = TestDatabase::postgres().await;
    let mut settings = settings(&database);
    settings.0.password = "s3cret".to_owned();
    let told = refused(&settings).await;
    assert!(told.contains("password authentication failed"), "{told}");
    assert!(!told.contains("s3cret"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_starts_late_is_waited_for() {
    let mut server = tokio::task::spawn_blocking(Server::start).await.unwrap();
    let database = TestDatabase::of_postgres(server.database());
    server.stop();
    let settings = settings(&database);
    let opened = tokio::spawn(async move { Postgres::open(&settings).await });
    let _server = tokio::task::spawn_blocking(move || {
        server.start_again();
        server
    });
    opened.await.unwrap().unwrap().ping().await.unwrap();
}

#[tokio::test]
async fn what_has_waited_for_a_lock_sees_what_its_holder_wrote() {
    let database = TestDatabase::postgres().await;
    let engine = Postgres::open(&settings(&database)).await.unwrap();
    engine.pool.execute("CREATE TABLE counter AS SELECT 0 AS value").await.unwrap();
    let count = || async {
        let mut connection = engine.begin().await.unwrap();
        connection.lock(Lock::Slot(Timestamp::from_unix_millis(0))).await.unwrap();
        let rows = connection.rows("SELECT value FROM counter".into(), vec![]).await.unwrap();
        let value = rows[0].integer("value").unwrap() + 1;
        let values = super::super::values![value];
        connection.execute("UPDATE counter SET value = $1".into(), values).await.unwrap();
        connection.commit().await.unwrap();
    };
    futures_util::future::join_all((0..16).map(|_| count())).await;
    assert_eq!(database.count("SELECT value FROM counter").await, 16);
}

#[tokio::test]
async fn every_transaction_has_a_statement_timeout_and_the_session_has_none() {
    let database = TestDatabase::postgres().await;
    let engine = Postgres::open(&settings(&database)).await.unwrap();
    let timeout = async |mut connection: Box<dyn Connection>| {
        let sql = "SELECT current_setting('statement_timeout') AS timeout";
        connection.rows(sql.into(), vec![]).await.unwrap()[0].text("timeout").unwrap()
    };
    assert_eq!(timeout(engine.begin().await.unwrap()).await, "30s");
    assert_eq!(timeout(engine.snapshot().await.unwrap()).await, "30s");
    // Poolers hand connections on: nothing of ours may stay behind.
    assert_eq!(timeout(engine.glance().await.unwrap()).await, "0");
}
