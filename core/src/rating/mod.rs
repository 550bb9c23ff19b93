//! Peer ratings: what a tablemate may say of another, from the first tap to the stored row.
//!
//! [`entry`] is the form's state, [`payload`] builds the wire body from it, [`shape`] judges a
//! body, [`eligibility`] judges who may send it now, [`pending`] tells who owes ratings, and
//! [`history`] sums up what somebody received.

pub mod eligibility;
pub mod entry;
pub mod entry_json;
pub mod history;
pub mod payload;
pub mod pending;
pub mod raw;
pub mod shape;

use alloc::string::String;
use alloc::vec::Vec;

use crate::id::UserId;

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
        Self::ALL.into_iter().find(|value| value.as_str() == word)
    }
}

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
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// One to five different reasons, in the order given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reasons {
    first: RedReason,
    rest: [Option<RedReason>; 4],
}

impl Reasons {
    /// Collects reasons; repeated ones collapse into their first. None makes none.
    #[must_use]
    pub fn collect(reasons: impl IntoIterator<Item = RedReason>) -> Option<Self> {
        let mut reasons = reasons.into_iter();
        let mut collected = Self { first: reasons.next()?, rest: [None; 4] };
        for reason in reasons {
            if collected.iter().any(|known| known == reason) {
                continue;
            }
            if let Some(free) = collected.rest.iter_mut().find(|slot| slot.is_none()) {
                *free = Some(reason);
            }
        }
        Some(collected)
    }

    /// The reasons, in order.
    pub fn iter(&self) -> impl Iterator<Item = RedReason> + '_ {
        core::iter::once(self.first).chain(self.rest.iter().flatten().copied())
    }

    /// Whether a reason is among them.
    #[must_use]
    pub fn contains(&self, reason: RedReason) -> bool {
        self.iter().any(|known| known == reason)
    }
}

/// A rating's value with what belongs to it and to no other value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Good company.
    Green,
    /// A complaint.
    Red {
        /// Why.
        reasons: Reasons,
        /// Own words beside the reason `other`: trimmed, 1 to 500 code points.
        other_text: Option<String>,
    },
    /// No opinion.
    Skip,
}

impl Verdict {
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Who is rated.
    pub ratee: UserId,
    /// What is said.
    pub verdict: Verdict,
}

/// One to three ratings of different people, as [`shape::validate`] lets them pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingBatch {
    ratings: Vec<Rating>,
    session_id: Option<String>,
}

impl RatingBatch {
    /// The ratings, in the order given.
    #[must_use]
    pub fn ratings(&self) -> &[Rating] {
        &self.ratings
    }

    /// The session that the sender means, if the body said so; any text.
    #[must_use]
    pub fn session_id(&self) -> Option<&str> {
        self.session_id.as_deref()
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

    impl Serialize for Rating {
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

    impl Serialize for RatingBatch {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut batch = serializer.serialize_struct("RatingBatch", 2)?;
            batch.serialize_field("ratings", &self.ratings)?;
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
        let reasons = Reasons::collect([Other, AbsentNoShow, Other, AbsentNoShow]).unwrap();
        assert_eq!(reasons.iter().collect::<Vec<_>>(), [Other, AbsentNoShow]);
        assert_eq!(Reasons::collect(RedReason::ALL).unwrap().iter().count(), 5);
        assert_eq!(Reasons::collect([]), None);
    }
}
