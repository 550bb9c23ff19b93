//! The mood of a week, from the tags of its notes.

use alloc::vec::Vec;

use super::DiaryTag;
use super::note::read_tags;
use crate::facts::Facts;
use crate::problem::Field;
use crate::time::Timestamp;
use crate::time::units::DAY_MILLIS;
use crate::words::word_set;

/// Days that a note counts.
pub const MOOD_WINDOW_DAYS: i64 = 7;

word_set! {
    /// How it has been going.
    Mood {
        /// Well.
        Positive "positive",
        /// So-so, or nobody knows.
        Neutral "neutral",
        /// Not well.
        Tired "tired",
    }
}

/// Tags that were counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MoodCount {
    /// Productive, breakthrough, deep-focus, energized, social.
    pub positive: u32,
    /// Tired, distracted, struggled.
    pub negative: u32,
}

impl MoodCount {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.positive.saturating_add(self.negative)
    }

    /// From −1, all bad, to 1, all good: what the good are ahead by, of all. 0 without tags.
    #[must_use]
    pub fn score(self) -> f64 {
        // A difference and a quotient of doubles are the same on every machine.
        let ahead = f64::from(self.positive) - f64::from(self.negative);
        if self.total() == 0 { 0.0 } else { ahead / f64::from(self.total()) }
    }

    /// Positive above a score of 0.3, tired below −0.3, decided on whole numbers.
    #[must_use]
    pub fn mood(self) -> Mood {
        let ahead = 10 * (i64::from(self.positive) - i64::from(self.negative));
        let threshold = 3 * i64::from(self.total());
        if ahead > threshold {
            Mood::Positive
        } else if ahead < -threshold {
            Mood::Tired
        } else {
            Mood::Neutral
        }
    }
}

/// Counts the tags of the notes written in the last seven days, to the microsecond, the first
/// instant included. A tag counts as often as it stands. A note from after `now` counts: clocks
/// differ, and the note that was just written must be among them.
#[must_use]
pub fn mood(notes: &[(Timestamp, Vec<DiaryTag>)], now: Timestamp) -> MoodCount {
    let since = now.plus_millis(-MOOD_WINDOW_DAYS * DAY_MILLIS);
    let mut count = MoodCount::default();
    for (_, tags) in notes.iter().filter(|(created_at, _)| *created_at >= since) {
        for tag in tags {
            let counter = match tag {
                DiaryTag::Productive
                | DiaryTag::Breakthrough
                | DiaryTag::DeepFocus
                | DiaryTag::Energized
                | DiaryTag::Social => &mut count.positive,
                DiaryTag::Tired | DiaryTag::Distracted | DiaryTag::Struggled => &mut count.negative,
            };
            *counter = counter.saturating_add(1);
        }
    }
    count
}

/// Reads `createdAt` and `tags` of a note.
pub(crate) fn read_tagged(facts: &mut Facts<'_>) -> (Timestamp, Vec<DiaryTag>) {
    let created_at = facts.instant(Field::CreatedAt);
    let tags = read_tags(facts);
    (created_at, tags)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_tenths_are_not_enough() {
        let of = |positive, negative| MoodCount { positive, negative }.mood();
        assert_eq!((of(13, 7), of(7, 13)), (Mood::Neutral, Mood::Neutral));
        assert_eq!((of(14, 7), of(7, 14)), (Mood::Positive, Mood::Tired));
        assert_eq!(of(0, 0), Mood::Neutral);
        assert_eq!(MoodCount { positive: 2, negative: 1 }.score(), 1.0 / 3.0);
    }

    proptest! {
        #[test]
        fn good_and_bad_swapped_swap_the_mood(positive in 0..1_000_u32, negative in 0..1_000_u32) {
            let one = MoodCount { positive, negative };
            let other = MoodCount { positive: negative, negative: positive };
            prop_assert_eq!(one.mood() == Mood::Positive, other.mood() == Mood::Tired);
            prop_assert_eq!(one.mood() == Mood::Neutral, other.mood() == Mood::Neutral);
            prop_assert_eq!(one.score(), -other.score());
            prop_assert!((-1.0..=1.0).contains(&one.score()));
        }

        #[test]
        fn every_tag_counts_once_and_only_for_a_week(age in 0..14 * DAY_MILLIS) {
            let note = (Timestamp::from_unix_millis(-age), DiaryTag::ALL.to_vec());
            let count = mood(&[note], Timestamp::from_unix_millis(0));
            let expected = if age <= 7 * DAY_MILLIS { (5, 3) } else { (0, 0) };
            prop_assert_eq!((count.positive, count.negative), expected);
        }
    }
}
