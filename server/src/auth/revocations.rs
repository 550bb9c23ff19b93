//! This instance's copy of the revocations, so that no request waits for the store that holds them.
//!
//! It is read on twice a second and whenever somebody tells of a new one: from the last one that was
//! seen, and whole when that one is gone, or the connection is another. A store that lost what it
//! held gets it back from the copies. Whatever is known stays known while the store is away; how long
//! the copy speaks for the rest is the core's `revocation`.

mod lists;

use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use focus_core::backoff::Backoff;
use focus_core::revocation::{self, Known, Reading, RevocationScope, StaleReads, judge};
use focus_core::{Problem, Timestamp};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::bearer::Bearer;
use crate::causes;
use crate::clock::{Clock, Stopwatch};
use crate::guard::guarded;
use crate::shared::{Revocation, Revoked, Shared, SharedError};
use lists::{Lists, Place, Read, Stored};

/// How often it is looked for new ones, so that they are known within a second even when nobody told.
const INTERVAL: Duration = Duration::from_millis(500);
/// After so many looks, ten minutes, all of it is read, and what is over is thrown away.
const LOOKS_PER_SWEEP: u32 = 1_200;

/// What this instance knows of revocations.
pub(crate) struct Revocations {
    shared: Arc<dyn Shared>,
    lists: RwLock<Lists>,
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
    /// `TOKEN_REVOKED`, `AUTH_UNAVAILABLE`.
    pub(super) fn check(
        &self,
        bearer: &Bearer,
        is_write: bool,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let (known, read_at) = self.read(|lists| {
            let (is_listed, not_before) =
                (lists.is_listed(&bearer.token), lists.not_before(&bearer.holder));
            (Known { is_listed, not_before, issued_at: bearer.issued_at }, self.read_at(lists, now))
        });
        let stale_reads = self.stale_reads;
        judge(&known, Reading { read_at, is_write, stale_reads }, now)
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
    fn read_at(&self, lists: &Lists, now: Timestamp) -> Option<Timestamp> {
        if self.shared.is_at_hand() { Some(now) } else { lists.read_at(now) }
    }

    /// Whether the copy is new enough to speak for what it does not know.
    pub(crate) fn is_fresh(&self) -> bool {
        let now = self.clock.real();
        revocation::is_fresh(self.read(|lists| self.read_at(lists, now)), now)
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
        let read = Read { at: self.clock.real(), since: Stopwatch::start() };
        let began = read.at;
        let generation = self.shared.generation();
        if let Some(last) = place.last.filter(|_| place.generation == generation) {
            let found = self.shared.revocations(Some(last.0)).await?;
            if found.first() == Some(&last) {
                place.last = found.last().copied();
                self.add(found.iter().map(|(_, found)| *found));
                self.write(|lists| lists.note(read));
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
        let over: Vec<_> = all().filter(|found| found.until <= began).collect();
        *place = Place { generation, last: found.last().copied() };
        self.write(|lists| lists.note(read));
        if !over.is_empty() {
            // Others do the same. The store says which of them really are.
            self.shared.forget(&over).await?;
        }
        Ok(())
    }
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
        let Some(copy) = copy.upgrade() else { return };
        if looks >= LOOKS_PER_SWEEP {
            (looks, place) = (0, Place::default());
        }
        let cause = match guarded(copy.read_on(&mut place)).await {
            Ok(Ok(())) => None,
            Ok(Err(error)) if error.is_of_the_end() => return,
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
