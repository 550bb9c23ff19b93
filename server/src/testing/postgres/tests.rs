use std::path::Path;
use std::time::Duration;

use sqlx::{Connection as _, Executor as _, PgConnection, Row as _};

use super::{Postgres, program};
use crate::testing::keeper;
use crate::testing::keeper::user::User;
use crate::testing::keeper::victim::Victim;

async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.unwrap()
}

async fn count(connection: &mut PgConnection, statement: &'static str) -> i64 {
    connection.fetch_one(statement).await.unwrap().get(0)
}

/// Waits for what others do, who tell nobody.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..1_000 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what}: still not so");
}

async fn until_gone(path: &Path) {
    until(&format!("{} is gone", path.display()), async || !path.exists()).await;
}

#[tokio::test]
async fn a_database_is_empty_and_its_user_no_superuser() {
    let database = Postgres::shared().database();
    let mut connection = connect(&database.url).await;
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(count(&mut connection, tables).await, 0);
    let superusers = "SELECT count(*) FROM pg_roles WHERE rolname = current_user AND rolsuper";
    assert_eq!(count(&mut connection, superusers).await, 0);
    let encoding = connection.fetch_one("SHOW server_encoding").await.unwrap();
    assert_eq!(encoding.get::<&str, _>(0), "UTF8");
}

#[tokio::test]
async fn two_databases_do_not_see_each_other() {
    let databases = [(); 2].map(|()| Postgres::shared().database());
    let mut connection = connect(&databases[0].url).await;
    connection.execute("CREATE TABLE seats (id int)").await.unwrap();
    connection.execute("INSERT INTO seats VALUES (1)").await.unwrap();
    assert_eq!(count(&mut connection, "SELECT count(*) FROM seats").await, 1);
    let mut other = connect(&databases[1].url).await;
    let refused = other.execute("SELECT count(*) FROM seats").await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "42P01");
}

#[tokio::test]
async fn a_dropped_database_is_removed_while_others_still_use_it() {
    let server = Postgres::shared();
    let database = server.database();
    let _user = connect(&database.url).await;
    let name = database.name.clone();
    drop(database);
    let mut connection = connect(&server.admin_url()).await;
    until("the database is gone", async || {
        let named = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
        named.fetch_optional(&mut connection).await.unwrap().is_none()
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_is_refused() {
    let mut url = url::Url::parse(&Postgres::shared().admin_url()).unwrap();
    url.set_password(Some("wrong")).unwrap();
    let refused = PgConnection::connect(url.as_str()).await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "28P01");
}

#[tokio::test]
async fn a_server_that_stopped_or_crashed_refuses_and_keeps_its_rows() {
    let mut server = Postgres::start();
    let database = server.database();
    let mut connection = connect(&database.url).await;
    connection.execute("CREATE TABLE seats (id int)").await.unwrap();
    let mut expected = 0;
    for take_down in [Postgres::stop, Postgres::crash] {
        connection.execute("INSERT INTO seats VALUES (1)").await.unwrap();
        expected += 1;
        take_down(&mut server);
        assert!(connection.execute("SELECT 1").await.is_err());
        assert!(PgConnection::connect(&database.url).await.is_err());
        server.start_again();
        connection = connect(&database.url).await;
        assert_eq!(count(&mut connection, "SELECT count(*) FROM seats").await, expected);
    }
}

#[tokio::test]
async fn a_frozen_server_answers_nothing_until_it_goes_on_and_can_be_dropped() {
    let mut server = Postgres::start();
    let database = server.database();
    let mut connection = connect(&database.url).await;
    server.freeze();
    let mut answer = Box::pin(connection.fetch_one("SELECT 1"));
    let waited = tokio::time::timeout(Duration::from_millis(300), &mut answer).await;
    assert!(waited.is_err(), "it answered");
    server.resume();
    assert_eq!(answer.await.unwrap().get::<i32, _>(0), 1);

    let folder = server.keeper.folder().to_owned();
    server.freeze();
    drop(server);
    assert!(!folder.exists());
    assert!(PgConnection::connect(&database.url).await.is_err());
}

#[tokio::test]
async fn a_server_is_gone_when_its_process_was_killed() {
    const NAME: &str = "testing::postgres::tests::a_server_is_gone_when_its_process_was_killed";
    let victim = Victim::of(NAME, || {
        let server = Postgres::start();
        let (folder, url) = (server.keeper.folder().to_owned(), server.admin_url());
        (server, folder, url)
    });
    let Some(mut victim) = victim else { return };
    let mut connection = connect(&victim.url).await;
    victim.kill();
    assert!(connection.execute("SELECT pg_sleep(60)").await.is_err());
    until_gone(&victim.folder).await;
}

#[tokio::test]
async fn a_server_whose_keeper_was_killed_is_removed_as_a_leftover() {
    let mut server = Postgres::start();
    let folder = server.keeper.folder().to_owned();
    let mut connection = connect(&server.admin_url()).await;
    let own = tempfile::tempdir().unwrap();
    let user = User::unprivileged(own.path()).unwrap();
    server.keeper.kill();
    drop(server);
    assert_eq!(count(&mut connection, "SELECT count(*) FROM pg_roles WHERE rolsuper").await, 1);
    keeper::remove_leftovers(&keeper::parent(), &program().unwrap(), &user);
    assert!(connection.execute("SELECT 1").await.is_err());
    until_gone(&folder).await;
}
