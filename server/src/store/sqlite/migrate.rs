//! Brings the schema up to date, under the write lock.

use sqlx::{Row as _, SqlitePool};

use super::OpenError;

/// Every change of the schema, in order; the version of a database is how many it has had.
const MIGRATIONS: [&str; 1] =
    [include_str!("../../../migrations/sqlite/0001_sessions_and_ratings.sql")];

pub(super) async fn migrate(writer: &SqlitePool) -> Result<(), OpenError> {
    let mut transaction = writer.begin_with("BEGIN EXCLUSIVE").await?;
    sqlx::query("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT")
        .execute(&mut *transaction)
        .await?;
    let row =
        sqlx::query("SELECT version FROM schema_version").fetch_optional(&mut *transaction).await?;
    let found: i64 = match row {
        Some(row) => row.try_get("version")?,
        None => {
            sqlx::query("INSERT INTO schema_version VALUES (0)").execute(&mut *transaction).await?;
            0
        }
    };
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    for (version, migration) in (1_i64..).zip(MIGRATIONS).filter(|(version, _)| *version > found) {
        sqlx::raw_sql(migration).execute(&mut *transaction).await?;
        sqlx::query("UPDATE schema_version SET version = ?")
            .bind(version)
            .execute(&mut *transaction)
            .await?;
        tracing::info!(version, "the schema was migrated");
    }
    transaction.commit().await?;
    Ok(())
}
