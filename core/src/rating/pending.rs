//! Who owes ratings, from when, and for how long.
//!
//! From minute 50 on every human of a session with another human owes ratings. Who left early is
//! included; who left before the start is not. The debt lapses 48 hours after the end.

use alloc::vec::Vec;

use crate::facts::Facts;
use crate::id::UserId;
use crate::json::Value;
use crate::phase;
use crate::problem::{Field, Problem};
use crate::session::ParticipantType;
use crate::time::Timestamp;
use crate::time::units::{HOUR_MILLIS, SECOND_MILLIS};

/// Hours after a session's end at which its ratings lapse.
pub const RATING_EXPIRY_HOURS: i64 = 48;

/// One seat of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Who holds it; companions have no user.
    pub user_id: Option<UserId>,
    /// What they are.
    pub participant_type: ParticipantType,
    /// When they left; none while they stay.
    pub left_at: Option<Timestamp>,
}

impl Seat {
    /// Reads one of `seats`: `userId`, `participantType` and `leftAt`.
    pub fn read(seat: &mut Facts<'_>) -> Self {
        let user_id = seat.nullable_id(Field::UserId);
        let participant_type = seat.participant_type();
        let left_at = seat.nullable_instant(Field::LeftAt);
        let user_id = user_id.map(UserId::new);
        Self { user_id, participant_type, left_at }
    }
}

/// What one person owes for one session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct PendingRecord {
    /// Who owes.
    pub user_id: UserId,
    /// Whom they may rate.
    pub rateable_user_ids: Vec<UserId>,
    /// When the debt lapses.
    pub expires_at: Timestamp,
}

/// What pending records are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSeats {
    /// When the session starts.
    pub start_time: Timestamp,
    /// Every seat that the session ever had.
    pub seats: Vec<Seat>,
}

impl SessionSeats {
    /// Reads facts: `startTime`, and `seats` of `userId`, `participantType` and `leftAt`.
    ///
    /// # Errors
    /// Every member that is wrong, each with its place.
    pub fn read(value: Value<'_>) -> Result<Self, Vec<Problem>> {
        let mut facts = Facts::of(value);
        let start_time = facts.instant(Field::StartTime);
        let seats = facts.list(Field::Seats, Seat::read);
        facts.done()?;
        Ok(Self { start_time, seats })
    }
}

/// What tells whether a pending record is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingState {
    /// When the ratings were sent or skipped.
    pub completed_at: Option<Timestamp>,
    /// When the debt lapses.
    pub expires_at: Timestamp,
}

impl PendingState {
    /// Reads facts: `completedAt` and `expiresAt`.
    ///
    /// # Errors
    /// Every member that is wrong, each with its place.
    pub fn read(value: Value<'_>) -> Result<Self, Vec<Problem>> {
        let mut facts = Facts::of(value);
        let completed_at = facts.nullable_instant(Field::CompletedAt);
        let expires_at = facts.instant(Field::ExpiresAt);
        facts.done()?;
        Ok(Self { completed_at, expires_at })
    }
}

/// When a session's ratings lapse: 48 hours after its end.
#[must_use]
pub const fn expires_at(start: Timestamp) -> Timestamp {
    phase::session_end(start).plus_millis(RATING_EXPIRY_HOURS * HOUR_MILLIS)
}

/// When a session's ratings begin to be owed: as the social phase begins. Of several debts the
/// oldest by this is asked for first.
#[must_use]
pub fn owed_since(start: Timestamp) -> Timestamp {
    let social = phase::Phase::Social.start_seconds().unwrap_or_default() * SECOND_MILLIS;
    Timestamp::from_unix_millis(start.unix_millis()).plus_millis(social)
}

/// Whether a record is open: not completed, and not lapsed. At `expires_at` it has lapsed.
#[must_use]
pub fn is_open(completed_at: Option<Timestamp>, expires_at: Timestamp, now: Timestamp) -> bool {
    completed_at.is_none() && expires_at > now
}

/// Whether a record may be deleted: not completed, and lapsed for good.
#[must_use]
pub fn is_deletable(
    completed_at: Option<Timestamp>,
    expires_at: Timestamp,
    now: Timestamp,
) -> bool {
    completed_at.is_none() && expires_at < now
}

/// The records of a session: none before minute 50, and none without two humans.
#[must_use]
pub fn records(start: Timestamp, seats: &[Seat], now: Timestamp) -> Vec<PendingRecord> {
    if !phase::at(start, now).is_ratable() {
        return Vec::new();
    }
    let humans = humans(start, seats);
    let others = |user_id: UserId| {
        humans.iter().copied().filter(|other| *other != user_id).collect::<Vec<_>>()
    };
    let record = |user_id: &UserId| PendingRecord {
        user_id: *user_id,
        rateable_user_ids: others(*user_id),
        expires_at: expires_at(start),
    };
    humans.iter().map(record).filter(|record| !record.rateable_user_ids.is_empty()).collect()
}

/// The latest start of a session whose ratings are owed by `now`, and the earliest whose ratings
/// have not lapsed. For queries over many sessions.
#[must_use]
pub fn owed_starts(now: Timestamp) -> core::ops::RangeInclusive<Timestamp> {
    let social = phase::Phase::Social.start_seconds().unwrap_or_default() * SECOND_MILLIS;
    let cut = Timestamp::from_unix_millis(now.unix_millis());
    let latest = cut.plus_millis(1 - social).unix_micros().saturating_sub(1);
    let life = RATING_EXPIRY_HOURS * HOUR_MILLIS + phase::SESSION_SECONDS * SECOND_MILLIS;
    let earliest = now.plus_millis(-life).unix_micros().saturating_add(1);
    Timestamp::from_unix_micros(earliest)..=Timestamp::from_unix_micros(latest)
}

/// The different humans who were there at the start or later, in the order of their seats.
fn humans(start: Timestamp, seats: &[Seat]) -> Vec<UserId> {
    let mut humans = Vec::new();
    for seat in seats {
        let there = seat.left_at.is_none_or(|left| left >= start);
        match (seat.participant_type, seat.user_id) {
            (ParticipantType::Human, Some(user)) if there && !humans.contains(&user) => {
                humans.push(user);
            }
            _ => {}
        }
    }
    humans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;

    const START: Timestamp = Timestamp::from_unix_millis(1_777_627_800_000);

    fn user(n: u8) -> UserId {
        UserId::new(Uuid::from_bytes([n; 16]).unwrap())
    }

    fn human(n: u8, left_ms: Option<i64>) -> Seat {
        Seat {
            user_id: Some(user(n)),
            participant_type: ParticipantType::Human,
            left_at: left_ms.map(|ms| START.plus_millis(ms)),
        }
    }

    fn owing(seats: &[Seat], ms: i64) -> Vec<UserId> {
        let records = records(START, seats, START.plus_millis(ms));
        records.iter().map(|record| record.user_id).collect()
    }

    #[test]
    fn records_exist_from_minute_50_on() {
        let seats = [human(1, None), human(2, None)];
        assert_eq!(owing(&seats, 3_000_000 - 1), []);
        assert_eq!(owing(&seats, 3_000_000), [user(1), user(2)]);
    }

    #[test]
    fn who_left_early_owes_and_who_cancelled_does_not() {
        let seats = [human(1, None), human(2, Some(0)), human(3, Some(-1))];
        assert_eq!(owing(&seats, 3_300_000), [user(1), user(2)]);
    }

    #[test]
    fn companions_and_people_alone_owe_nothing() {
        let companion =
            Seat { user_id: None, participant_type: ParticipantType::AiCompanion, left_at: None };
        assert_eq!(owing(&[human(1, None), companion], 3_300_000), []);
        assert_eq!(owing(&[human(1, Some(5)), human(1, None)], 3_300_000), []);
    }

    #[test]
    fn a_record_is_open_until_48_hours_after_the_end() {
        let expires = expires_at(START);
        assert_eq!(expires, START.plus_millis(3_300_000 + 48 * 3_600_000));
        assert!(is_open(None, expires, expires.plus_millis(-1)));
        assert!(!is_open(None, expires, expires));
        assert!(!is_open(Some(START), expires, START));
    }

    #[test]
    fn ratings_are_owed_from_the_instant_at_which_records_exist() {
        assert_eq!(owed_since(START), START.plus_millis(3_000_000));
        let odd = Timestamp::from_unix_micros(1_500);
        assert_eq!(owed_since(odd).unix_micros(), 3_000_001_000);
        let seats = [human(1, None), human(2, None)];
        assert!(!records(odd, &seats, owed_since(odd)).is_empty());
        assert!(records(odd, &seats, owed_since(odd).plus_millis(-1)).is_empty());
    }

    #[test]
    fn only_an_open_record_past_its_time_is_deleted() {
        let expires = expires_at(START);
        assert!(!is_deletable(None, expires, expires));
        assert!(is_deletable(None, expires, expires.plus_millis(1)));
        assert!(!is_deletable(Some(START), expires, expires.plus_millis(1)));
    }

    #[test]
    fn the_range_of_starts_agrees_with_the_rules() {
        let seats = [human(1, None), human(2, None)];
        for ms in [2_999_999, 3_000_000, 3_300_000, 176_099_999, 176_100_000] {
            let now = START.plus_millis(ms);
            let owed = !owing(&seats, ms).is_empty() && is_open(None, expires_at(START), now);
            assert_eq!(owed_starts(now).contains(&START), owed, "{ms}");
        }
    }
}
