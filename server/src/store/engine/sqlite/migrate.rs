//! Brings the schema up to date, under the write lock.

use sqlx::{Row as _, SqliteConnection, SqlitePool};

use super::super::{OpenError, missing, require_current};

/// Every change of the schema, in order; the version of a database is how many it has had.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../../../migrations/sqlite/0001_sessions_and_ratings.sql"),
    include_str!("../../../../migrations/sqlite/0002_credits_diary_and_jobs.sql"),
];

/// Written into every file of ours ("FcSq"), by [`migrate`].
const APPLICATION_ID: i64 = 1_180_914_545;

/// Checks that a database is empty or ours.
pub(super) async fn recognise(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let id = sqlx::query("PRAGMA application_id").fetch_one(&mut *connection).await?;
    // The first files had tables of ours and no id.
    let tables = sqlx::query(
        "SELECT COUNT(*) AS tables,
             COUNT(*) FILTER (WHERE name IN ('schema_version', 'session_participants')) AS ours
         FROM sqlite_schema WHERE type = 'table'",
    );
    let tables = tables.fetch_one(&mut *connection).await?;
    let (count, ours): (i64, i64) = (tables.try_get("tables")?, tables.try_get("ours")?);
    match id.try_get(0)? {
        APPLICATION_ID => Ok(()),
        0_i64 if count == 0 || ours == 2 => Ok(()),
        _ => Err(OpenError::Foreign),
    }
}

/// Checks that a database is ours and up to date.
pub(super) async fn require(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    recognise(connection).await?;
    let sql = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_version'";
    let tables: i64 = sqlx::query(sql).fetch_one(&mut *connection).await?.try_get(0)?;
    let found = if tables == 0 {
        0
    } else {
        let sql = "SELECT version FROM schema_version";
        let row = sqlx::query(sql).fetch_optional(connection).await?;
        row.map_or(Ok(0), |row| row.try_get("version"))?
    };
    require_current(found, &MIGRATIONS)
}

pub(super) async fn migrate(writer: &SqlitePool) -> Result<(), OpenError> {
    let mut transaction = writer.begin_with("BEGIN EXCLUSIVE").await?;
    recognise(&mut transaction).await?;
    sqlx::query("PRAGMA application_id = 1180914545").execute(&mut *transaction).await?;
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
    let missing = missing(found, &MIGRATIONS)?;
    // A file that cannot be written is found out now.
    sqlx::query("UPDATE schema_version SET version = version").execute(&mut *transaction).await?;
    for (version, migration) in (found + 1..).zip(missing) {
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
        sqlx::query("UPDATE schema_version SET version = ?")
            .bind(version)
            .execute(&mut *transaction)
            .await?;
        tracing::info!(version, "the schema was migrated");
    }
    transaction.commit().await?;
    Ok(())
}
