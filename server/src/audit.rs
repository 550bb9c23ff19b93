//! `focus-server audit`: whether the rows of a database agree with each other. Nothing is written.

use std::fmt;

use crate::causes;
use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::store::{self, Store, StoreError};

/// What was checked, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    checks: Vec<Checked>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Checked {
    name: &'static str,
    findings: Vec<String>,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
#[error("cannot look into the database {place}: {reason}")]
pub struct AuditError {
    place: String,
    reason: String,
    /// Whether the database answered, with values that are none.
    pub is_malformed: bool,
}

/// Checks a database as it is at one instant.
///
/// # Errors
/// When it is away, is not ours or of another schema, or holds values that cannot be read.
pub async fn run(database: &DatabaseSettings) -> Result<Report, AuditError> {
    let failed = |error: &dyn std::error::Error, is_malformed| AuditError {
        place: database.to_string(),
        reason: causes::told(error),
        is_malformed,
    };
    let store = Store::open_to_look(database, Clock::system()).await;
    let store = store.map_err(|error| failed(&error, false))?;
    look(&store).await.map_err(|error| failed(&error, matches!(error, StoreError::Corrupt(_))))
}

async fn look(store: &Store) -> store::Result<Report> {
    let mut snapshot = store.read().await?;
    snapshot.be_patient().await?;
    let mut checks = Vec::with_capacity(store::CHECKS.len());
    for check in &store::CHECKS {
        let findings = snapshot.findings(check).await?;
        checks.push(Checked { name: check.name, findings });
    }
    Ok(Report { checks })
}

impl Report {
    /// Whether all is well.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.checks.iter().all(|check| check.findings.is_empty())
    }

    /// The names of what does not hold.
    #[must_use]
    pub fn broken(&self) -> Vec<&'static str> {
        let broken = self.checks.iter().filter(|check| !check.findings.is_empty());
        broken.map(|check| check.name).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Checked { name, findings } in &self.checks {
            let verdict = if findings.is_empty() { "ok" } else { "WRONG" };
            writeln!(f, "{verdict:<6} {name}")?;
            for finding in findings {
                writeln!(f, "       - {finding}")?;
            }
        }
        let count: usize = self.checks.iter().map(|check| check.findings.len()).sum();
        write!(f, "\nFindings: {count}")
    }
}
