//! Peer ratings: what a tablemate may say of another, from the first tap to the stored row.
//!
//! [`entry`] is the form's state, [`payload`] builds the wire body from it, [`shape`] judges a
//! body, [`eligibility`] judges who may send it now, [`pending`] tells who owes ratings, and
//! [`history`] sums up what somebody received.

pub mod eligibility;
pub mod entry;
pub mod history;
pub mod payload;
pub mod pending;
pub mod shape;

use crate::id::UserId;
use crate::words::words_of;

/// The fewest ratings of a batch.
pub const MIN_RATINGS_PER_BATCH: u32 = 1;
/// The most ratings of a batch: three tablemates.
pub const MAX_RATINGS_PER_BATCH: u32 = 3;
/// The longest text beside the reason `other`, in code points after trimming.
pub const REASON_TEXT_MAX_LENGTH: u32 = 500;

/// What a rating says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RatingValue {
    /// Good company.
    Green,
    /// A complaint, with reasons.
    Red,
    /// No opinion.
    Skip,
}

impl RatingValue {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Green, Self::Red, Self::Skip];

    /// The words on the wire, in order.
    pub const WORDS: &'static [&'static str] = &["green", "red", "skip"];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Red => "red",
            Self::Skip => "skip",
        }
    }

    /// The value of a wire word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let place = Self::WORDS.iter().position(|known| *known == word)?;
        Self::ALL.get(place).copied()
    }
}

words_of!(RatingValue Green);

/// Why a rating is red.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RedReason {
    /// Never came.
    AbsentNoShow,
    /// Disturbed the others.
    DisruptiveBehavior,
    /// Went without a word.
    LeftEarlyNoNotice,
    /// Was there and did something else.
    NotActuallyWorking,
    /// Something else, in own words if wanted.
    Other,
}

impl RedReason {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::AbsentNoShow,
        Self::DisruptiveBehavior,
        Self::LeftEarlyNoNotice,
        Self::NotActuallyWorking,
        Self::Other,
    ];

    /// The words on the wire, in order.
    pub const WORDS: &'static [&'static str] = &[
        "absent_no_show",
        "disruptive_behavior",
        "left_early_no_notice",
        "not_actually_working",
        "other",
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AbsentNoShow => "absent_no_show",
            Self::DisruptiveBehavior => "disruptive_behavior",
            Self::LeftEarlyNoNotice => "left_early_no_notice",
            Self::NotActuallyWorking => "not_actually_working",
            Self::Other => "other",
        }
    }

    /// The reason of a wire word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let place = Self::WORDS.iter().position(|known| *known == word)?;
        Self::ALL.get(place).copied()
    }
}

/// The most ratings of a body that are looked at one by one. A longer one is refused for that.
pub const JUDGED_RATINGS: usize = 16;
/// The most reasons that a rating may list, repeated ones included.
pub const LISTED_REASONS: usize = 64;
/// The longest raw text that is looked at, in UTF-16 code units, blank ends included.
pub const RAW_TEXT_MAX: usize = 4_096;

/// One to five different reasons, in the order given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reasons([Option<RedReason>; 5]);

impl Reasons {
    /// Adds a reason, unless it is there.
    pub fn add(&mut self, reason: RedReason) {
        for place in &mut self.0 {
            if place.is_none_or(|known| known == reason) {
                *place = Some(reason);
                return;
            }
        }
    }

    /// The reasons, in order.
    pub fn iter(&self) -> impl Iterator<Item = RedReason> + '_ {
        self.0.iter().flatten().copied()
    }

    /// Whether a reason is among them.
    #[must_use]
    pub fn contains(&self, reason: RedReason) -> bool {
        self.0.contains(&Some(reason))
    }
}

impl FromIterator<RedReason> for Reasons {
    fn from_iter<I: IntoIterator<Item = RedReason>>(reasons: I) -> Self {
        let mut collected = Self::default();
        for reason in reasons {
            collected.add(reason);
        }
        collected
    }
}

/// A rating's value with what belongs to it and to no other value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// Good company.
    Green,
    /// A complaint.
    Red {
        /// Why, at least one.
        reasons: Reasons,
        /// Own words beside the reason `other`: trimmed, 1 to 500 code points.
        other_text: Option<&'a str>,
    },
    /// No opinion.
    Skip,
}

impl Verdict<'_> {
    /// The plain value.
    #[must_use]
    pub const fn value(&self) -> RatingValue {
        match self {
            Self::Green => RatingValue::Green,
            Self::Red { .. } => RatingValue::Red,
            Self::Skip => RatingValue::Skip,
        }
    }
}

/// What somebody says of one tablemate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating<'a> {
    /// Who is rated.
    pub ratee: UserId,
    /// What is said.
    pub verdict: Verdict<'a>,
}

/// One to three ratings of different people, as [`shape::validate`] lets them pass. Texts are
/// borrowed from the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingBatch<'a> {
    ratings: [Option<Rating<'a>>; MAX_RATINGS_PER_BATCH as usize],
    session_id: Option<&'a str>,
}

impl<'a> RatingBatch<'a> {
    /// The ratings, in the order given.
    pub fn ratings(&self) -> impl Iterator<Item = &Rating<'a>> {
        self.ratings.iter().flatten()
    }

    /// The session that the sender means, if the body said so; any text.
    #[must_use]
    pub const fn session_id(&self) -> Option<&'a str> {
        self.session_id
    }
}

#[cfg(feature = "serde")]
mod wire {
    use alloc::vec::Vec;

    use serde::ser::{Serialize, SerializeStruct, Serializer};

    use super::{Rating, RatingBatch, RatingValue, RedReason, Verdict};

    impl Serialize for RatingValue {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    impl Serialize for RedReason {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    impl Serialize for Rating<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut rating = serializer.serialize_struct("Rating", 4)?;
            rating.serialize_field("ratee_id", &self.ratee)?;
            rating.serialize_field("rating", &self.verdict.value())?;
            if let Verdict::Red { reasons, other_text } = &self.verdict {
                rating.serialize_field("reasons", &reasons.iter().collect::<Vec<_>>())?;
                if let Some(text) = other_text {
                    rating.serialize_field("other_reason_text", text)?;
                }
            }
            rating.end()
        }
    }

    impl Serialize for RatingBatch<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut batch = serializer.serialize_struct("RatingBatch", 2)?;
            batch.serialize_field("ratings", &self.ratings().collect::<Vec<_>>())?;
            if let Some(session_id) = &self.session_id {
                batch.serialize_field("session_id", session_id)?;
            }
            batch.end()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_lists_are_the_values() {
        assert!(RatingValue::ALL.iter().map(|v| v.as_str()).eq(RatingValue::WORDS.iter().copied()));
        assert!(RedReason::ALL.iter().map(|r| r.as_str()).eq(RedReason::WORDS.iter().copied()));
    }

    #[test]
    fn repeated_reasons_collapse_and_keep_their_order() {
        use RedReason::{AbsentNoShow, Other};
        let reasons: Reasons = [Other, AbsentNoShow, Other, AbsentNoShow].into_iter().collect();
        assert_eq!(reasons.iter().collect::<alloc::vec::Vec<_>>(), [Other, AbsentNoShow]);
        assert_eq!(RedReason::ALL.into_iter().collect::<Reasons>().iter().count(), 5);
        assert_eq!(Reasons::default().iter().count(), 0);
    }
}
