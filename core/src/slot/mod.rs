//! Slots: the half hours at which sessions start, `:00` and `:30` in UTC.
//!
//! Everything is judged on the instant, to the microsecond, whatever zone it was written in.

mod check;
mod demand;
mod gate;
mod held;
mod wait;

use alloc::vec::Vec;

pub use check::{SLOT_HORIZON_DAYS, check};
pub use demand::{
    MODERATE_HOUR_ESTIMATE, OFF_PEAK_HOUR_ESTIMATE, PEAK_HOUR_ESTIMATE, estimate_demand,
};
pub use gate::{Gate, GateReason, find_table_gate};
pub use held::{HeldSeat, held_seat};
pub use wait::{Wait, wait};

use crate::time::Timestamp;
use crate::time::units::{MINUTE_MICROS, MINUTE_MILLIS};

/// Minutes from one slot to the next.
pub const SLOT_INTERVAL_MINUTES: i64 = 30;
/// A slot that is fewer minutes away than this is skipped, and refused when asked for.
pub const SLOT_SKIP_THRESHOLD_MINUTES: i64 = 3;
/// Slots that are offered unless more or fewer are asked for.
pub const UPCOMING_SLOTS_COUNT: u32 = 6;
/// The most slots that are offered: those of a day.
pub const UPCOMING_SLOTS_MAX: u32 = 48;

const INTERVAL_MICROS: i64 = SLOT_INTERVAL_MINUTES * MINUTE_MICROS;
const SKIP_MICROS: i64 = SLOT_SKIP_THRESHOLD_MINUTES * MINUTE_MICROS;

/// The next slot that can still be reached: after `now`, and no fewer than three minutes away.
#[must_use]
pub const fn next(now: Timestamp) -> Timestamp {
    let now = now.unix_micros();
    let begun = now.saturating_sub(now.rem_euclid(INTERVAL_MICROS));
    let following = begun.saturating_add(INTERVAL_MICROS);
    let is_close = following.saturating_sub(now) < SKIP_MICROS;
    let skipped = if is_close { INTERVAL_MICROS } else { 0 };
    Timestamp::from_unix_micros(following.saturating_add(skipped))
}

/// The next `count` slots, the first being [`next`].
#[must_use]
pub fn upcoming(now: Timestamp, count: u32) -> Vec<Timestamp> {
    let first = next(now);
    (0..i64::from(count))
        .map(|place| first.plus_millis(place * SLOT_INTERVAL_MINUTES * MINUTE_MILLIS))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_next_slot_is_on_the_half_hour_and_never_skips_one_that_can_be_reached(
            now in -4_000_000_000_000_000..4_000_000_000_000_000_i64,
        ) {
            let now = Timestamp::from_unix_micros(now);
            let slot = next(now);
            let away = slot.unix_micros() - now.unix_micros();
            prop_assert_eq!(slot.unix_micros() % INTERVAL_MICROS, 0);
            prop_assert!((SKIP_MICROS..SKIP_MICROS + INTERVAL_MICROS).contains(&away));
            prop_assert_eq!(check(slot, now), Ok(()));
        }

        #[test]
        fn no_instant_makes_a_slot_panic(now: i64, slot: i64) {
            let (now, slot) = (Timestamp::from_unix_micros(now), Timestamp::from_unix_micros(slot));
            let _ = (next(now), upcoming(now, 3), check(slot, now), wait(slot, now));
            let _ = estimate_demand(slot);
        }
    }

    #[test]
    fn upcoming_slots_are_half_an_hour_apart() {
        let now = Timestamp::parse("2026-05-01T23:12:00Z").unwrap();
        let texts: Vec<_> = upcoming(now, 3).iter().map(|slot| slot.to_string()).collect();
        let wanted = ["2026-05-01T23:30:00Z", "2026-05-02T00:00:00Z", "2026-05-02T00:30:00Z"];
        assert_eq!(texts, wanted);
        assert_eq!(upcoming(now, 0), []);
    }
}
