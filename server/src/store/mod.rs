//! Where rows are kept. Reads see what was committed; what must be judged and written together
//! happens inside one [`Transaction`], which shuts out every other writer.

mod rows;
mod sqlite;

use std::ops::RangeInclusive;

use async_trait::async_trait;
use focus_core::rating::RatingBatch;
use focus_core::rating::pending::{PendingRecord, Seat};
use focus_core::{Hundredths, Page, SessionId, Timestamp, UserId};

pub(crate) use rows::{
    History, HistoryItem, NewSession, NewUser, OwedSession, Participant, PendingRow, Person,
    Profile, SessionRow, UpcomingRow,
};
pub(crate) use sqlite::open;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// A row that may stand once stands already.
    #[error("the row stands already")]
    Conflict,
    /// Others hold the database for too long.
    #[error("the database is busy")]
    Busy(#[source] sqlx::Error),
    /// A stored value is not what it must be.
    #[error("the stored {0} is not well-formed")]
    Corrupt(&'static str),
    /// Anything else.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// The database.
#[async_trait]
pub(crate) trait Store: Send + Sync {
    /// Whether the database answers.
    async fn ping(&self) -> Result<()>;

    /// The user that an issuer knows by this name.
    async fn user_of(&self, issuer: &str, subject: &str) -> Result<Option<UserId>>;

    /// A user's own profile, with the credits.
    async fn profile(&self, user: UserId) -> Result<Option<Profile>>;

    /// What others see of these users, in the order asked for; unknown ones are left out.
    async fn people(&self, users: &[UserId]) -> Result<Vec<Person>>;

    /// The sessions from `since` on in which the user has a seat, earliest first.
    async fn upcoming(&self, user: UserId, since: Timestamp) -> Result<Vec<UpcomingRow>>;

    /// A session with everybody who ever had a seat.
    async fn session(&self, session: SessionId) -> Result<Option<SessionRow>>;

    /// What a user received: the counts, and one page of green and red ratings, newest first.
    async fn history(&self, user: UserId, page: Page) -> Result<History>;

    /// Whether a session of this user that starts in the range has no pending record yet.
    async fn owes(&self, user: UserId, starts: RangeInclusive<Timestamp>) -> Result<bool>;

    /// The user's pending records that are not completed, oldest first.
    async fn pending(&self, user: UserId) -> Result<Vec<PendingRow>>;

    /// Begins to write. Dropping the transaction undoes it.
    async fn begin(&self) -> Result<Box<dyn Transaction>>;
}

/// One all-or-nothing piece of writing.
#[async_trait]
pub(crate) trait Transaction: Send {
    /// A session's start and seats, left ones included.
    async fn session(&mut self, session: SessionId) -> Result<Option<(Timestamp, Vec<Seat>)>>;

    /// The sessions of this user that start in the range and have no pending record of theirs.
    async fn owed(
        &mut self,
        user: UserId,
        starts: RangeInclusive<Timestamp>,
    ) -> Result<Vec<OwedSession>>;

    /// Keeps a pending record; one that stands already stays as it is.
    async fn add_pending(
        &mut self,
        session: SessionId,
        record: &PendingRecord,
        owed_since: Timestamp,
        now: Timestamp,
    ) -> Result<()>;

    /// The user's pending records that are not completed, oldest first.
    async fn pending(&mut self, user: UserId) -> Result<Vec<PendingRow>>;

    /// Completes the user's pending record of a session, if there is one.
    async fn complete_pending(
        &mut self,
        user: UserId,
        session: SessionId,
        now: Timestamp,
    ) -> Result<()>;

    /// Whether the rater has rated in this session.
    async fn has_rated(&mut self, rater: UserId, session: SessionId) -> Result<bool>;

    /// The user's score now.
    async fn reliability(&mut self, user: UserId) -> Result<Hundredths>;

    /// Keeps ratings.
    async fn add_ratings(
        &mut self,
        session: SessionId,
        rater: UserId,
        reliability: Hundredths,
        batch: &RatingBatch<'_>,
        now: Timestamp,
    ) -> Result<()>;

    /// Keeps a new user with new credits. `Conflict` for a known identity, id or username.
    async fn add_user(&mut self, user: &NewUser, now: Timestamp) -> Result<()>;

    /// The user that an issuer knows by this name.
    async fn user_of(&mut self, issuer: &str, subject: &str) -> Result<Option<UserId>>;

    /// Keeps a new session whose humans sit on its seats from 1 on.
    async fn add_session(&mut self, session: &NewSession, now: Timestamp) -> Result<()>;

    /// The earliest session that starts in the range and in which the user has a seat.
    async fn first_session(
        &mut self,
        user: UserId,
        starts: RangeInclusive<Timestamp>,
    ) -> Result<Option<SessionId>>;

    /// Makes it all true.
    async fn commit(self: Box<Self>) -> Result<()>;
}
