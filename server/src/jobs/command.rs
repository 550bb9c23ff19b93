//! Jobs on the command line.

use focus_core::Timestamp;
use tokio::sync::watch;

use super::lease::Lease;
use super::run::Run;
use super::{JOBS, Job};
use crate::clock::Clock;
use crate::config::Settings;
use crate::shared::Caches;
use crate::start::{StartError, open_shared, open_store};
use crate::store::{Store, WriteError};

/// What the command line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Every job, and how it stands.
    List,
    /// Run one now.
    Run {
        /// Which.
        job: &'static Job,
        /// The time that it is run for; none for now.
        at: Option<Timestamp>,
    },
}

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The database cannot be used.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(String),
    /// It is done already.
    #[error("{0} is run by another server: try again later")]
    Held(&'static str),
    /// Not all of it could be done.
    #[error("{0}: {1}; the log says why")]
    Failed(&'static str, String),
}

impl From<WriteError> for CommandError {
    fn from(error: WriteError) -> Self {
        Self::Database(crate::causes::told(&error))
    }
}

/// Does what was asked for, and tells what to print.
///
/// # Errors
/// Why it was not done.
pub async fn execute(settings: &Settings, command: Command) -> Result<String, CommandError> {
    let clock = Clock::system();
    let mut store = open_store(settings, clock.clone()).await?;
    match command {
        Command::List => Ok(list(&store, &clock).await?),
        Command::Run { job, at } => {
            if settings.redis.is_some() {
                match open_shared(settings, &clock).await {
                    Ok(shared) => store = store.caching(Caches::new(shared, clock.clone())),
                    // The job is done all the same.
                    Err(error) => tracing::warn!(%error, "servers are not told what is stale"),
                }
            }
            run(&store, &clock, job, at.unwrap_or_else(|| clock.now())).await
        }
    }
}

/// Runs a job for this time, whether it is due or not. The schedule goes on as if it had not run.
pub(crate) async fn run(
    store: &Store,
    clock: &Clock,
    job: &'static Job,
    now: Timestamp,
) -> Result<String, CommandError> {
    let name = job.name;
    let lease = Lease::take(store, clock, name, None).await?;
    let mut lease = lease.ok_or(CommandError::Held(name))?;
    let (_stop, stopped) = watch::channel(false);
    let report = Run { store, now, lease: &mut lease, stopped: &stopped }.all(&job.task).await;
    let told = report.to_string();
    lease.give_back(store, None, &told).await?;
    if report.is_good() {
        Ok(format!("{name}: {told}"))
    } else {
        Err(CommandError::Failed(name, told))
    }
}

async fn list(store: &Store, clock: &Clock) -> Result<String, WriteError> {
    let mut lines = Vec::with_capacity(JOBS.len());
    let mut snapshot = store.read().await?;
    for job in &JOBS {
        let row = snapshot.job(job.name).await?;
        let last = match (row.finished_at, row.outcome) {
            (Some(finished), Some(outcome)) => format!("{finished} {outcome}"),
            _ => "never".to_owned(),
        };
        let is_held = row.held_until.is_some_and(|until| until > clock.real());
        let held = if is_held { ", runs now" } else { "" };
        lines.push(format!("{:<21}  {:<18}  {last}{held}", job.name, job.schedule.to_string()));
    }
    Ok(lines.join("\n"))
}
