//! The development clock: forward only, and kept over restarts.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use focus_core::{Code, Expected, Field, Params, Problem};
use serde_json::Value;

use crate::clock::Clock;
use crate::start::StartError;

const FILE_NAME: &str = "dev-clock-offset-ms";
/// The furthest that one call moves the clock: 30 days.
const MAX_STEP_MS: u32 = 30 * 86_400_000;
/// The furthest that all calls together move it: a hundred years.
const MAX_OFFSET_MS: i64 = 36_525 * 86_400_000;

/// A clock whose offset is kept in a file.
pub(super) struct KeptClock {
    clock: Clock,
    path: PathBuf,
    moving: Mutex<()>,
}

impl KeptClock {
    pub(super) fn open(data_dir: &Path, clock: Clock) -> Result<Self, StartError> {
        let path = data_dir.join(FILE_NAME);
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let offset = text.trim().parse().ok();
                let offset = offset.filter(|offset| (0..=MAX_OFFSET_MS).contains(offset));
                let damaged = || format!("{} is damaged: delete it", path.display());
                clock.raise_offset_ms(offset.ok_or_else(|| StartError::Development(damaged()))?);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(StartError::file(&path)(error)),
        }
        Ok(Self { clock, path, moving: Mutex::default() })
    }

    /// Moves the clock, once the file says so.
    pub(super) fn advance(&self, step_ms: u32) -> Result<(), Problem> {
        let _moving = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
        let offset_ms = self.clock.offset_ms() + i64::from(step_ms);
        if offset_ms > MAX_OFFSET_MS {
            return Err(too_far());
        }
        let next = self.path.with_extension("next");
        let written = std::fs::write(&next, offset_ms.to_string())
            .and_then(|()| std::fs::rename(&next, &self.path));
        if let Err(error) = written {
            tracing::error!(%error, "the clock's offset could not be kept");
            return Err(Problem::new(Code::InternalError));
        }
        self.clock.raise_offset_ms(offset_ms);
        Ok(())
    }
}

/// Reads `{"advance_ms": …}`.
///
/// # Errors
/// At `advance_ms`: `MISSING`, `WRONG_TYPE`, `TOO_FEW` below 0, `TOO_MANY` beyond 30 days.
pub(super) fn parse_step(body: &Value) -> Result<u32, Problem> {
    let path = focus_core::Path::of(Field::AdvanceMs);
    if !body.is_object() {
        return Err(Problem::wrong_type(focus_core::Path::ROOT, Expected::Object));
    }
    let value = body.get("advance_ms").ok_or(Problem::at(Code::Missing, path))?;
    let number = value.as_f64().filter(|number| number.fract() == 0.0);
    let number = number.ok_or(Problem::wrong_type(path, Expected::WholeNumber))?;
    if number < 0.0 {
        return Err(Problem::at(Code::TooFew, path).with(Params::Min(0)));
    }
    if number > f64::from(MAX_STEP_MS) {
        return Err(too_far());
    }
    Ok(number as u32)
}

const fn too_far() -> Problem {
    let path = focus_core::Path::of(Field::AdvanceMs);
    Problem::at(Code::TooMany, path).with(Params::Max(MAX_STEP_MS))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_step_is_a_whole_number_of_milliseconds_up_to_30_days() {
        let told = |body: Value| parse_step(&body).map_err(|problem| problem.code());
        assert_eq!(told(json!({"advance_ms": 0})), Ok(0));
        assert_eq!(told(json!({"advance_ms": 2_592_000_000_i64})), Ok(2_592_000_000));
        assert_eq!(told(json!({"advance_ms": 2_592_000_001_i64})), Err(Code::TooMany));
        assert_eq!(told(json!({"advance_ms": u64::MAX})), Err(Code::TooMany));
        assert_eq!(told(json!({"advance_ms": -1})), Err(Code::TooFew));
        assert_eq!(told(json!({"advance_ms": 1.5})), Err(Code::WrongType));
        assert_eq!(told(json!({"advance_ms": "1"})), Err(Code::WrongType));
        assert_eq!(told(json!({})), Err(Code::Missing));
        assert_eq!(told(json!([])), Err(Code::WrongType));
    }
}
