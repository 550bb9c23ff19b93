//! Taking a seat: the lowest that is free, and one credit for it.

use super::{Seat, free_seats};
use crate::code::Code;
use crate::id::UserId;
use crate::phase;
use crate::problem::{Params, Problem};
use crate::time::Timestamp;
use crate::words::word_set;

/// Credits that a seat costs.
pub const SEAT_PRICE: u32 = 1;

word_set! {
    /// How somebody came to a seat.
    JoinOutcome {
        /// Sat down for the first time.
        Seated "seated",
        /// Had left, and came back.
        Rejoined "rejoined",
        /// Sits there already; nothing is to be stored.
        AlreadySeated "already_seated",
    }
}

/// A seat that was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Its number.
    pub seat_number: u32,
    /// How it came about.
    pub outcome: JoinOutcome,
    /// Whether one credit is to be taken for it.
    pub is_credit_due: bool,
}

/// Whether a table lets somebody sit down who was not matched: a public one does, and a private one
/// whoever made it or had a seat there.
#[must_use]
pub fn is_open_to(
    user_id: UserId,
    is_private: bool,
    created_by: Option<UserId>,
    seats: &[Seat],
) -> bool {
    let had_a_seat = || seats.iter().any(|seat| seat.user_id == Some(user_id));
    !is_private || created_by == Some(user_id) || had_a_seat()
}

/// Grants a seat of a session that starts at `start`, as long as it can be joined: until minute 3.
/// Who sits there keeps their seat. Who had left gets the lowest free seat as anybody would, and
/// pays again only for what was given back to them.
///
/// # Errors
/// The first of: `SESSION_PHASE_ERROR` with the phase, `SESSION_FULL`.
pub fn join(
    user_id: UserId,
    start: Timestamp,
    max_seats: u32,
    seats: &[Seat],
    now: Timestamp,
) -> Result<Joined, Problem> {
    let phase = phase::at(start, now);
    if !phase.is_joinable() {
        return Err(Problem::new(Code::SessionPhaseError).with(Params::Phase(phase)));
    }
    let own = || seats.iter().filter(|seat| seat.user_id == Some(user_id));
    if let Some(seat) = own().find(|seat| seat.is_active()) {
        let outcome = JoinOutcome::AlreadySeated;
        return Ok(Joined { seat_number: seat.seat_number, outcome, is_credit_due: false });
    }
    let seat_number = free_seats(max_seats, seats).first().copied();
    let seat_number = seat_number.ok_or(Problem::new(Code::SessionFull))?;
    let has_left = own().next().is_some();
    let outcome = if has_left { JoinOutcome::Rejoined } else { JoinOutcome::Seated };
    Ok(Joined { seat_number, outcome, is_credit_due: !own().any(Seat::is_paid) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::Uuid;

    const START: Timestamp = Timestamp::from_unix_millis(0);

    fn user(id: u8) -> UserId {
        UserId::new(Uuid::from_bytes([id; 16]).unwrap())
    }

    fn seat(id: u8, seat_number: u32, has_left: bool) -> Seat {
        Seat {
            user_id: Some(user(id)),
            seat_number,
            left_at: has_left.then_some(START),
            credit_deducted_at: Some(START),
            credit_refunded_at: None,
        }
    }

    proptest! {
        #[test]
        fn a_granted_seat_is_free_and_of_the_table_and_nobody_pays_twice(
            rows in prop::collection::vec((1..6_u8, 1..5_u32, any::<bool>()), 0..6),
            max_seats in 0..5_u32,
        ) {
            let seats: Vec<_> = rows.iter().map(|(id, n, left)| seat(*id, *n, *left)).collect();
            let active = seats.iter().filter(|seat| seat.is_active()).count();
            let joined = join(user(1), START, max_seats, &seats, START);
            let Ok(Joined { seat_number, outcome, is_credit_due }) = joined else {
                prop_assert!(active >= max_seats as usize);
                return Ok(());
            };
            let knows_user = seats.iter().any(|seat| seat.user_id == Some(user(1)));
            prop_assert_eq!(is_credit_due, !knows_user);
            if outcome != JoinOutcome::AlreadySeated {
                prop_assert!((1..=max_seats).contains(&seat_number));
                prop_assert!(seats.iter().all(|s| !s.is_active() || s.seat_number != seat_number));
            }
        }
    }

    #[test]
    fn a_credit_that_was_given_back_is_taken_again() {
        let refunded = |at| Seat { credit_refunded_at: Some(at), ..seat(1, 1, true) };
        let due = |seat: Seat| join(user(1), START, 4, &[seat], START).unwrap().is_credit_due;
        assert!(due(refunded(START)));
        assert!(!due(refunded(START.plus_millis(-1))));
    }

    #[test]
    fn the_refusal_names_the_phase() {
        let late = join(user(1), START, 4, &[], START.plus_millis(180_000)).unwrap_err();
        assert_eq!(late.message(), "Session is in work_1 phase, requires setup.");
    }

    #[test]
    fn a_private_table_is_for_who_made_it_or_sat_there() {
        let open =
            |id, is_private| is_open_to(user(id), is_private, Some(user(1)), &[seat(2, 1, true)]);
        assert!(open(1, true) && open(2, true) && open(3, false));
        assert!(!open(3, true));
    }
}
