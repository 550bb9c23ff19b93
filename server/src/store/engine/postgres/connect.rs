//! The connections: how many, for how long, and how often they are tried at start.

use std::time::Duration;

use focus_core::backoff::{Backoff, Failure, is_worth_retrying};
use focus_core::database_address::{
    CONNECT_TIMEOUT_SECONDS, POOL_IDLE_SECONDS, POOL_LIFETIME_SECONDS, POOL_MAX, POOL_MIN,
};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};

use super::super::OpenError;
use super::PATIENCE;
use crate::causes;
use crate::config::PostgresSettings;

pub(super) async fn connect(settings: &PostgresSettings) -> Result<PgPool, OpenError> {
    let options = options(settings)?;
    let backoff = Backoff::DATABASE_START;
    let mut attempt = 0;
    loop {
        let Err(error) = try_once(&options).await else { break };
        let delay = backoff.delay_ms(attempt).filter(|_| may_come(&error));
        let Some(delay) = delay else { return Err(error.into()) };
        attempt += 1;
        tracing::warn!(
            attempt,
            attempts = backoff.attempts,
            delay_ms = delay,
            cause = causes::told(&error),
            "the database does not answer yet"
        );
        tokio::time::sleep(Duration::from_millis(delay.into())).await;
    }
    let pool = PgPoolOptions::new()
        .min_connections(POOL_MIN)
        .max_connections(POOL_MAX)
        .acquire_timeout(PATIENCE)
        .idle_timeout(Duration::from_secs(POOL_IDLE_SECONDS.into()))
        .max_lifetime(Duration::from_secs(POOL_LIFETIME_SECONDS.into()));
    Ok(pool.connect_with(options).await?)
}

async fn try_once(options: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let patience = Duration::from_secs(CONNECT_TIMEOUT_SECONDS.into());
    let connected = tokio::time::timeout(patience, options.connect()).await;
    let connection: PgConnection = connected.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
    sqlx::Connection::close(connection).await
}

/// Whether the database may answer in a while: it is not there, starts, or has no time. Who is not
/// let in will not be later.
fn may_come(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| is_worth_retrying(Failure::SqlState(&code)))
        }
        _ => false,
    }
}

fn options(settings: &PostgresSettings) -> Result<PgConnectOptions, OpenError> {
    let address = &settings.0;
    let mut options = PgConnectOptions::new_without_pgpass()
        .host(&address.host)
        .username(&address.user)
        .password(&address.password)
        .database(&address.database)
        .application_name("focus-server");
    if let Some(port) = address.port {
        options = options.port(port.get());
    }
    for (name, value) in &address.options {
        let refused = |reason: &str| OpenError::Address(format!("{name} {reason}"));
        options = match name.as_str() {
            "sslmode" => {
                options.ssl_mode(value.parse().map_err(|_| refused("is no mode that is known"))?)
            }
            "sslrootcert" => options.ssl_root_cert(value),
            "sslcert" => options.ssl_client_cert(value),
            "sslkey" => options.ssl_client_key(value),
            "application_name" => options.application_name(value),
            _ => return Err(refused("is an option without meaning here")),
        };
    }
    // Statements are not logged: they may hold what people wrote.
    Ok(options.disable_statement_logging())
}
