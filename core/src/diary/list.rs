//! The diary as a list: own reflections by session, newest session first.

use alloc::vec::Vec;

use super::fold::contains;
use super::note::DiaryNote;
use crate::code::Code;
use crate::facts::{FACT_TEXT_MAX, Facts};
use crate::id::SessionId;
use crate::order;
use crate::problem::{Field, Path, Problem};
use crate::reflection::{Reflection, read_phase};
use crate::time::Timestamp;
use crate::time::units::DAY_MILLIS;

/// The longest text to look for, in code points after trimming: a note's.
pub const DIARY_SEARCH_MAX_LENGTH: u32 = super::DIARY_NOTE_MAX_LENGTH;

const DATE_LENGTH: usize = 10;

/// A reflection that was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<'a> {
    /// Of which session.
    pub session_id: SessionId,
    /// What.
    pub reflection: Reflection<'a>,
    /// When.
    pub created_at: Timestamp,
}

impl<'a> Written<'a> {
    /// Reads `sessionId`, `phase`, `content` and `createdAt`. The content is told as it stands.
    pub fn read(facts: &mut Facts<'a>) -> Self {
        let session_id = SessionId::new(facts.id(Field::SessionFact));
        let phase = read_phase(facts);
        let content = facts.word(Field::Content);
        let created_at = facts.instant(Field::CreatedAt);
        Self { session_id, reflection: Reflection { phase, content }, created_at }
    }
}

/// A note that was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<'a> {
    /// Of which session.
    pub session_id: SessionId,
    /// What.
    pub note: DiaryNote<'a>,
}

impl<'a> Kept<'a> {
    /// Reads `sessionId`, `note` and `tags`.
    pub fn read(facts: &mut Facts<'a>) -> Self {
        let session_id = SessionId::new(facts.id(Field::SessionFact));
        let note = DiaryNote::read(facts);
        Self { session_id, note }
    }
}

/// Which entries are wanted; a part that is none leaves nothing out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiaryFilter<'a> {
    /// What a reflection or the note holds, in any case. Tags and topics are not looked at.
    pub search: Option<&'a str>,
    /// Sessions that start at this instant or later.
    pub since: Option<Timestamp>,
    /// Sessions that start at this instant or earlier.
    pub until: Option<Timestamp>,
}

impl<'a> DiaryFilter<'a> {
    /// Reads `search`, `date_from` and `date_to`, texts that may be absent, `null` or blank: RFC
    /// 3339, or a date alone, `2026-05-01`, which is the whole day in UTC.
    ///
    /// Notes `INVALID_DATE_FROM` and `INVALID_DATE_TO` for what is neither, and what any text may
    /// be refused for.
    pub fn read(facts: &mut Facts<'a>) -> Self {
        let search = facts.optional_text(Field::Search, DIARY_SEARCH_MAX_LENGTH);
        let date_from = facts.optional_text(Field::DateFrom, FACT_TEXT_MAX as u32);
        let since = noted(facts, Field::DateFrom, Self::since(date_from)).flatten();
        let date_to = facts.optional_text(Field::DateTo, FACT_TEXT_MAX as u32);
        let until = noted(facts, Field::DateTo, Self::until(date_to)).flatten();
        Self { search, since, until }
    }

    /// The first instant that `date_from` means.
    ///
    /// # Errors
    /// `INVALID_DATE_FROM`.
    pub fn since(date_from: Option<&str>) -> Result<Option<Timestamp>, Problem> {
        let problem = Problem::at(Code::InvalidDateFrom, Path::of(Field::DateFrom));
        date_from.map(|text| instant(text).map(|(first, _)| first).ok_or(problem)).transpose()
    }

    /// The last instant that `date_to` means.
    ///
    /// # Errors
    /// `INVALID_DATE_TO`.
    pub fn until(date_to: Option<&str>) -> Result<Option<Timestamp>, Problem> {
        let problem = Problem::at(Code::InvalidDateTo, Path::of(Field::DateTo));
        date_to.map(|text| instant(text).map(|(_, last)| last).ok_or(problem)).transpose()
    }

    fn takes(&self, entry: &DiaryEntry<'_>) -> bool {
        let holds = |text: &str| self.search.is_none_or(|wanted| contains(text, wanted));
        self.since.is_none_or(|since| since <= entry.start_time)
            && self.until.is_none_or(|until| entry.start_time <= until)
            && (entry.reflections.iter().any(|written| holds(written.reflection.content))
                || entry.note.note.is_some_and(holds))
    }
}

fn noted<T>(facts: &mut Facts<'_>, field: Field, outcome: Result<T, Problem>) -> Option<T> {
    outcome.map_err(|problem| facts.note(field, problem.code())).ok()
}

/// The first and the last instant that a text means.
fn instant(text: &str) -> Option<(Timestamp, Timestamp)> {
    if text.len() != DATE_LENGTH {
        return Timestamp::parse(text).map(|instant| (instant, instant));
    }
    let first = Timestamp::parse_date(text)?;
    let next = first.plus_millis(DAY_MILLIS);
    Some((first, Timestamp::from_unix_micros(next.unix_micros().saturating_sub(1))))
}

/// What the diary says of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryEntry<'a> {
    /// The session.
    pub session_id: SessionId,
    /// When it started.
    pub start_time: Timestamp,
    /// At least one: setup, break, social.
    pub reflections: Vec<Written<'a>>,
    /// Text and tags, both of which may be empty.
    pub note: DiaryNote<'a>,
}

/// The entries of one person, newest session first (of two that start together the lower id), each
/// with its reflections in the order of the phases. A session with a note alone is none, nor is one
/// that is not among `sessions`, which tell when each starts. The host cuts pages out of the list;
/// the list's length is their total.
#[must_use]
pub fn list<'a>(
    sessions: &[(SessionId, Timestamp)],
    reflections: &[Written<'a>],
    notes: &[Kept<'a>],
    filter: &DiaryFilter<'_>,
) -> Vec<DiaryEntry<'a>> {
    let mut entries = Vec::<DiaryEntry<'a>>::new();
    for (session_id, start_time) in sessions.iter().copied() {
        let written = reflections.iter().filter(|written| written.session_id == session_id);
        let mut reflections: Vec<_> = written.copied().collect();
        let key = |written: &Written<'_>| (written.reflection.phase as u8, written.created_at);
        order::sort_by_key(&mut reflections, key);
        let note = notes.iter().find(|kept| kept.session_id == session_id);
        let note = note.map(|kept| kept.note.clone()).unwrap_or_default();
        let entry = DiaryEntry { session_id, start_time, reflections, note };
        let is_new = entries.iter().all(|known| known.session_id != session_id);
        if is_new && !entry.reflections.is_empty() && filter.takes(&entry) {
            entries.push(entry);
        }
    }
    let key = |entry: &DiaryEntry<'_>| (core::cmp::Reverse(entry.start_time), entry.session_id);
    order::sort_by_key(&mut entries, key);
    entries
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::Uuid;
    use crate::reflection::ReflectionPhase;

    fn session(n: u8) -> SessionId {
        SessionId::new(Uuid::from_bytes([n; 16]).unwrap())
    }

    #[test]
    fn a_date_alone_is_the_whole_day() {
        let (first, last) = instant("2026-05-01").unwrap();
        assert_eq!(first, Timestamp::parse("2026-05-01T00:00:00Z").unwrap());
        assert_eq!(last, Timestamp::parse("2026-05-01T23:59:59.999999Z").unwrap());
        let (first, last) = instant("2026-05-01T08:00:00+08:00").unwrap();
        assert_eq!((first, last), (Timestamp::parse("2026-05-01T00:00:00Z").unwrap(), first));
    }

    proptest! {
        #[test]
        fn the_newest_comes_first_and_filters_only_leave_out(
            starts in prop::collection::vec(0..5_i64, 0..8),
            places in prop::collection::vec((1..10_u8, 0..3_usize), 0..12),
            since in 0..5_i64,
        ) {
            let at = Timestamp::from_unix_micros;
            let sessions: Vec<_> =
                (1..).zip(&starts).map(|(n, start)| (session(n), at(*start))).collect();
            let written: Vec<_> = places.iter().map(|(n, phase)| Written {
                session_id: session(*n),
                reflection: Reflection { phase: ReflectionPhase::ALL[*phase], content: "x" },
                created_at: at(0),
            }).collect();
            let all = list(&sessions, &written, &[], &DiaryFilter::default());
            let keys = all.iter().map(|entry| (-entry.start_time.unix_micros(), entry.session_id));
            prop_assert!(keys.is_sorted());
            for entry in &all {
                let phases = entry.reflections.iter().map(|w| w.reflection.phase as u8);
                prop_assert!(phases.is_sorted());
            }
            let filter = DiaryFilter { since: Some(at(since)), ..DiaryFilter::default() };
            let some = list(&sessions, &written, &[], &filter);
            let wanted: Vec<_> =
                all.into_iter().filter(|entry| entry.start_time >= at(since)).collect();
            prop_assert_eq!(some, wanted);
        }
    }
}
