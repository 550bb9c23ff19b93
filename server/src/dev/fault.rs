//! Faults on purpose: a request that panics, and one that takes its time.

use std::time::Duration;

use focus_core::{Code, Expected, Path, Problem};
use serde::Serialize;
use serde_json::Value;

use crate::error::ApiError;

/// The longest that a slow request takes, unless its deadline is over before.
const MAX_MILLISECONDS: u64 = 600_000;

/// What is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Fault {
    /// The handler panics.
    Panic,
    /// The answer takes this long.
    Slow {
        /// Up to [`MAX_MILLISECONDS`].
        milliseconds: u64,
    },
}

impl Fault {
    #[expect(clippy::panic, reason = "somebody asked for it")]
    pub(super) async fn happen(self) {
        match self {
            Self::Panic => panic!("a request asked for a panic"),
            Self::Slow { milliseconds } => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            }
        }
    }
}

/// Reads `{"kind": "panic"}` or `{"kind": "slow", "milliseconds": …}`.
///
/// # Errors
/// `WRONG_TYPE` for what is no object, `VALIDATION_ERROR` for anything else; the sentence says what
/// is wanted.
pub(super) fn parse_fault(body: &Value) -> Result<Fault, ApiError> {
    if !body.is_object() {
        return Err(Problem::wrong_type(Path::ROOT, Expected::Object).into());
    }
    let kind = body.get("kind").and_then(Value::as_str);
    let milliseconds = body.get("milliseconds").and_then(Value::as_u64);
    match (kind, milliseconds) {
        (Some("panic"), _) => Ok(Fault::Panic),
        (Some("slow"), Some(milliseconds @ ..=MAX_MILLISECONDS)) => {
            Ok(Fault::Slow { milliseconds })
        }
        _ => {
            let told = format!(
                "kind must be panic, or slow with milliseconds from 0 to {MAX_MILLISECONDS}."
            );
            Err(ApiError::from(Code::ValidationError).saying(told))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fault_is_a_panic_or_a_bounded_wait() {
        let told = |body: Value| parse_fault(&body).map_err(|error| error.code());
        assert_eq!(told(json!({"kind": "panic"})), Ok(Fault::Panic));
        let slow = |milliseconds| json!({"kind": "slow", "milliseconds": milliseconds});
        assert_eq!(told(slow(json!(600_000))), Ok(Fault::Slow { milliseconds: 600_000 }));
        for wrong in [json!(600_001), json!(-1), json!(0.5), json!("1"), Value::Null] {
            assert_eq!(told(slow(wrong)), Err(Code::ValidationError));
        }
        assert_eq!(told(json!({"kind": "fire"})), Err(Code::ValidationError));
        assert_eq!(told(json!([])), Err(Code::WrongType));
    }
}
