//! Who may rate whom now, judged on given facts: the first check that fails, with every place
//! that it concerns.

use alloc::vec::Vec;

use super::RatingBatch;
use crate::code::Code;
use crate::facts;
use crate::id::{SessionId, UserId};
use crate::json::Value;
use crate::phase;
use crate::problem::{Field, Path, Problem};
use crate::session::{ParticipantType, guard};
use crate::time::Timestamp;

/// One seat of the session, left or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Who holds it; companions have no user.
    pub user_id: Option<UserId>,
    /// What they are.
    pub participant_type: ParticipantType,
}

/// What a rating is judged on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The session.
    pub session_id: SessionId,
    /// When it starts.
    pub start_time: Timestamp,
    /// Who sends the ratings.
    pub rater_id: UserId,
    /// Every seat that the session ever had.
    pub seats: Vec<Seat>,
    /// Whether the rater has rated in this session before.
    pub already_rated: bool,
    /// The sessions whose ratings the rater owes: open pending records.
    pub pending: Vec<SessionId>,
}

impl Facts {
    /// Reads facts: `sessionId`, `startTime`, `raterId`, `seats` of `userId` and
    /// `participantType`, `alreadyRated`, `pending`.
    ///
    /// # Errors
    /// Every member that is wrong, each with its place.
    pub fn read(value: Value<'_>) -> Result<Self, Vec<Problem>> {
        let mut facts = facts::Facts::of(value);
        let session_id = SessionId::new(facts.id(Field::SessionFact));
        let start_time = facts.instant(Field::StartTime);
        let rater_id = UserId::new(facts.id(Field::RaterId));
        let seats = facts.list(Field::Seats, |seat| {
            let user_id = seat.nullable_id(Field::UserId);
            let participant_type = seat.participant_type();
            Seat { user_id: user_id.map(UserId::new), participant_type }
        });
        let already_rated = facts.truth(Field::AlreadyRated);
        let pending = facts.ids(Field::Pending);
        facts.done()?;
        Ok(Self {
            session_id,
            start_time,
            rater_id,
            seats,
            already_rated,
            pending: pending.into_iter().map(SessionId::new).collect(),
        })
    }
}

/// Refuses a body that means another session than the one it is sent to.
///
/// # Errors
/// `SESSION_MISMATCH`.
pub fn check_session(batch: &RatingBatch<'_>, session_id: SessionId) -> Result<(), Problem> {
    check_named_session(batch.session_id(), session_id)
}

/// Refuses a request whose body names another session than its address. No name is fine.
///
/// # Errors
/// `SESSION_MISMATCH`.
pub fn check_named_session(named: Option<&str>, session_id: SessionId) -> Result<(), Problem> {
    use alloc::string::ToString;
    match named {
        None => Ok(()),
        Some(named) => guard(Some(&session_id.to_string()), named),
    }
}

/// Whether these ratings may be stored now. In order: the session can be rated, the rater has a
/// seat, every ratee is a human of the session, nobody rates themselves, the rater has not rated
/// before, and the rater owes these ratings.
///
/// # Errors
/// The first check that fails: `SESSION_NOT_RATABLE`, `INVALID_RATING_TARGET` (for ratees with
/// the place of each), `RATING_ALREADY_EXISTS`, then `SESSION_MISMATCH` if another session is
/// owed, else `NO_PENDING_RATINGS`.
pub fn check(batch: &RatingBatch<'_>, facts: &Facts, now: Timestamp) -> Result<(), Vec<Problem>> {
    let one = |code| Err([Problem::new(code)].into());
    if !phase::at(facts.start_time, now).is_ratable() {
        return one(Code::SessionNotRatable);
    }
    if !has_seat(facts) {
        return one(Code::InvalidRatingTarget);
    }
    every_ratee(batch, |ratee| is_human_of(facts, ratee))?;
    every_ratee(batch, |ratee| ratee != facts.rater_id)?;
    if facts.already_rated {
        return one(Code::RatingAlreadyExists);
    }
    if facts.pending.contains(&facts.session_id) {
        return Ok(());
    }
    if facts.pending.is_empty() {
        return one(Code::NoPendingRatings);
    }
    one(Code::SessionMismatch)
}

/// Whether the rater may skip rating this session now. Skipping again is fine.
///
/// # Errors
/// `INVALID_RATING_TARGET` without a seat, `SESSION_NOT_RATABLE` before minute 50.
pub fn check_skip(facts: &Facts, now: Timestamp) -> Result<(), Problem> {
    if !has_seat(facts) {
        return Err(Problem::new(Code::InvalidRatingTarget));
    }
    if !phase::at(facts.start_time, now).is_ratable() {
        return Err(Problem::new(Code::SessionNotRatable));
    }
    Ok(())
}

fn has_seat(facts: &Facts) -> bool {
    facts.seats.iter().any(|seat| seat.user_id == Some(facts.rater_id))
}

fn is_human_of(facts: &Facts, user: UserId) -> bool {
    let human = ParticipantType::Human;
    facts.seats.iter().any(|seat| seat.user_id == Some(user) && seat.participant_type == human)
}

fn every_ratee(batch: &RatingBatch<'_>, fits: impl Fn(UserId) -> bool) -> Result<(), Vec<Problem>> {
    let place = |at| Path::of(Field::Ratings).at(at).member(Field::RateeId);
    let problems: Vec<_> = (0_u32..)
        .zip(batch.ratings())
        .filter(|(_, rating)| !fits(rating.ratee))
        .map(|(at, _)| Problem::at(Code::InvalidRatingTarget, place(at)))
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

#[cfg(test)]
#[path = "eligibility_tests.rs"]
mod tests;
