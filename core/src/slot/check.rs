//! Whether a slot may be asked for.

use super::{INTERVAL_MICROS, SKIP_MICROS};
use crate::code::Code;
use crate::problem::{Field, Path, Problem};
use crate::time::Timestamp;
use crate::time::units::DAY_MICROS;

/// A slot that is more days away than this is refused.
pub const SLOT_HORIZON_DAYS: i64 = 7;

const HORIZON_MICROS: i64 = SLOT_HORIZON_DAYS * DAY_MICROS;

/// Lets a slot pass that is on the half hour in UTC, no fewer than three minutes away and at most
/// seven days. Both ends are inside.
///
/// # Errors
/// `INVALID_SLOT` at `slot`.
pub fn check(slot: Timestamp, now: Timestamp) -> Result<(), Problem> {
    let away = slot.micros_since(now);
    let is_on_the_half_hour = slot.unix_micros().rem_euclid(INTERVAL_MICROS) == 0;
    let window = SKIP_MICROS.unsigned_abs()..=HORIZON_MICROS.unsigned_abs();
    if is_on_the_half_hour && window.contains(&away) {
        Ok(())
    } else {
        Err(Problem::at(Code::InvalidSlot, Path::of(Field::Slot)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slot::SLOT_SKIP_THRESHOLD_MINUTES;

    #[test]
    fn both_ends_of_the_window_are_inside() {
        let slot = Timestamp::parse("2026-05-01T09:30:00Z").unwrap();
        let ok = |text| check(slot, Timestamp::parse(text).unwrap()).is_ok();
        assert!(ok("2026-05-01T09:27:00Z"));
        assert!(!ok("2026-05-01T09:27:00.000001Z"));
        assert!(ok("2026-04-24T09:30:00Z"));
        assert!(!ok("2026-04-24T09:29:59.999999Z"));
    }

    #[test]
    fn the_message_names_the_window() {
        let message = Code::InvalidSlot.template();
        assert!(message.contains(&format!("{SLOT_SKIP_THRESHOLD_MINUTES} minutes")), "{message}");
        assert!(message.contains(&format!("{SLOT_HORIZON_DAYS} days")), "{message}");
    }
}
