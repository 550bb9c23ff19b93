//! Brings the schema up to date, under a lock that all instances share.

use sqlx::postgres::PgPool;
use sqlx::{PgConnection, Row as _};

use super::super::{OpenError, missing};

/// Every change of the schema, in order; the version of a database is how many it has had.
const MIGRATIONS: [&str; 1] =
    [include_str!("../../../../migrations/postgres/0001_the_whole_schema.sql")];

pub(super) async fn migrate(pool: &PgPool) -> Result<(), OpenError> {
    let mut transaction = pool.begin().await?;
    // "FcSq"; held until the transaction is over.
    sqlx::query("SELECT pg_advisory_xact_lock(1180914545)").execute(&mut *transaction).await?;
    let found = version(&mut transaction).await?;
    for (version, migration) in (found + 1..).zip(missing(found, &MIGRATIONS)?) {
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
        let query = sqlx::query("UPDATE schema_version SET version = $1").bind(version);
        query.execute(&mut *transaction).await?;
        tracing::info!(version, "the schema was migrated");
    }
    transaction.commit().await?;
    Ok(())
}

/// The version of a database that is ours or empty.
async fn version(connection: &mut PgConnection) -> Result<i64, OpenError> {
    let tables = sqlx::query(
        "SELECT COUNT(*) AS tables, COUNT(*) FILTER (WHERE tablename = 'schema_version') AS ours
         FROM pg_tables WHERE schemaname = current_schema()",
    );
    let tables = tables.fetch_one(&mut *connection).await?;
    let (count, ours): (i64, i64) = (tables.try_get("tables")?, tables.try_get("ours")?);
    if ours == 0 {
        if count > 0 {
            return Err(OpenError::Foreign);
        }
        // Marked as ours by its comment: others have tables of that name too.
        sqlx::raw_sql(
            "CREATE TABLE schema_version (version bigint NOT NULL);
             COMMENT ON TABLE schema_version IS 'Focus Squad';
             INSERT INTO schema_version VALUES (0)",
        )
        .execute(&mut *connection)
        .await?;
    }
    let row = sqlx::query(
        "SELECT version FROM schema_version
         WHERE obj_description('schema_version'::regclass, 'pg_class') = 'Focus Squad'",
    );
    let row = row.fetch_optional(connection).await?;
    row.map_or(Err(OpenError::Foreign), |row| Ok(row.try_get("version")?))
}
