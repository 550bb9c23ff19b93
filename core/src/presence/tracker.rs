//! Somebody's own presence: events go in with their instant, what is remembered and shown comes out.

use super::{AWAY_AFTER_MS, GHOSTING_AFTER_MS, PresenceState, state};
use crate::time::Timestamp;
use crate::words::word_set;

/// Milliseconds for which a key that was pressed counts as typing.
pub const TYPING_MS: i64 = 3_000;
/// Milliseconds for which somebody who stopped speaking is still shown as speaking.
pub const SPEAKING_HOLD_MS: i64 = 2_000;
/// Milliseconds after which the others are told again, although nothing has changed.
pub const HEARTBEAT_MS: i64 = 30_000;

word_set! {
    /// What happened. Input counts with consent alone, in the words of the DOM's events.
    PresenceEvent {
        /// Time went by.
        Tick "tick",
        /// Presence is watched from now on, which is a signal.
        Enabled "enabled",
        /// Presence is watched no longer.
        Disabled "disabled",
        /// The page is seen, which is a signal if it was not.
        Visible "visible",
        /// The page is not seen.
        Hidden "hidden",
        /// A picture-in-picture window is open: as good as seeing the page.
        PipOpened "pip_opened",
        /// No picture-in-picture window is open.
        PipClosed "pip_closed",
        /// Input may be watched.
        ConsentGiven "consent_given",
        /// Input may not be watched.
        ConsentRevoked "consent_revoked",
        /// A key was pressed: a signal, and typing.
        Keydown "keydown",
        /// A signal.
        Mousedown "mousedown",
        /// A signal.
        Mousemove "mousemove",
        /// A signal.
        Touchstart "touchstart",
        /// Sound was heard above the calibrated level: a signal, which needs no consent to input.
        Sound "sound",
        /// Somebody speaks.
        SpeakingStarted "speaking_started",
        /// Somebody speaks no longer.
        SpeakingStopped "speaking_stopped",
        /// The others were told.
        Told "told",
    }
}

const ENABLED: u32 = 1;
const PAGE: u32 = 2;
const PIP: u32 = 4;
const CONSENT: u32 = 8;
const SPEAKING: u32 = 16;
/// An event that is a signal, and one that is if input may be watched.
const SIGNAL: u32 = 32;
const INPUT: u32 = 64;
/// Where in the bits that are remembered a view stands: what was shown after the last event, and what
/// the others were told.
const SHOWN: u32 = 5;
const TOLD: u32 = 10;
/// Before every instant, and far from overflowing.
const NEVER: i64 = -(1 << 61);

/// What is remembered of somebody between two events. Whoever is new is not watched, sees the page
/// and gave no consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tracker {
    /// Flags, and two views.
    bits: u32,
    /// Instants in milliseconds.
    signal_at: i64,
    key_at: i64,
    spoke_at: i64,
    told_at: i64,
}

/// What is shown of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Whether somebody is there.
    pub state: PresenceState,
    /// Whether the page, or a picture-in-picture window of it, is seen.
    pub is_visible: bool,
    /// Whether somebody types.
    pub is_typing: bool,
    /// Whether somebody speaks, or spoke a moment ago.
    pub is_speaking: bool,
}

/// What an event led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is remembered from now on.
    pub tracker: Tracker,
    /// What is shown now.
    pub view: View,
    /// Whether that is something else than after the event before.
    pub has_changed: bool,
    /// Whether the others are to be told: of a change, and every 30 seconds.
    pub is_due: bool,
    /// When any of this is another without an event; none when it stays.
    pub next_change: Option<Timestamp>,
}

impl PresenceEvent {
    /// The flags that go up, and those that go down.
    const fn effect(self) -> (u32, u32) {
        match self {
            Self::Tick | Self::Told => (0, 0),
            Self::Enabled => (ENABLED, 0),
            Self::Disabled => (0, ENABLED),
            Self::Visible => (PAGE, 0),
            Self::Hidden => (0, PAGE),
            Self::PipOpened => (PIP, 0),
            Self::PipClosed => (0, PIP),
            Self::ConsentGiven => (CONSENT, 0),
            Self::ConsentRevoked => (0, CONSENT),
            Self::SpeakingStarted => (SPEAKING, 0),
            Self::SpeakingStopped => (0, SPEAKING),
            Self::Sound => (SIGNAL, 0),
            Self::Keydown | Self::Mousedown | Self::Mousemove | Self::Touchstart => (INPUT, 0),
        }
    }
}

impl Tracker {
    /// Somebody new.
    #[must_use]
    pub const fn new() -> Self {
        let bits = PAGE | View::VISIBLE << SHOWN;
        Self { bits, signal_at: NEVER, key_at: NEVER, spoke_at: NEVER, told_at: NEVER }
    }

    /// What an event leads to. While presence is not watched somebody is active, visible and not
    /// typing, and nobody is told. Instants that lie ahead, as after a clock was set back, are now.
    #[must_use]
    pub fn step(mut self, event: PresenceEvent, now: Timestamp) -> Step {
        let now = now.unix_millis();
        let before = self.bits;
        let (up, down) = event.effect();
        // The bits of signals are those of views, so they are kept apart.
        self.bits = before & !down | up & (SIGNAL - 1);
        let began = self.bits & !before;
        let seen_before = before & (PAGE | PIP) != 0;
        let is_input = up == INPUT && self.has(CONSENT);
        if up == SIGNAL
            || is_input
            || began & ENABLED != 0
            || began & (PAGE | PIP) != 0 && !seen_before
        {
            self.signal_at = now;
        }
        if event == PresenceEvent::Keydown {
            self.key_at = now;
        }
        if !(self.has(ENABLED) && self.has(CONSENT)) {
            self.key_at = NEVER;
        }
        if before & !self.bits & SPEAKING != 0 {
            self.spoke_at = now;
        }
        if event == PresenceEvent::Told {
            self.told_at = now;
        }
        for instant in
            [&mut self.signal_at, &mut self.key_at, &mut self.spoke_at, &mut self.told_at]
        {
            *instant = (*instant).min(now);
        }
        let view = self.view(now);
        let shown = view.to_bits();
        if event == PresenceEvent::Told {
            self.bits = self.bits & !(View::ALL << TOLD) | shown << TOLD;
        }
        self.bits = self.bits & !(View::ALL << SHOWN) | shown << SHOWN;
        let is_due = self.has(ENABLED)
            && ((self.bits >> TOLD ^ shown) & View::TOLD != 0
                || now - self.told_at >= HEARTBEAT_MS);
        Step {
            tracker: self,
            view,
            has_changed: (before >> SHOWN ^ shown) & View::ALL != 0,
            is_due,
            next_change: self.next_change(now, is_due),
        }
    }

    /// Whether any of some flags is up.
    const fn has(&self, flags: u32) -> bool {
        self.bits & flags != 0
    }

    fn view(&self, now: i64) -> View {
        let is_watched = self.has(ENABLED);
        let is_visible = !is_watched || self.has(PAGE | PIP);
        View {
            state: state(is_visible, if is_watched { now - self.signal_at } else { 0 }),
            is_visible,
            is_typing: now - self.key_at < TYPING_MS,
            is_speaking: self.has(SPEAKING) || now - self.spoke_at < SPEAKING_HOLD_MS,
        }
    }

    fn next_change(&self, now: i64, is_due: bool) -> Option<Timestamp> {
        let mut next = i64::MAX;
        let mut consider = |counts: bool, from: i64, length: i64| {
            if counts && from + length > now {
                next = next.min(from + length);
            }
        };
        consider(self.has(ENABLED), self.signal_at, AWAY_AFTER_MS);
        consider(self.has(ENABLED), self.signal_at, GHOSTING_AFTER_MS);
        consider(true, self.key_at, TYPING_MS);
        consider(!self.has(SPEAKING), self.spoke_at, SPEAKING_HOLD_MS);
        consider(self.has(ENABLED) && !is_due, self.told_at, HEARTBEAT_MS);
        (next < i64::MAX).then(|| Timestamp::from_unix_millis(next))
    }

    /// What is remembered as numbers, for hosts that keep it as such.
    #[must_use]
    pub fn to_numbers(&self) -> [f64; 5] {
        let Self { bits, signal_at, key_at, spoke_at, told_at } = *self;
        [bits.into(), signal_at as f64, key_at as f64, spoke_at as f64, told_at as f64]
    }

    /// What numbers of [`to_numbers`](Self::to_numbers) remember; somebody new without a first one.
    /// Any others remember something: an instant that lies ahead is now, and one too far back never.
    #[must_use]
    pub fn from_numbers([bits, signal, key, spoke, told]: [f64; 5]) -> Self {
        if bits.is_nan() {
            return Self::new();
        }
        let instant = |number: f64| (number as i64).max(NEVER);
        Self {
            bits: bits as u32,
            signal_at: instant(signal),
            key_at: instant(key),
            spoke_at: instant(spoke),
            told_at: instant(told),
        }
    }
}

impl Default for Tracker {
    fn default() -> Self {
        Self::new()
    }
}

impl View {
    const VISIBLE: u32 = 4;
    const TYPING: u32 = 8;
    const ALL: u32 = 31;
    /// What the others are told: the state, and whether somebody types.
    const TOLD: u32 = 3 | Self::TYPING;

    /// As five bits: the place of the state, then whether somebody sees, types, speaks.
    #[must_use]
    pub fn to_bits(self) -> u32 {
        self.state as u32
            | u32::from(self.is_visible) << 2
            | u32::from(self.is_typing) << 3
            | u32::from(self.is_speaking) << 4
    }
}

#[cfg(test)]
#[path = "tracker_tests.rs"]
mod tests;
