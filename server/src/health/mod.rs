//! How the server is: a look at each of its parts, all at once, kept for a second.

mod disk;
mod glance;
mod parts;

use std::path::Path;
use std::time::Duration;

use focus_core::Timestamp;
use focus_core::health::{self, Health};
use focus_core::key_set::KeySetAge;
use futures_util::future::{BoxFuture, join_all};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::Mutex;

use crate::clock::Stopwatch;
use crate::config::{DatabaseSettings, SqliteSettings};
use crate::state::AppState;
use disk::Disk;
pub(crate) use glance::Glances;
use parts::PARTS;

/// How long a look at one part may take. Beyond that nobody can tell.
const DEADLINE: Duration = Duration::from_secs(2);
/// How long what was seen is told again, in milliseconds.
const KEPT_MS: i64 = 1_000;

/// Something that the server consists of or needs.
struct Part {
    name: &'static str,
    /// Whether the server cannot work without it.
    is_critical: fn(&AppState) -> bool,
    /// Looks how it is; nothing where the server has no such part.
    look: for<'a> fn(&'a AppState) -> BoxFuture<'a, Option<Finding>>,
}

/// How a part was found.
struct Finding {
    health: Health,
    key_sets: Option<Vec<KeySetAge>>,
}

impl From<Health> for Finding {
    fn from(health: Health) -> Self {
        Self { health, key_sets: None }
    }
}

/// How the server is.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "HealthReport")]
pub(crate) struct Report {
    /// What its parts make of it; never `unknown`.
    status: Health,
    /// What it is called.
    service: &'static str,
    /// When its parts were looked at, by the real clock. That is done once a second at most.
    checked_at: Timestamp,
    /// Its parts, as the package's `overallHealth` takes them too.
    parts: Vec<PartReport>,
}

/// How one part is.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "HealthPart")]
struct PartReport {
    name: &'static str,
    /// Whether the server cannot work without it.
    is_critical: bool,
    health: Health,
    /// How long it took to find out.
    #[schemars(range(min = 0))]
    latency_ms: f64,
    /// Of the keys: how old each issuer's are, in the order of the settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<KeySetAge>")]
    key_sets: Option<Vec<KeySetAge>>,
}

impl Report {
    /// How the whole is.
    pub(crate) const fn status(&self) -> Health {
        self.status
    }
}

/// Looks at the parts. Of many who ask at once one looks, and the others are told what was seen.
pub(crate) struct Checkup {
    last: Mutex<Option<Report>>,
    /// The disk that rows are kept on; none where somebody else keeps them.
    disk: Option<Disk>,
}

impl Checkup {
    pub(crate) fn new(database: &DatabaseSettings) -> Self {
        let folder = match database {
            DatabaseSettings::Sqlite(SqliteSettings::File(file)) => file.parent(),
            DatabaseSettings::Sqlite(SqliteSettings::Memory) | DatabaseSettings::Postgres(_) => {
                None
            }
        };
        // Elsewhere nobody tells how full a disk is.
        let folder = folder.filter(|_| cfg!(unix));
        // The folder of a file without one is the working directory.
        let folder = folder.map(|it| if it.as_os_str().is_empty() { Path::new(".") } else { it });
        Self { last: Mutex::default(), disk: folder.map(Disk::at) }
    }

    /// How the server is now, or was less than a second ago.
    pub(crate) async fn report(&self, state: &AppState) -> Report {
        // Who waits here while somebody looks finds what they saw.
        let mut last = self.last.lock().await;
        let now = state.clock.real();
        let is_kept = |report: &&Report| {
            let age_ms = now.unix_millis().saturating_sub(report.checked_at.unix_millis());
            (0..KEPT_MS).contains(&age_ms)
        };
        if let Some(report) = last.as_ref().filter(is_kept) {
            return report.clone();
        }
        let report = look(state).await;
        *last = Some(report.clone());
        report
    }
}

async fn look(state: &AppState) -> Report {
    let looks = PARTS.iter().map(|part| look_at(part, state));
    let parts: Vec<_> = join_all(looks).await.into_iter().flatten().collect();
    let judged = parts
        .iter()
        .map(|part| health::Part { is_critical: part.is_critical, health: part.health });
    // Told again for a second from when it was seen.
    let checked_at = state.clock.real();
    Report { status: health::overall(judged), service: "focus-squad-api", checked_at, parts }
}

async fn look_at(part: &Part, state: &AppState) -> Option<PartReport> {
    let stopwatch = Stopwatch::start();
    let found = tokio::time::timeout(DEADLINE, (part.look)(state)).await;
    let Finding { health, key_sets } = found.unwrap_or(Some(Health::Unknown.into()))?;
    let latency_ms = stopwatch.elapsed().as_micros() as f64 / 1_000.0;
    let (name, is_critical) = (part.name, (part.is_critical)(state));
    if health != Health::Healthy {
        tracing::warn!(part = name, health = health.as_str(), latency_ms, "a part is not healthy");
    }
    Some(PartReport { name, is_critical, health, latency_ms, key_sets })
}
