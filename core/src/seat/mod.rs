//! Seats of a table: who takes one, who leaves, what is given back, and who fills the rest.

mod cancel;
mod fill;
mod join;
mod leave;
mod tablemates;

pub use cancel::{Cancellation, REFUND_NOTICE_SECONDS, Refund, cancel};
pub use fill::{AI_COMPANION_NAMES, AVATAR_TYPE, Companion, avatar_style, fill, is_fill_due};
pub use join::{JoinOutcome, Joined, SEAT_PRICE, is_open_to, join};
pub use leave::{LEAVE_REASON_MAX_LENGTH, WayOut, leave, read_reason, way_out};
pub use tablemates::tablemates;

use alloc::vec::Vec;

use crate::facts::Facts;
use crate::id::UserId;
use crate::problem::Field;
use crate::session::MAX_PARTICIPANTS;
use crate::time::Timestamp;

/// One seat of a table as it is stored, left or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Who holds it; companions have no user.
    pub user_id: Option<UserId>,
    /// Its number, from 1 on.
    pub seat_number: u32,
    /// When it was left; none while it is held.
    pub left_at: Option<Timestamp>,
    /// When a credit was taken for it last.
    pub credit_deducted_at: Option<Timestamp>,
    /// When that credit was given back.
    pub credit_refunded_at: Option<Timestamp>,
}

impl Seat {
    /// Reads one of `seats`: `userId`, `seatNumber`, `leftAt`, `creditDeductedAt` and
    /// `creditRefundedAt`; all but the number may be absent or `null`.
    pub fn read(seat: &mut Facts<'_>) -> Self {
        let user_id = seat.optional_id(Field::UserId);
        let seat_number = seat.count(Field::SeatNumber, MAX_PARTICIPANTS);
        let left_at = seat.optional_instant(Field::LeftAt);
        let credit_deducted_at = seat.optional_instant(Field::CreditDeductedAt);
        let credit_refunded_at = seat.optional_instant(Field::CreditRefundedAt);
        Self {
            user_id: user_id.map(UserId::new),
            seat_number,
            left_at,
            credit_deducted_at,
            credit_refunded_at,
        }
    }

    /// Whether somebody sits there now.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.left_at.is_none()
    }

    /// Whether a credit was taken for it and not given back since.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        match (self.credit_deducted_at, self.credit_refunded_at) {
            (Some(deducted), Some(refunded)) => deducted > refunded,
            (deducted, _) => deducted.is_some(),
        }
    }
}

/// Reads the seats of a table that it has: absent or `null` are four.
pub fn read_max_seats(facts: &mut Facts<'_>) -> u32 {
    facts.count_or(Field::MaxSeats, MAX_PARTICIPANTS, MAX_PARTICIPANTS)
}

/// Seats that nobody sits on, from the lowest number on: as many as the table has left.
#[must_use]
pub fn free_seats(max_seats: u32, seats: &[Seat]) -> Vec<u32> {
    let taken = || seats.iter().filter(|seat| seat.is_active());
    let left = (max_seats as usize).saturating_sub(taken().count());
    let is_free = |number: &u32| taken().all(|seat| seat.seat_number != *number);
    (1..=max_seats).filter(is_free).take(left).collect()
}
