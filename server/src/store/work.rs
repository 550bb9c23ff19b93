//! Writing: a piece of work is judged and stored in one transaction, and done again from the start
//! when it lost against another one.

use std::time::Duration;

use async_trait::async_trait;
use focus_core::backoff::Backoff;
use focus_core::{Code, Problem};

use super::{Store, StoreError, Transaction};
use crate::error::ApiError;
use crate::guard::Panicked;

/// Something that writes. It may be begun more than once, and only what the last run wrote stands.
#[async_trait]
pub(crate) trait Work: Sync {
    /// What is told of it.
    type Output: Send;

    /// Fetches facts, asks the core, writes. An error undoes everything.
    async fn run(&self, transaction: &mut Transaction) -> Result<Self::Output, WriteError>;
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// It may not be.
    #[error("it is refused: {}", .0.code())]
    Refused(Box<ApiError>),
    /// It could not be.
    #[error(transparent)]
    Store(StoreError),
    /// It came to no end.
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ApiError> for WriteError {
    fn from(error: ApiError) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl From<Code> for WriteError {
    fn from(code: Code) -> Self {
        ApiError::from(code).into()
    }
}

impl From<Problem> for WriteError {
    fn from(problem: Problem) -> Self {
        ApiError::from(problem).into()
    }
}

impl From<Vec<Problem>> for WriteError {
    fn from(problems: Vec<Problem>) -> Self {
        ApiError::from(problems).into()
    }
}

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Refused(error) => *error,
            WriteError::Store(error) => error.into(),
            WriteError::Panicked(_) => Code::InternalError.into(),
        }
    }
}

impl Store {
    /// Does a piece of work, all of it or nothing.
    ///
    /// # Errors
    /// Why it was refused, or how the database failed in the last attempt.
    pub(crate) async fn write<W: Work>(&self, work: &W) -> Result<W::Output, WriteError> {
        let mut attempt = 0;
        loop {
            let lost = match self.attempt(work).await {
                Err(WriteError::Store(StoreError::Lost(error))) => StoreError::Lost(error),
                Ok(output) => return Ok(output),
                Err(error) => return Err(error),
            };
            let Some(delay) = Backoff::SERIALIZATION.delay_ms(attempt) else {
                return Err(lost.into());
            };
            attempt += 1;
            tracing::debug!(attempt, "a transaction lost against another one");
            tokio::time::sleep(Duration::from_millis(delay.into())).await;
        }
    }

    async fn attempt<W: Work>(&self, work: &W) -> Result<W::Output, WriteError> {
        let mut transaction = self.begin().await?;
        let output = work.run(&mut transaction).await?;
        let families = std::mem::take(&mut transaction.stale);
        let stale = self.caches.stale(&families);
        // Whether a commit that nobody confirmed was made is unknown: it is not made again.
        let committed = transaction.commit().await;
        stale.invalidate().await;
        let changed = committed.map_err(|error| match error {
            StoreError::Lost(error @ (sqlx::Error::Io(_) | sqlx::Error::Protocol(_))) => {
                StoreError::Busy(error)
            }
            error => error,
        })?;
        self.changes.tell(&changed);
        Ok(output)
    }
}
