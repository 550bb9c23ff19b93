//! Presence: whether somebody is there, what others are told of it, and how it looks.

pub mod message;
pub mod sound;
mod tracker;

pub use tracker::{HEARTBEAT_MS, PresenceEvent, SPEAKING_HOLD_MS, Step, TYPING_MS, Tracker, View};

use crate::words::word_set;

/// Milliseconds without a signal after which somebody is away.
pub const AWAY_AFTER_MS: i64 = 120_000;
/// Milliseconds without a signal after which nobody is there.
pub const GHOSTING_AFTER_MS: i64 = 300_000;
/// How visible a figure is when nobody is there, in hundredths.
pub const GHOSTING_OPACITY_PERCENT: u8 = 40;

word_set! {
    /// Whether somebody is there.
    PresenceState {
        /// A signal came lately, and the page is seen.
        Active "active",
        /// A signal came lately, and the page is not seen.
        Grace "grace",
        /// No signal for two minutes.
        Away "away",
        /// No signal for five minutes.
        Ghosting "ghosting",
    }
}

word_set! {
    /// What somebody's figure does.
    SpriteState {
        /// Works.
        Working "working",
        /// Speaks.
        Speaking "speaking",
        /// Is away.
        Away "away",
        /// Types.
        Typing "typing",
        /// Fades.
        Ghosting "ghosting",
    }
}

word_set! {
    /// What a badge says.
    PresenceBadge {
        /// Somebody is there.
        Focused "Focused",
        /// Somebody is away.
        Away "Away",
        /// Nobody is there.
        Gone "Gone",
    }
}

/// The state by whether the page is seen, and by the milliseconds since the last signal. Below zero,
/// as after a clock was set back, is lately.
#[must_use]
pub const fn state(is_visible: bool, elapsed_ms: i64) -> PresenceState {
    if elapsed_ms >= GHOSTING_AFTER_MS {
        PresenceState::Ghosting
    } else if elapsed_ms >= AWAY_AFTER_MS {
        PresenceState::Away
    } else if is_visible {
        PresenceState::Active
    } else {
        PresenceState::Grace
    }
}

/// How somebody is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The state that is shown.
    pub state: PresenceState,
    /// What the figure does.
    pub sprite: SpriteState,
    /// What the badge says.
    pub badge: PresenceBadge,
    /// How visible the figure is, in hundredths.
    pub opacity_percent: u8,
}

/// How somebody is shown: an absence counts more than speaking, speaking more than typing. An AI
/// companion is always there, and so is somebody of whom nothing was heard yet (no `state`).
#[must_use]
pub fn look(state: Option<PresenceState>, is_speaking: bool, is_typing: bool, is_ai: bool) -> Look {
    let state = state.filter(|_| !is_ai).unwrap_or(PresenceState::Active);
    let (sprite, badge) = match state {
        PresenceState::Ghosting => (SpriteState::Ghosting, PresenceBadge::Gone),
        PresenceState::Away => (SpriteState::Away, PresenceBadge::Away),
        _ if is_speaking => (SpriteState::Speaking, PresenceBadge::Focused),
        _ if is_typing => (SpriteState::Typing, PresenceBadge::Focused),
        _ => (SpriteState::Working, PresenceBadge::Focused),
    };
    let opacity_percent =
        if state == PresenceState::Ghosting { GHOSTING_OPACITY_PERCENT } else { 100 };
    Look { state, sprite, badge, opacity_percent }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn with_time_somebody_is_only_less_there(is_visible: bool, a: i64, step in 0_i64..1_000_000) {
            let (first, second) = (state(is_visible, a), state(is_visible, a.saturating_add(step)));
            prop_assert!(first as u8 <= second as u8);
        }

        #[test]
        fn only_the_page_tells_active_from_grace(elapsed: i64) {
            let (seen, unseen) = (state(true, elapsed), state(false, elapsed));
            let is_lately = elapsed < AWAY_AFTER_MS;
            prop_assert_eq!(seen != unseen, is_lately);
            prop_assert_eq!(seen == PresenceState::Active, is_lately);
            prop_assert_eq!(unseen == PresenceState::Grace, is_lately);
        }

        #[test]
        fn who_is_absent_looks_absent_whatever_they_do(speaking: bool, typing: bool) {
            for state in [PresenceState::Away, PresenceState::Ghosting] {
                let quiet = look(Some(state), false, false, false);
                prop_assert_eq!(look(Some(state), speaking, typing, false), quiet);
                let companion = look(Some(state), speaking, typing, true);
                prop_assert_eq!(companion, look(None, speaking, typing, false));
            }
        }
    }
}
