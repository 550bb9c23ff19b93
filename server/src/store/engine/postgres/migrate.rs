//! Brings the schema up to date, under a lock that all instances share.

use sqlx::postgres::PgPool;
use sqlx::{PgConnection, Row as _};

use super::super::{OpenError, missing, require_current};

/// Every change of the schema, in order; the version of a database is how many it has had.
const MIGRATIONS: [&str; 1] =
    [include_str!("../../../../migrations/postgres/0001_the_whole_schema.sql")];

pub(super) async fn migrate(pool: &PgPool) -> Result<(), OpenError> {
    let mut transaction = pool.begin().await?;
    // "FcSq"; held until the transaction is over.
    sqlx::query("SELECT pg_advisory_xact_lock(1180914545)").execute(&mut *transaction).await?;
    let found = match version(&mut transaction).await? {
        Some(found) => found,
        None => {
            mark(&mut transaction).await?;
            0
        }
    };
    for (version, migration) in (found + 1..).zip(missing(found, &MIGRATIONS)?) {
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
        let query = sqlx::query("UPDATE schema_version SET version = $1").bind(version);
        query.execute(&mut *transaction).await?;
        tracing::info!(version, "the schema was migrated");
    }
    transaction.commit().await?;
    Ok(())
}

/// The version of a database that is ours; none for an empty one.
async fn version(connection: &mut PgConnection) -> Result<Option<i64>, OpenError> {
    let tables = sqlx::query(
        "SELECT COUNT(*) AS tables, COUNT(*) FILTER (WHERE tablename = 'schema_version') AS ours
         FROM pg_tables WHERE schemaname = current_schema()",
    );
    let tables = tables.fetch_one(&mut *connection).await?;
    let (count, ours): (i64, i64) = (tables.try_get("tables")?, tables.try_get("ours")?);
    if count == 0 {
        return Ok(None);
    }
    if ours == 0 {
        return Err(OpenError::Foreign);
    }
    let row = sqlx::query(
        "SELECT version FROM schema_version
         WHERE obj_description('schema_version'::regclass, 'pg_class') = 'Focus Squad'",
    );
    let row = row.fetch_optional(connection).await?;
    row.map_or(Err(OpenError::Foreign), |row| Ok(Some(row.try_get("version")?)))
}

/// Marks an empty database as ours by a comment: others have tables of that name too.
async fn mark(connection: &mut PgConnection) -> Result<(), OpenError> {
    sqlx::raw_sql(
        "CREATE TABLE schema_version (version bigint NOT NULL);
         COMMENT ON TABLE schema_version IS 'Focus Squad';
         INSERT INTO schema_version VALUES (0)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Checks that a database is ours and up to date.
pub(super) async fn require(connection: &mut PgConnection) -> Result<(), OpenError> {
    let found = version(connection).await?;
    require_current(found.unwrap_or(0), &MIGRATIONS)
}
