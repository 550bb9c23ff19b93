//! How long ago something was, in days.

use super::left_ms;
use crate::time::Timestamp;
use crate::time::units::DAY_MILLIS;
use crate::words::word_set;

word_set! {
    /// What a page says of an instant that is over.
    DayLabel {
        /// Less than a day ago.
        Today "today",
        /// Less than two days ago.
        Yesterday "yesterday",
        /// Longer ago; the days are counted.
        DaysAgo "days_ago",
        /// It never was.
        Never "never",
    }
}

/// How long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelativeDays {
    /// In a word.
    pub label: DayLabel,
    /// Whole days, rounded down; none of what never was.
    pub days: Option<i64>,
}

/// How many times 24 hours ago an instant was. What is still to come, as by a clock that is a
/// little off, is today.
#[must_use]
pub fn relative_days(at: Option<Timestamp>, now: Timestamp) -> RelativeDays {
    let days = at.map(|at| left_ms(now, at).max(0) / DAY_MILLIS);
    let label = match days {
        None => DayLabel::Never,
        Some(0) => DayLabel::Today,
        Some(1) => DayLabel::Yesterday,
        Some(_) => DayLabel::DaysAgo,
    };
    RelativeDays { label, days }
}
