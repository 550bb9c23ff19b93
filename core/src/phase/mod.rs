//! The phases of a session: one table, two vocabularies.
//!
//! A session runs 55 minutes: setup, work, break, work, social. Before its start it is *not
//! started*, never ended. Every boundary belongs to the phase that begins there.

mod format;
mod info;

pub use format::format_time;
pub use info::{
    ApiView, PhaseInfo, api_view, at, info, joinable_since, live_since, next_change, session_end,
    started_at,
};

use crate::problem::{Allowed, Field, Path, Problem};

/// Length of a session in seconds.
pub const SESSION_SECONDS: i64 = 3_300;

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Phase {
    /// Before the start.
    NotStarted,
    /// Minutes 0 to 3.
    Setup,
    /// Minutes 3 to 28.
    Work1,
    /// Minutes 28 to 30.
    Break,
    /// Minutes 30 to 50.
    Work2,
    /// Minutes 50 to 55.
    Social,
    /// From minute 55 on.
    Ended,
}

/// One row of the table. Seconds count from the session's start.
struct Row {
    phase: Phase,
    word: &'static str,
    api_word: &'static str,
    label: &'static str,
    start: Option<i64>,
    end: Option<i64>,
}

const fn row(phase: Phase, words: [&'static str; 3], start: Option<i64>, end: Option<i64>) -> Row {
    let [word, api_word, label] = words;
    Row { phase, word, api_word, label, start, end }
}

const NOT_STARTED: Row = row(Phase::NotStarted, ["idle", "setup", "Not Started"], None, Some(0));
const SETUP: Row = row(Phase::Setup, ["setup", "setup", "Setup"], Some(0), Some(180));
const WORK_1: Row = row(Phase::Work1, ["work1", "work_1", "Work Block 1"], Some(180), Some(1_680));
const BREAK: Row = row(Phase::Break, ["break", "break", "Break"], Some(1_680), Some(1_800));
const WORK_2: Row =
    row(Phase::Work2, ["work2", "work_2", "Work Block 2"], Some(1_800), Some(3_000));
const SOCIAL: Row =
    row(Phase::Social, ["social", "social", "Social"], Some(3_000), Some(SESSION_SECONDS));
const ENDED: Row =
    row(Phase::Ended, ["completed", "ended", "Completed"], Some(SESSION_SECONDS), None);

const TABLE: [&Row; 7] = [&NOT_STARTED, &SETUP, &WORK_1, &BREAK, &WORK_2, &SOCIAL, &ENDED];

impl Phase {
    /// All seven, in order.
    pub const ALL: [Self; 7] = [
        Self::NotStarted,
        Self::Setup,
        Self::Work1,
        Self::Break,
        Self::Work2,
        Self::Social,
        Self::Ended,
    ];

    /// The frontend's names, in order.
    pub const WORDS: &'static [&'static str] =
        &["idle", "setup", "work1", "break", "work2", "social", "completed"];

    /// The API's codes, in order. A session that has not begun is `setup` there.
    pub const API_WORDS: &'static [&'static str] =
        &["setup", "work_1", "break", "work_2", "social", "ended"];

    const fn row(self) -> &'static Row {
        match self {
            Self::NotStarted => &NOT_STARTED,
            Self::Setup => &SETUP,
            Self::Work1 => &WORK_1,
            Self::Break => &BREAK,
            Self::Work2 => &WORK_2,
            Self::Social => &SOCIAL,
            Self::Ended => &ENDED,
        }
    }

    /// The frontend's name: `idle` … `completed`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// The phase of a frontend name.
    ///
    /// # Errors
    /// `UNKNOWN_VALUE` for any other text.
    pub fn from_word(word: &str) -> Result<Self, Problem> {
        let found = TABLE.iter().find(|row| row.word == word);
        found.map(|row| row.phase).ok_or(unknown_phase())
    }

    /// The API's code; a session that has not begun is `setup` there.
    #[must_use]
    pub const fn to_api(self) -> &'static str {
        self.row().api_word
    }

    /// The place of the API's code among [`API_WORDS`](Self::API_WORDS).
    #[must_use]
    pub const fn api_place(self) -> u8 {
        self.index().saturating_sub(1)
    }

    /// The phase of an API code. `setup` of a session that has not begun is *not started*.
    ///
    /// # Errors
    /// `UNKNOWN_VALUE` for an unknown code, and for any code but `setup` when the session has
    /// not begun.
    pub fn from_api(code: &str, has_started: bool) -> Result<Self, Problem> {
        Self::from_api_place(Self::API_WORDS.iter().position(|word| *word == code), has_started)
    }

    /// As [`from_api`](Self::from_api), by the code's place among [`API_WORDS`](Self::API_WORDS).
    ///
    /// # Errors
    /// As [`from_api`](Self::from_api); no place is an unknown code.
    pub fn from_api_place(place: Option<usize>, has_started: bool) -> Result<Self, Problem> {
        // The phase before the start has no code of its own.
        let phase = place.and_then(|place| Self::ALL.get(1..)?.get(place));
        match (phase, has_started) {
            (None, _) => Err(Problem::unknown_value(Path::of(Field::Code), Allowed::ApiPhases)),
            (Some(phase), true) => Ok(*phase),
            (Some(Self::Setup), false) => Ok(Self::NotStarted),
            (Some(_), false) => Err(not_begun()),
        }
    }

    /// The phase with this place in the order, 0 to 6.
    #[must_use]
    pub fn from_index(index: u8) -> Option<Self> {
        Self::ALL.get(usize::from(index)).copied()
    }

    /// The place in the order, 0 to 6.
    #[must_use]
    pub const fn index(self) -> u8 {
        self as u8
    }

    /// The name a person reads.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// Seconds from the session's start to this phase's; none before the start.
    #[must_use]
    pub const fn start_seconds(self) -> Option<i64> {
        self.row().start
    }

    /// Seconds from the session's start to this phase's end; none once ended.
    #[must_use]
    pub const fn end_seconds(self) -> Option<i64> {
        self.row().end
    }

    /// Length in seconds; 0 before the start and once ended.
    #[must_use]
    pub const fn duration_seconds(self) -> i64 {
        match (self.row().start, self.row().end) {
            (Some(start), Some(end)) => end - start,
            _ => 0,
        }
    }

    /// The phase that follows; none once ended.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::from_index(self.index() + 1)
    }

    /// Whether people work now.
    #[must_use]
    pub const fn is_work(self) -> bool {
        matches!(self, Self::Work1 | Self::Work2)
    }

    /// How many of the five phases lie behind, 0 to 5.
    #[must_use]
    pub const fn completed_count(self) -> u8 {
        match self {
            Self::NotStarted => 0,
            _ => self.index() - 1,
        }
    }

    /// Whether the board asks for a reflection now: setup, break and social do.
    #[must_use]
    pub const fn has_reflection(self) -> bool {
        matches!(self, Self::Setup | Self::Break | Self::Social)
    }

    /// Whether arriving in this phase from `previous` opens the closing dialogue.
    #[must_use]
    pub fn opens_end_modal(self, previous: Self) -> bool {
        self != previous && self.is_ratable()
    }

    /// Whether a seat may be taken: before the start, and while people still arrive.
    #[must_use]
    pub const fn is_joinable(self) -> bool {
        matches!(self, Self::NotStarted | Self::Setup)
    }

    /// Whether tablemates may be rated now: from the social phase on.
    #[must_use]
    pub const fn is_ratable(self) -> bool {
        matches!(self, Self::Social | Self::Ended)
    }
}

/// The refusal of a phase name that does not exist.
#[must_use]
pub const fn unknown_phase() -> Problem {
    Problem::unknown_value(Path::of(Field::Phase), Allowed::Phases)
}

const fn not_begun() -> Problem {
    Problem::unknown_value(Path::of(Field::HasStarted), Allowed::True)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_code_is_where_the_code_stands() {
        for phase in Phase::ALL {
            let place = usize::from(phase.api_place());
            assert_eq!(Phase::API_WORDS[place], phase.to_api());
        }
    }

    #[test]
    fn the_word_lists_are_the_table() {
        for (at, phase) in Phase::ALL.into_iter().enumerate() {
            assert_eq!(TABLE[at].phase, phase);
            assert_eq!(Phase::WORDS[at], phase.word());
            assert_eq!(usize::from(phase.index()), at);
            assert_eq!(Phase::from_word(phase.word()), Ok(phase));
        }
        let api = Phase::ALL[1..].iter().map(|phase| phase.to_api());
        assert!(api.eq(Phase::API_WORDS.iter().copied()));
    }

    #[test]
    fn a_person_reads_labels() {
        let labels = Phase::ALL.map(Phase::label);
        let wanted = "Not Started, Setup, Work Block 1, Break, Work Block 2, Social, Completed";
        assert_eq!(labels.join(", "), wanted);
    }

    #[test]
    fn phases_tile_the_session() {
        for pair in Phase::ALL.windows(2) {
            assert_eq!(pair[0].end_seconds(), pair[1].start_seconds());
            assert_eq!(pair[0].next(), Some(pair[1]));
        }
        let total: i64 = Phase::ALL.iter().map(|phase| phase.duration_seconds()).sum();
        assert_eq!(total, SESSION_SECONDS);
        assert_eq!(Phase::Ended.next(), None);
    }

    #[test]
    fn both_vocabularies_come_back_as_they_went() {
        for phase in Phase::ALL {
            let has_started = phase != Phase::NotStarted;
            assert_eq!(Phase::from_api(phase.to_api(), has_started), Ok(phase));
        }
    }

    #[test]
    fn only_setup_can_stand_for_a_session_that_has_not_begun() {
        assert_eq!(Phase::from_api("setup", false), Ok(Phase::NotStarted));
        assert_eq!(Phase::from_api("work_1", false), Err(not_begun()));
        assert!(Phase::from_api("idle", true).is_err());
        assert!(Phase::from_api("", true).is_err());
    }

    #[test]
    fn the_closing_dialogue_opens_on_arrival_only() {
        assert!(Phase::Social.opens_end_modal(Phase::Work2));
        assert!(Phase::Ended.opens_end_modal(Phase::Social));
        assert!(Phase::Ended.opens_end_modal(Phase::Work1));
        assert!(!Phase::Social.opens_end_modal(Phase::Social));
        assert!(!Phase::Work2.opens_end_modal(Phase::Break));
    }
}
