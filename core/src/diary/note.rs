//! A note to oneself about a session: text, tags, or both.

use alloc::vec::Vec;

use crate::facts::Facts;
use crate::problem::{Allowed, Field};
use crate::words::word_set;

/// The longest note, in code points after trimming.
pub const DIARY_NOTE_MAX_LENGTH: u32 = 2_000;

word_set! {
    /// How a session was.
    DiaryTag {
        /// Much got done.
        Productive "productive",
        /// The mind was elsewhere.
        Distracted "distracted",
        /// Something fell into place.
        Breakthrough "breakthrough",
        /// It was late.
        Tired "tired",
        /// It was early.
        Energized "energized",
        /// It was about the people.
        Social "social",
        /// The hour was over at once.
        DeepFocus "deep-focus",
        /// It was hard.
        Struggled "struggled",
    }
}

/// A note to be stored: one for each session and author, writing again replaces it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiaryNote<'a> {
    /// At most 2,000 code points; none when it was blank.
    pub note: Option<&'a str>,
    /// As they were given, in that order; the same one may stand twice.
    pub tags: Vec<DiaryTag>,
}

impl<'a> DiaryNote<'a> {
    /// Reads `note` and `tags`, each of which may be absent or `null`.
    ///
    /// Notes whatever is wrong, at its member.
    pub fn read(facts: &mut Facts<'a>) -> Self {
        let note = facts.storable_text(Field::Note, DIARY_NOTE_MAX_LENGTH);
        let tags = read_tags(facts);
        Self { note, tags }
    }
}

pub(super) fn read_tags(facts: &mut Facts<'_>) -> Vec<DiaryTag> {
    if !facts.has(Field::Tags) || facts.is_null(Field::Tags) {
        return Vec::new();
    }
    facts.choices::<DiaryTag>(Field::Tags, Allowed::DiaryTags)
}
