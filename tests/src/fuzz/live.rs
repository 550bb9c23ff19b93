//! What other pages send, and what a page remembers.

use focus_core::presence::message::Message;
use focus_core::presence::{PresenceEvent, PresenceState, Tracker};
use focus_core::{Timestamp, UserId, json};

use super::{number, text};

/// A message that was understood says the same once it is written again, and nobody reads their own.
/// Any memory and any events in any order give an answer that holds together.
pub(super) fn presence(bytes: &[u8]) {
    message(&text(bytes));
    let mut rest = bytes;
    let mut numbers = || f64::from_bits(number(&mut rest));
    let memory = [numbers(), numbers(), numbers(), numbers(), numbers()];
    let mut tracker = Tracker::from_numbers(memory);
    while let Some((first, _)) = rest.split_first() {
        let events = PresenceEvent::ALL;
        let event = *events.get(usize::from(*first) % events.len()).unwrap_or(&PresenceEvent::Tick);
        // Far outside any calendar instants saturate.
        let now = number(&mut rest).cast_signed() % 8_640_000_000_000_000_000;
        let now = Timestamp::from_unix_micros(now);
        let step = tracker.step(event, now);
        assert!(step.next_change.is_none_or(|next| next.unix_millis() > now.unix_millis()));
        assert!(step.view.is_visible || step.view.state != PresenceState::Active);
        let again = step.tracker.step(PresenceEvent::Tick, now);
        assert_eq!((again.view, again.is_due, again.has_changed), (step.view, step.is_due, false));
        assert_eq!(Tracker::from_numbers(step.tracker.to_numbers()), step.tracker);
        tracker = step.tracker;
    }
}

fn message(text: &str) {
    let Some(read) = Message::read(text, None) else { return };
    assert!(json::read(text).is_ok());
    assert_eq!(Message::read(text, Some(read.user_id)), None);
    let whole = Timestamp::from_unix_millis(read.timestamp.unix_millis());
    let written = Message { timestamp: whole, ..read }.write();
    assert_eq!(Message::read(&written, None), Some(Message { timestamp: whole, ..read }));
    assert!(UserId::parse(&read.user_id.to_string()).is_some());
}
