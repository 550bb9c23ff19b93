//! Processing status: how far something is on its way through stages that workers report on.
//!
//! Reports on different stages may arrive in any order and lead to the same record. Of two error
//! messages the later one by its instant stands; of one stage's statuses the last that arrived.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::code::Code;
use crate::problem::{Field, Path, Problem};
use crate::time::Timestamp;
use crate::time::units::SECOND_MILLIS;
use crate::words::word_set;

/// The stages, in their order, where no others are given.
pub const STAGES: &[&str] = &["ingestion", "quality", "taxonomy", "graph", "embedding"];
/// Seconds that a record is kept for, from its last report on.
pub const PROCESSING_KEPT_SECONDS: i64 = 86_400;
/// The longest id of a record, in code points.
pub const PROCESSING_ID_MAX_LENGTH: u32 = 128;
/// The longest name of a stage, in code points.
pub const STAGE_MAX_LENGTH: u32 = 64;
/// The longest error message, in code points.
pub const PROCESSING_ERROR_MAX_LENGTH: u32 = 2_000;

word_set! {
    /// How far a stage, or all of them, is.
    ProcessingStatus {
        /// Not begun.
        Pending "pending",
        /// Begun.
        Processing "processing",
        /// Done.
        Completed "completed",
        /// Done for.
        Failed "failed",
    }
}

/// What is known of something on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Record {
    /// The stages that were reported on, each once, in their order.
    pub stages: Vec<Stage>,
    /// What went wrong last.
    pub error: Option<StageError>,
    /// When the last report was.
    pub updated_at: Timestamp,
}

/// A stage that was reported on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// How far it is.
    pub status: ProcessingStatus,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StageError {
    /// In words.
    pub message: String,
    /// When it was told.
    pub at: Timestamp,
}

/// A worker's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report<'a> {
    /// Of which stage.
    pub stage: &'a str,
    /// How far it is.
    pub status: ProcessingStatus,
    /// What went wrong; none leaves an earlier message as it was.
    pub error_message: Option<&'a str>,
}

/// Whether a record of which the last report was then is still kept. At 86,400 seconds it is gone.
#[must_use]
pub fn is_kept(updated_at: Timestamp, now: Timestamp) -> bool {
    now < updated_at.plus_millis(PROCESSING_KEPT_SECONDS * SECOND_MILLIS)
}

/// The record after a report. One that is kept no longer is as none.
///
/// # Errors
/// `UNKNOWN_STAGE` at `stage` when it is none of `stages`.
pub fn record(
    before: Option<Record>,
    report: Report<'_>,
    stages: &[&str],
    now: Timestamp,
) -> Result<Record, Problem> {
    let place = |name: &str| stages.iter().position(|known| *known == name);
    let unknown = Problem::at(Code::UnknownStage, Path::of(Field::Stage));
    let own = place(report.stage).ok_or(unknown)?;
    let before = before.filter(|record| is_kept(record.updated_at, now));
    let mut record = before.unwrap_or(Record { stages: Vec::new(), error: None, updated_at: now });
    record.updated_at = record.updated_at.max(now);
    match record.stages.iter_mut().find(|stage| stage.name == report.stage) {
        Some(stage) => stage.status = report.status,
        None => {
            let stage = Stage { name: report.stage.to_string(), status: report.status };
            let behind = |stage: &Stage| place(&stage.name).is_none_or(|place| place > own);
            let at = record.stages.iter().position(behind).unwrap_or(record.stages.len());
            record.stages.insert(at, stage);
        }
    }
    if let Some(message) = report.error_message
        && record.error.as_ref().is_none_or(|error| error.at <= now)
    {
        record.error = Some(StageError { message: message.to_string(), at: now });
    }
    Ok(record)
}

/// How far the whole is, by the stages that were reported on: none is pending, any failed is failed,
/// any processing is processing, all completed are completed, and anything else is pending.
#[must_use]
pub fn overall(stages: impl IntoIterator<Item = ProcessingStatus>) -> ProcessingStatus {
    let (mut pending, mut processing, mut completed) = (false, false, false);
    for status in stages {
        match status {
            ProcessingStatus::Failed => return ProcessingStatus::Failed,
            ProcessingStatus::Processing => processing = true,
            ProcessingStatus::Completed => completed = true,
            ProcessingStatus::Pending => pending = true,
        }
    }
    match (processing, completed && !pending) {
        (true, _) => ProcessingStatus::Processing,
        (_, true) => ProcessingStatus::Completed,
        _ => ProcessingStatus::Pending,
    }
}

/// How far the whole of a record is. Strictly, stages that were expected and not reported on are
/// pending. A record that is kept no longer, or none, is pending.
#[must_use]
pub fn status(
    record: Option<&Record>,
    expected: &[&str],
    is_strict: bool,
    now: Timestamp,
) -> ProcessingStatus {
    let kept = record.filter(|record| is_kept(record.updated_at, now));
    let stages = kept.map_or(&[][..], |record| &record.stages);
    let is_reported = |name: &&&str| stages.iter().any(|stage| stage.name == **name);
    let missing = expected.iter().filter(|name| is_strict && !is_reported(name));
    let pending = missing.map(|_| ProcessingStatus::Pending);
    overall(stages.iter().map(|stage| stage.status).chain(pending))
}

#[cfg(test)]
#[path = "processing_tests.rs"]
mod tests;
