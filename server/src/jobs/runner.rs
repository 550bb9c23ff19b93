//! Runs the jobs of a server, each in a task of its own, when they are due by *now*.

use focus_core::Timestamp;
use focus_core::backoff::Backoff;
use tokio::sync::watch;

use super::lease::{LEASE_MS, Lease};
use super::run::{End, Run};
use super::{JOBS, Job};
use crate::causes;
use crate::guard::guarded;
use crate::state::AppState;
use crate::store::WriteError;

/// The jobs of a server while it runs. Dropping it stops them.
pub struct Runner {
    stop: watch::Sender<bool>,
}

impl Runner {
    /// Begins to run jobs.
    #[must_use]
    pub fn start(state: &AppState) -> Self {
        let (stop, stopped) = watch::channel(false);
        for (job, next) in JOBS.iter().zip(state.jobs.senders()) {
            // From now on somebody who moves the clock waits for them.
            next.send_replace(Some(state.clock.now()));
            let (state, stopped) = (state.clone(), stopped.clone());
            tokio::spawn(Watched { state, job, attempts: 0, next, stopped }.run());
        }
        Self { stop }
    }

    /// Asks every job to begin nothing more.
    pub fn ask_to_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until every job that was asked to stop has finished the row that it is at.
    pub async fn stopped(&self) {
        // Each of them listens as long as it runs.
        self.stop.closed().await;
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.ask_to_stop();
    }
}

/// One job of a server.
struct Watched {
    state: AppState,
    job: &'static Job,
    /// Runs in a row that went wrong.
    attempts: u32,
    next: watch::Sender<Option<Timestamp>>,
    stopped: watch::Receiver<bool>,
}

impl Watched {
    async fn run(mut self) {
        let clock = self.state.clock.clone();
        let mut stopped = self.stopped.clone();
        let mut next = clock.now();
        while !*stopped.borrow() {
            let now = clock.now();
            // A clock that was set back would have it wait for long.
            if next <= now || next > self.job.schedule.next(now) {
                next = self.look(now).await;
            }
            self.next.send_replace(Some(next));
            tokio::select! {
                _ = stopped.wait_for(|stopped| *stopped) => break,
                () = clock.wait_until_now(next) => {}
            }
        }
        self.next.send_replace(None);
    }

    /// Runs the job if it is due, and tells when to look again.
    async fn look(&mut self, now: Timestamp) -> Timestamp {
        let next = self.job.schedule.next(now);
        // Whatever happens, the job is looked at again.
        let looked = guarded(self.run_if_due(now)).await;
        let wait = match looked.unwrap_or_else(|panic| Err(panic.into())) {
            Ok(wait) => wait,
            Err(error) => {
                let (job, error) = (self.job.name, causes::told(&error));
                tracing::error!(job, error, "a job could not be looked at");
                Backoff::JOB.delay_ms(0).map(i64::from)
            }
        };
        wait.map_or(next, |wait| next.min(now.plus_millis(wait)))
    }

    /// Milliseconds to wait for when it is worth looking before the next run is due.
    async fn run_if_due(&mut self, now: Timestamp) -> Result<Option<i64>, WriteError> {
        let Self { state, job, .. } = self;
        let last_due = state.store.glance().await?.job(job.name).await?.last_due;
        let Some(due) = job.schedule.due(last_due, now) else {
            self.attempts = 0;
            return Ok(None);
        };
        let lease = Lease::take(&state.store, &state.clock, job.name, Some(last_due)).await?;
        // Another server was faster. Should it die, somebody has to look.
        let Some(mut lease) = lease else { return Ok(Some(LEASE_MS)) };
        let (store, stopped) = (&state.store, &self.stopped);
        let report = Run { store, now, lease: &mut lease, stopped }.all(&job.task).await;
        let delay = if report.is_good() { None } else { Backoff::JOB.delay_ms(self.attempts) };
        // What went wrong is done again soon, and at last with the next run.
        let counts = delay.is_none() && report.end != End::Stopped;
        self.attempts = if delay.is_some() { self.attempts + 1 } else { 0 };
        if report.done > 0 || !report.is_good() {
            tracing::info!(job = job.name, %due, "{report}");
        }
        lease.give_back(store, counts.then_some(due), &report.to_string()).await?;
        Ok(delay.map(i64::from))
    }
}
