//! The parts of the server, and how each is looked at. A part more is a row more.

use focus_core::health::{self, Health};
use focus_core::key_set::KeySetAge;
use futures_util::FutureExt as _;

use super::glance::{DATABASE, REDIS, answers};
use super::{Finding, Part};
use crate::state::AppState;

/// How late a job may be before somebody should look.
const LATE_MS: i64 = 10 * 60_000;

/// Every part, in the order in which they are told.
pub(super) static PARTS: [Part; 7] = [
    Part { name: "database", is_critical: |_| true, look: |state| database(state).boxed() },
    Part { name: "pool", is_critical: |_| false, look: |state| pool(state).boxed() },
    Part {
        name: "redis",
        is_critical: |state| state.needs_redis,
        look: |state| redis(state).boxed(),
    },
    Part { name: "revocations", is_critical: |_| false, look: |state| revocations(state).boxed() },
    Part { name: "keys", is_critical: |_| true, look: |state| keys(state).boxed() },
    Part { name: "disk", is_critical: |_| false, look: |state| disk(state).boxed() },
    Part { name: "jobs", is_critical: |_| false, look: |state| jobs(state).boxed() },
];

fn healthy_if(is_well: bool) -> Finding {
    if is_well { Health::Healthy } else { Health::Unhealthy }.into()
}

/// Whether it answers.
async fn database(state: &AppState) -> Option<Finding> {
    Some(healthy_if(answers(DATABASE, state.store.ping()).await))
}

/// How many of its connections are taken, where there is a limit that somebody may wait for.
async fn pool(state: &AppState) -> Option<Finding> {
    let (taken, size) = state.store.pool()?;
    Some(health::pool(taken, size).into())
}

/// Whether it answers, where there is one.
async fn redis(state: &AppState) -> Option<Finding> {
    if state.shared.is_at_hand() {
        return None;
    }
    Some(healthy_if(answers(REDIS, state.shared.ping()).await))
}

/// Whether what is known of revocations is new enough to judge tokens by, where others revoke too.
async fn revocations(state: &AppState) -> Option<Finding> {
    if state.shared.is_at_hand() {
        return None;
    }
    Some(healthy_if(state.verifier.revocations().is_fresh()))
}

/// How old each issuer's keys are.
async fn keys(state: &AppState) -> Option<Finding> {
    let key_sets: Vec<_> = state.key_sets().into_iter().map(|keys| keys.state).collect();
    let is_usable = |age: &KeySetAge| matches!(age, KeySetAge::Fresh | KeySetAge::Stale);
    let health = match key_sets.as_slice() {
        ages if !ages.iter().all(is_usable) => Health::Unhealthy,
        ages if ages.contains(&KeySetAge::Stale) => Health::Degraded,
        _ => Health::Healthy,
    };
    Some(Finding { health, key_sets: Some(key_sets) })
}

/// How full the disk is that rows are kept on.
async fn disk(state: &AppState) -> Option<Finding> {
    let used_percent = state.checkup.disk.as_ref()?.used_percent().await;
    Some(used_percent.map_or(Health::Unknown, health::disk).into())
}

/// Whether each is looked at when it is due, where this server runs jobs.
async fn jobs(state: &AppState) -> Option<Finding> {
    let late_ms = state.jobs.late_ms(state.clock.now())?;
    let health = if late_ms > LATE_MS { Health::Degraded } else { Health::Healthy };
    Some(health.into())
}
