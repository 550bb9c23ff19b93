//! What can go wrong with Redis.

use ::redis::{ErrorKind, RedisError, ServerErrorKind};

/// Why a command was not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RedisFailure {
    /// There is no connection, and none came in time.
    #[error("Redis is away")]
    Away,
    /// It took too long, or to connect did.
    #[error("Redis did not answer in time")]
    TimedOut,
    /// Redis answered with an error, or the connection broke.
    #[error("Redis failed")]
    Failed(#[source] RedisError),
    /// The server is stopping.
    #[error("the connection to Redis is closed")]
    Closed,
}

impl From<RedisError> for RedisFailure {
    fn from(error: RedisError) -> Self {
        if error.is_timeout() { Self::TimedOut } else { Self::Failed(error) }
    }
}

impl RedisFailure {
    /// Whether it was answered by a server that only reads, or one that lost its master and does not
    /// even do that: it was not done.
    pub(super) fn is_read_only(&self) -> bool {
        let Self::Failed(error) = self else { return false };
        match error.kind() {
            ErrorKind::Server(ServerErrorKind::ReadOnly | ServerErrorKind::MasterDown) => true,
            // Before Redis 7 a script tells what it was answered in its own words.
            ErrorKind::Server(ServerErrorKind::ResponseError) => {
                error.detail().is_some_and(|detail| detail.contains(": -READONLY "))
            }
            _ => false,
        }
    }

    /// Whether the connection will never be good again.
    pub(super) fn is_broken(&self) -> bool {
        match self {
            // An answer that is not what was expected came over a good connection.
            Self::Failed(error) if error.kind() == ErrorKind::UnexpectedReturnType => false,
            Self::Failed(error) => error.is_unrecoverable_error() || error.is_connection_dropped(),
            Self::Away | Self::TimedOut | Self::Closed => false,
        }
    }
}

/// Why there is no Redis at start.
#[derive(Debug, thiserror::Error)]
#[error("Redis connection failed after {attempts} attempts: {cause}")]
pub(crate) struct ConnectError {
    pub(super) attempts: u32,
    pub(super) cause: String,
}
