//! Tests of the database itself; everything else is tested through the routes.

use tempfile::TempDir;

use super::*;

fn file(directory: &TempDir) -> SqliteSettings {
    SqliteSettings::File(directory.path().join("test.sqlite3"))
}

async fn open(settings: &SqliteSettings) -> std::result::Result<Sqlite, OpenError> {
    Sqlite::open(settings).await
}

#[tokio::test]
async fn a_database_is_made_once_and_opened_again() {
    let directory = TempDir::new().unwrap();
    for _ in 0..2 {
        open(&file(&directory)).await.unwrap().ping().await.unwrap();
    }
}

#[tokio::test]
async fn a_database_in_memory_answers_too() {
    let store = open(&SqliteSettings::Memory).await.unwrap();
    store.begin().await.unwrap().commit().await.unwrap();
    store.ping().await.unwrap();
}

#[tokio::test]
async fn a_schema_of_a_newer_release_is_refused() {
    let directory = TempDir::new().unwrap();
    drop(open(&file(&directory)).await.unwrap());
    let path = directory.path().join("test.sqlite3");
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(path)).await.unwrap();
    sqlx::query("UPDATE schema_version SET version = 99").execute(&pool).await.unwrap();
    pool.close().await;
    let refused = open(&file(&directory)).await.err().unwrap().to_string();
    assert!(refused.contains("schema 99") && refused.contains("newer release"), "{refused}");
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_found_out_at_once() {
    let directory = TempDir::new().unwrap();
    drop(open(&file(&directory)).await.unwrap());
    let path = directory.path().join("test.sqlite3");
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let refused = migrate::migrate(&pool).await.unwrap_err();
    let told = crate::causes::told(&refused);
    assert!(told.contains("attempt to write a readonly database"), "{told}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("test.sqlite3");
    for statement in ["CREATE TABLE users (id)", "PRAGMA application_id = 7"] {
        let _ = std::fs::remove_file(&path);
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let pool = SqlitePool::connect_with(options).await.unwrap();
        sqlx::query(statement).execute(&pool).await.unwrap();
        pool.close().await;
        let before = std::fs::read(&path).unwrap();
        let refused = open(&file(&directory)).await.err();
        assert!(matches!(refused, Some(OpenError::Foreign)), "{statement}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{statement}");
    }
}

#[tokio::test]
async fn a_database_without_the_mark_of_ours_is_marked() {
    let directory = TempDir::new().unwrap();
    drop(open(&file(&directory)).await.unwrap());
    let path = directory.path().join("test.sqlite3");
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(path)).await.unwrap();
    sqlx::query("PRAGMA application_id = 0").execute(&pool).await.unwrap();
    drop(open(&file(&directory)).await.unwrap());
    let row: (i64,) = sqlx::query_as("PRAGMA application_id").fetch_one(&pool).await.unwrap();
    assert_ne!(row.0, 0);
}

#[tokio::test]
async fn two_processes_may_migrate_at_once() {
    let directory = TempDir::new().unwrap();
    let settings = file(&directory);
    let (one, other) = tokio::join!(open(&settings), open(&settings));
    assert!(one.is_ok() && other.is_ok());
}
