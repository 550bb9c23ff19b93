//! What is new since it was told last.

use std::collections::BTreeMap;

use focus_core::phase::{self, Phase};
use focus_core::{Timestamp, UserId, Uuid};
use serde::Serialize;

use super::super::session::ParticipantInfo;
use crate::store::SessionRow;

/// Where the session stands.
#[derive(Serialize)]
struct PhaseEvent {
    current_phase: &'static str,
    phase_started_at: Option<Timestamp>,
    has_started: bool,
}

/// Whether somebody is in the room.
#[derive(Serialize)]
struct PresenceEvent {
    user_id: UserId,
    is_connected: bool,
}

/// What somebody who looks at a table was told, each as the text that went out.
#[derive(Default)]
pub(super) struct Feed {
    start: Option<Timestamp>,
    phase: String,
    seats: BTreeMap<Uuid, String>,
    presence: BTreeMap<UserId, String>,
    is_over: bool,
}

impl Feed {
    /// Whether nothing will be told any more: the session has ended, or the seat was left.
    pub(super) const fn is_over(&self) -> bool {
        self.is_over
    }

    /// When the phase changes next.
    pub(super) fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        phase::next_change(self.start?, now)
    }

    /// The events that tell what is new, as text of the stream; nothing when nothing is.
    pub(super) fn tell(&mut self, row: SessionRow, may_look: bool, now: Timestamp) -> String {
        let mut events = String::new();
        self.start = Some(row.start_time);
        for participant in row.participants {
            let connected = participant.user_id.map(|id| (id, participant.is_connected));
            let (id, is_active) = (participant.id, participant.is_active());
            let seat = ParticipantInfo::from(participant);
            told(&mut events, "seat", &seat, self.seats.entry(id).or_default());
            if let (Some((user_id, is_connected)), true) = (connected, is_active) {
                let presence = PresenceEvent { user_id, is_connected };
                let before = self.presence.entry(user_id).or_default();
                told(&mut events, "presence", &presence, before);
            }
        }
        let view = phase::api_view(row.start_time, now);
        let phase = PhaseEvent {
            current_phase: view.current_phase,
            phase_started_at: view.phase_started_at,
            has_started: view.has_started,
        };
        told(&mut events, "phase", &phase, &mut self.phase);
        self.is_over = !may_look || phase::at(row.start_time, now) == Phase::Ended;
        events
    }
}

/// Writes an event unless it is what was told before.
fn told(events: &mut String, name: &str, event: &impl Serialize, before: &mut String) {
    // Plain data with text keys always becomes JSON, which has no line feeds of its own.
    let data = serde_json::to_string(event).unwrap_or_default();
    if *before != data {
        events.extend(["event: ", name, "\ndata: ", &data, "\n\n"]);
        *before = data;
    }
}
