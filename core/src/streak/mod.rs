//! Streaks: sessions of a week or of a lifetime, and the essence that enough of them bring.
//!
//! What brings how much is data: [`WEEKLY_BONUSES`] and [`LIFETIME_MILESTONES`].

mod daily;
mod record;
mod week;

pub use daily::DailyStreak;
pub use record::{Bar, Recorded, Streak};
pub use week::week_start;

/// So much essence for so many sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Bonus {
    /// Sessions that it takes; its name, too.
    pub sessions: u32,
    /// Essence that it brings.
    pub essence: u32,
}

/// Bonuses of a week, in order.
pub const WEEKLY_BONUSES: &[Bonus] =
    &[Bonus { sessions: 3, essence: 1 }, Bonus { sessions: 5, essence: 2 }];
/// Bonuses of a lifetime, in order.
pub const LIFETIME_MILESTONES: &[Bonus] = &[Bonus { sessions: 10, essence: 1 }];
