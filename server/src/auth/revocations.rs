//! This instance's copy of the revocations, so that no request waits for the store that holds them.
//!
//! It is read on every second and whenever somebody tells of a new one: from the last one that was
//! seen, and whole when that one is gone, or the connection is another. A store that lost what it
//! held gets it back from the copies. Whatever is known stays known while the store is away; how long
//! the copy speaks for the rest is the core's `revocation`.

mod lists;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use focus_core::Timestamp;
use focus_core::backoff::Backoff;
use focus_core::revocation::{
    self, Known, Reading, RevocationScope, StaleReads, check, check_fresh,
};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::bearer::Bearer;
use super::refusal::Refusal;
use crate::causes;
use crate::clock::{Clock, Stopwatch};
use crate::guard::guarded;
use crate::shared::{Revocation, Revoked, Shared, SharedError};
use lists::{Lists, Place, Stored};

/// How often it is looked for new ones, so that they are known within a second even when nobody told.
const INTERVAL: Duration = Duration::from_millis(500);
/// After so many looks, ten minutes, all of it is read, and what is over is thrown away.
const LOOKS_PER_SWEEP: u32 = 1_200;
/// How far the clocks of two instances may be apart.
const CLOCKS_APART_MS: i64 = 3_600_000;
/// Of a copy that was never read.
const NEVER: i64 = i64::MIN;

/// What this instance knows of revocations.
pub(crate) struct Revocations {
    shared: Arc<dyn Shared>,
    lists: RwLock<Lists>,
    /// When it was last read: microseconds since the epoch, and since this was made. A clock that is
    /// set back makes nothing new.
    read_at: AtomicI64,
    read_after: AtomicI64,
    age: Stopwatch,
    stale_reads: StaleReads,
    clock: Clock,
    news: watch::Sender<()>,
}

/// Tells when this instance learned of a revocation.
pub(crate) struct News(watch::Receiver<()>);

impl News {
    /// Waits for the next one, or for one that came since the last.
    pub(crate) async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            // Nobody is left who could tell.
            std::future::pending::<()>().await;
        }
    }
}

impl Revocations {
    /// Reads all of them, and follows what comes until nobody holds this any more.
    ///
    /// # Errors
    /// When they could not be read, four times in a row.
    pub(crate) async fn start(
        shared: Arc<dyn Shared>,
        stale_reads: StaleReads,
        clock: Clock,
    ) -> Result<Arc<Self>, SharedError> {
        let copy = Arc::new(Self {
            shared,
            lists: RwLock::default(),
            read_at: AtomicI64::new(NEVER),
            read_after: AtomicI64::new(0),
            age: Stopwatch::start(),
            stale_reads,
            clock,
            news: watch::Sender::new(()),
        });
        let mut place = Place::default();
        let mut attempt = 0;
        while let Err(error) = copy.read_on(&mut place).await {
            let delay = Backoff::START_LOAD.delay_ms(attempt);
            let Some(delay_ms) = delay else { return Err(error) };
            attempt += 1;
            let cause = causes::told(&error);
            tracing::warn!(attempt, delay_ms, cause, "revocations cannot be read yet");
            tokio::time::sleep(Duration::from_millis(delay_ms.into())).await;
        }
        tokio::spawn(follow(Arc::downgrade(&copy), place));
        Ok(copy)
    }

    /// Refuses a bearer whose token was revoked, and those of whom nobody can tell. Waits for nothing.
    ///
    /// # Errors
    /// `Revoked`, then `RevocationsUnknown`: as the core's `judge`, told apart.
    pub(super) fn check(&self, bearer: &Bearer, is_write: bool) -> Result<(), Refusal> {
        let (is_listed, not_before) =
            self.read(|lists| (lists.is_listed(&bearer.token), lists.not_before(&bearer.holder)));
        let known = Known { is_listed, not_before, issued_at: bearer.issued_at };
        let (read_at, stale_reads) = (self.read_at(), self.stale_reads);
        let reading = Reading { read_at, is_write, stale_reads };
        check(&known).map_err(|_| Refusal::Revoked)?;
        check_fresh(reading, self.clock.real()).map_err(|_| Refusal::RevocationsUnknown)
    }

    /// Revokes a bearer's token, or all of theirs. Once this returns it is stored, and this instance
    /// refuses them.
    ///
    /// # Errors
    /// When it could not be stored; it may be stored all the same.
    pub(crate) async fn revoke(
        &self,
        bearer: &Bearer,
        scope: RevocationScope,
    ) -> Result<(), SharedError> {
        let now = self.clock.real();
        let core = revocation::Revocation::of(scope, bearer.times(), now);
        let (name, what) = match core.not_before {
            None => (bearer.token, Revoked::Token),
            Some(not_before) => (bearer.holder, Revoked::User { not_before }),
        };
        let revocation = Revocation { name, what, until: core.kept_until };
        self.shared.revoke(&[revocation]).await?;
        self.add([revocation]);
        Ok(())
    }

    /// When the copy was last read; none before it was for the first time.
    fn read_at(&self) -> Option<Timestamp> {
        if self.shared.is_at_hand() {
            return Some(self.clock.real());
        }
        let (micros, after) =
            (self.read_at.load(Ordering::SeqCst), self.read_after.load(Ordering::SeqCst));
        let gone = self.age_micros().saturating_sub(after);
        let by_age = self.clock.real().unix_micros().saturating_sub(gone);
        (micros != NEVER).then(|| Timestamp::from_unix_micros(micros.min(by_age)))
    }

    /// Whether the copy is new enough to speak for what it does not know.
    pub(crate) fn is_fresh(&self) -> bool {
        revocation::is_fresh(self.read_at(), self.clock.real())
    }

    /// It was read, beginning at these instants.
    fn note_read(&self, began: Timestamp, after: i64) {
        self.read_after.store(after, Ordering::SeqCst);
        self.read_at.store(began.unix_micros(), Ordering::SeqCst);
    }

    fn age_micros(&self) -> i64 {
        i64::try_from(self.age.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    /// Tells of them when any was not known.
    fn add(&self, revocations: impl IntoIterator<Item = Revocation>) {
        // Each is added, whatever became of the one before it.
        let add =
            |lists: &mut Lists| revocations.into_iter().filter(|it| lists.add(*it)).count() > 0;
        if self.write(add) {
            self.news.send_replace(());
        }
    }

    /// Tells when there are new ones, from now on.
    pub(crate) fn news(&self) -> News {
        News(self.news.subscribe())
    }

    fn read<T>(&self, look: impl FnOnce(&Lists) -> T) -> T {
        // Nothing panics while it is held.
        look(&self.lists.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut Lists) -> T) -> T {
        change(&mut self.lists.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads what is new, or all of it.
    async fn read_on(&self, place: &mut Place) -> Result<(), SharedError> {
        let (began, after) = (self.clock.real(), self.age_micros());
        let generation = self.shared.generation();
        if let Some(last) = place.last.filter(|_| place.generation == generation) {
            let found = self.shared.revocations(Some(last.0)).await?;
            if found.first() == Some(&last) {
                place.last = found.last().copied();
                self.add(found.iter().map(|(_, found)| *found));
                self.note_read(began, after);
                return Ok(());
            }
        }
        let found = self.shared.revocations(None).await?;
        self.write(|lists| lists.drop_over(began));
        let stored = Stored::of(found.iter().map(|(_, revocation)| revocation));
        // Requests look into the lists meanwhile.
        let lost = self.read(|lists| lists.missing_in(&stored));
        if !lost.is_empty() {
            self.shared.revoke(&lost).await?;
            tracing::warn!(
                count = lost.len(),
                "revocations were lost by the store and written back"
            );
        }
        let all = || found.iter().map(|(_, found)| *found);
        self.add(all().filter(|found| found.until > began));
        let over: Vec<_> = all().filter(|found| is_over(found, began)).collect();
        *place = Place { generation, last: found.last().copied() };
        self.note_read(began, after);
        if !over.is_empty() {
            // Others do the same, and whoever comes first is right.
            self.shared.forget(&over).await?;
        }
        Ok(())
    }
}

/// Whether nobody needs it any more, be their clock this much behind.
fn is_over(revocation: &Revocation, now: Timestamp) -> bool {
    revocation.until.plus_millis(CLOCKS_APART_MS) <= now
}

/// Reads on for as long as anybody asks.
async fn follow(copy: Weak<Revocations>, mut place: Place) {
    let Some(mut heard) = copy.upgrade().map(|copy| copy.shared.hear_revocations()) else { return };
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut looks, mut was_read) = (0, true);
    loop {
        tokio::select! {
            _ = ticks.tick() => looks += 1,
            () = heard.next() => {}
        }
        let Some(copy) = copy.upgrade().filter(|copy| !copy.shared.is_closed()) else { return };
        if looks >= LOOKS_PER_SWEEP {
            (looks, place) = (0, Place::default());
        }
        let cause = match guarded(copy.read_on(&mut place)).await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(causes::told(&error)),
            Err(panicked) => Some(causes::told(&panicked)),
        };
        match &cause {
            Some(cause) if was_read => {
                tracing::warn!(cause, "revocations cannot be read: those that are known hold");
            }
            None if !was_read => tracing::info!("revocations are read again"),
            Some(_) | None => {}
        }
        was_read = cause.is_none();
    }
}
