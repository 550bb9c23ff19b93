//! Who may be matched at a slot: everything that stands against it, in one order.

use alloc::vec::Vec;

use crate::code::Code;
use crate::facts::Facts;
use crate::problem::{Field, Path, Problem};
use crate::seat::{JoinOutcome, Joined, SEAT_PRICE};
use crate::slot::{self, HeldSeat};
use crate::time::Timestamp;

/// What the product knows of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Until when they are suspended; in the past once it is over.
    pub banned_until: Option<Timestamp>,
}

/// Who asks for a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// Their profile; none when there is none.
    pub user: Option<Profile>,
    /// The slot that they ask for; none for the next one.
    pub slot: Option<Timestamp>,
    /// Whether they owe ratings.
    pub has_pending: bool,
    /// Credits that they have.
    pub credits: u32,
    /// Seats that they have taken.
    pub seats: Vec<HeldSeat>,
}

impl Applicant {
    /// Reads `user` (of `bannedUntil`), `slot`, `hasPending`, `credits` and `seats` (of
    /// `startTime` and `leftAt`).
    pub fn read(facts: &mut Facts<'_>) -> Self {
        let user = facts.optional_object(Field::User, |user| Profile {
            banned_until: user.optional_instant(Field::BannedUntil),
        });
        let slot = facts.optional_instant(Field::Slot);
        let has_pending = facts.truth(Field::HasPending);
        let credits = facts.count(Field::Credits, u32::MAX);
        let seats = facts.list(Field::Seats, HeldSeat::read);
        Self { user, slot, has_pending, credits, seats }
    }

    /// When the session starts that they ask for.
    #[must_use]
    pub fn start_time(&self, now: Timestamp) -> Timestamp {
        self.slot.unwrap_or_else(|| slot::next(now))
    }
}

/// Everything that stands against a match, in order: no profile, suspended, a slot that cannot be
/// asked for, ratings that are owed, no credit, a seat at that time. None when all is well.
///
/// `USER_NOT_FOUND`, `ACCOUNT_BANNED`, `INVALID_SLOT`, `PENDING_RATINGS`, `INSUFFICIENT_CREDITS`,
/// `ALREADY_IN_SESSION`, each at the fact that it comes from; the last at the seat that is held.
#[must_use]
pub fn reasons(applicant: &Applicant, now: Timestamp) -> Vec<Problem> {
    reasons_at_seat(applicant, None, now)
}

/// As [`reasons`], once it is known which seat they would get, if any: who left a table and comes
/// back has paid, and needs no credit.
#[must_use]
pub fn reasons_at_seat(
    applicant: &Applicant,
    joined: Option<Joined>,
    now: Timestamp,
) -> Vec<Problem> {
    let slot = applicant.slot.and_then(|slot| slot::check(slot, now).err());
    against(applicant, applicant.start_time(now), slot, joined, now)
}

/// As [`reasons_at_seat`], for a table that was picked and starts at `start`: whatever slot that
/// is, its seats tell whether it can still be joined.
#[must_use]
pub fn reasons_at_table(
    applicant: &Applicant,
    start: Timestamp,
    joined: Option<Joined>,
    now: Timestamp,
) -> Vec<Problem> {
    against(applicant, start, None, joined, now)
}

fn against(
    applicant: &Applicant,
    start: Timestamp,
    slot: Option<Problem>,
    joined: Option<Joined>,
    now: Timestamp,
) -> Vec<Problem> {
    let at = |code, field| Problem::at(code, Path::of(field));
    let is_banned = |user: &Profile| user.banned_until.is_some_and(|until| until > now);
    let banned = Path::of(Field::User).member(Field::BannedUntil);
    let held = slot::held_seat(&applicant.seats, start);
    let held = held.and_then(|place| u32::try_from(place).ok());
    // A seat that is held already is no reason to ask for no credit: it is refused further down.
    let is_paid = |joined: Joined| joined.outcome == JoinOutcome::Rejoined && !joined.is_credit_due;
    let is_broke = !joined.is_some_and(is_paid) && applicant.credits < SEAT_PRICE;
    [
        applicant.user.is_none().then_some(at(Code::UserNotFound, Field::User)),
        applicant
            .user
            .is_some_and(|user| is_banned(&user))
            .then_some(Problem::at(Code::AccountBanned, banned)),
        slot,
        applicant.has_pending.then_some(at(Code::PendingRatings, Field::HasPending)),
        is_broke.then_some(at(Code::InsufficientCredits, Field::Credits)),
        held.map(|place| Problem::at(Code::AlreadyInSession, Path::of(Field::Seats).at(place))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_millis(1_777_627_800_000);

    #[test]
    fn everything_is_told_in_one_order() {
        let slot = NOW.plus_millis(60_000);
        let banned_until = Some(NOW.plus_millis(1));
        let applicant = Applicant {
            user: Some(Profile { banned_until }),
            slot: Some(slot),
            has_pending: true,
            credits: 0,
            seats: vec![HeldSeat { start_time: slot, left_at: None }],
        };
        let codes: Vec<_> = reasons(&applicant, NOW).iter().map(Problem::code).collect();
        let wanted = [
            Code::AccountBanned,
            Code::InvalidSlot,
            Code::PendingRatings,
            Code::InsufficientCredits,
            Code::AlreadyInSession,
        ];
        assert_eq!(codes, wanted);
    }

    #[test]
    fn without_a_slot_the_next_one_is_asked_for() {
        let applicant = Applicant {
            user: Some(Profile { banned_until: None }),
            slot: None,
            has_pending: false,
            credits: 1,
            seats: vec![HeldSeat { start_time: slot::next(NOW), left_at: None }],
        };
        let [held] = reasons(&applicant, NOW)[..] else { panic!("one reason") };
        assert_eq!(
            (held.code(), held.path),
            (Code::AlreadyInSession, Path::of(Field::Seats).at(0))
        );
    }

    #[test]
    fn a_table_that_was_picked_may_have_begun_and_a_paid_seat_needs_no_credit() {
        let start = NOW.plus_millis(-60_000);
        let applicant = Applicant {
            user: Some(Profile { banned_until: None }),
            slot: Some(start),
            has_pending: false,
            credits: 0,
            seats: vec![HeldSeat { start_time: start, left_at: Some(NOW) }],
        };
        let told = |reasons: Vec<Problem>| reasons.iter().map(Problem::code).collect::<Vec<_>>();
        let joined =
            |outcome, is_credit_due| Some(Joined { seat_number: 1, outcome, is_credit_due });
        let at_table = |joined| told(reasons_at_table(&applicant, start, joined, NOW));
        for joined in [
            None,
            joined(JoinOutcome::Seated, true),
            joined(JoinOutcome::Rejoined, true),
            joined(JoinOutcome::AlreadySeated, false),
        ] {
            assert_eq!(at_table(joined), [Code::InsufficientCredits]);
        }
        let back = joined(JoinOutcome::Rejoined, false);
        assert_eq!(at_table(back), []);
        assert_eq!(told(reasons_at_seat(&applicant, back, NOW)), [Code::InvalidSlot]);
        let all = [Code::InvalidSlot, Code::InsufficientCredits];
        assert_eq!(told(reasons(&applicant, NOW)), all);
    }
}
