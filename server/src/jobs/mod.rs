//! What is done again and again, by one server at a time.
//!
//! A job is a row of [`JOBS`]: a name, when it is due, and what it does as a function of a time. The
//! table `jobs` holds who runs one now ([`lease`]) and what its last run was for, so that of many
//! servers one does it, and a run that was missed is caught up with ([`focus_core::schedule`]).
//! [`Runner`] runs in every server; [`command`] runs one from the command line.

mod clean_pending_ratings;
pub mod command;
mod forget_keys;
mod lease;
mod purge_accounts;
mod refresh_credits;
mod run;
mod runner;
mod settle_sessions;
mod watch;

use std::fmt;

use focus_core::schedule::Schedule;

pub(crate) use run::{Each, Sweep, Task};
pub use runner::Runner;
pub(crate) use watch::Progress;

/// Something that is done again and again.
pub struct Job {
    /// What it is called, in the table `jobs` and on the command line.
    pub(crate) name: &'static str,
    /// When it is due.
    pub(crate) schedule: Schedule,
    /// What it does.
    pub(crate) task: Task,
}

/// Every job.
pub(crate) static JOBS: [Job; 5] = [
    Job {
        name: "settle_sessions",
        schedule: Schedule::every_seconds(30),
        task: Task::Each(&settle_sessions::SettleSessions),
    },
    Job {
        name: "refresh_credits",
        schedule: Schedule::daily(0, 5),
        task: Task::Each(&refresh_credits::RefreshCredits),
    },
    Job {
        name: "clean_pending_ratings",
        schedule: Schedule::daily(1, 0),
        task: Task::Sweep(&clean_pending_ratings::CleanPendingRatings),
    },
    Job {
        name: "forget_keys",
        schedule: Schedule::every_seconds(3_600),
        task: Task::Sweep(&forget_keys::ForgetKeys),
    },
    Job {
        name: "purge_accounts",
        schedule: Schedule::daily(3, 0),
        task: Task::Each(&purge_accounts::PurgeAccounts),
    },
];

impl Job {
    /// The job of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        JOBS.iter().find(|job| job.name == name)
    }

    /// The names of all of them, in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        JOBS.iter().map(|job| job.name)
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Job {}
