use proptest::prelude::*;

use super::*;

const START_MS: i64 = 1_777_627_800_000;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_unix_millis(START_MS + ms)
}

fn after(events: &[(PresenceEvent, i64)]) -> Step {
    let mut step = Tracker::new().step(PresenceEvent::Tick, at(0));
    for (event, ms) in events {
        step = step.tracker.step(*event, at(*ms));
    }
    step
}

fn event() -> impl Strategy<Value = PresenceEvent> {
    prop::sample::select(PresenceEvent::ALL)
}

/// Events with the time between them, most of it near the edges of the rule.
fn events() -> impl Strategy<Value = Vec<(PresenceEvent, i64)>> {
    let step = prop_oneof![
        0_i64..4_000,
        prop::sample::select(vec![2_000, 3_000, 29_999, 30_000, 119_999, 120_000, 300_000]),
    ];
    prop::collection::vec((event(), step), 0..40).prop_map(|steps| {
        let mut now = 0;
        steps
            .into_iter()
            .map(|(event, step)| {
                (event, {
                    now += step;
                    now
                })
            })
            .collect()
    })
}

#[test]
fn signals_are_those_that_somebody_means() {
    let watched = [(PresenceEvent::Enabled, 0), (PresenceEvent::ConsentGiven, 0)];
    for event in PresenceEvent::ALL {
        let is_signal = matches!(
            event,
            PresenceEvent::Keydown
                | PresenceEvent::Mousedown
                | PresenceEvent::Mousemove
                | PresenceEvent::Touchstart
                | PresenceEvent::Sound
        );
        if *event == PresenceEvent::Disabled {
            continue;
        }
        let tracker = after(&watched).tracker.step(*event, at(60_000)).tracker;
        let state = tracker.step(PresenceEvent::Tick, at(120_000)).view.state;
        assert_eq!(state != PresenceState::Away, is_signal, "{event:?}");
    }
}

#[test]
fn what_is_remembered_of_somebody_new_needs_no_numbers() {
    assert_eq!(Tracker::from_numbers([f64::NAN; 5]), Tracker::new());
    assert_eq!(Tracker::default(), Tracker::new());
}

proptest! {
    #[test]
    fn any_events_lead_to_the_state_of_the_time_since_the_last_signal(events in events()) {
        let step = after(&events);
        let mut signal = None;
        let (mut watched, mut page, mut pip, mut consent) = (false, true, false, false);
        for (event, ms) in &events {
            let before = (watched, page || pip);
            match event {
                PresenceEvent::Enabled => watched = true,
                PresenceEvent::Disabled => watched = false,
                PresenceEvent::Visible => page = true,
                PresenceEvent::Hidden => page = false,
                PresenceEvent::PipOpened => pip = true,
                PresenceEvent::PipClosed => pip = false,
                PresenceEvent::ConsentGiven => consent = true,
                PresenceEvent::ConsentRevoked => consent = false,
                _ => {}
            }
            let is_input = matches!(event, PresenceEvent::Keydown | PresenceEvent::Mousedown
                | PresenceEvent::Mousemove | PresenceEvent::Touchstart);
            if watched && !before.0 || (page || pip) && !before.1 || is_input && consent
                || *event == PresenceEvent::Sound
            {
                signal = Some(*ms);
            }
        }
        let now = events.last().map_or(0, |(_, ms)| *ms);
        let view = step.view;
        if watched {
            let elapsed = signal.map_or(i64::MAX, |signal| now - signal);
            prop_assert_eq!(view.state, state(page || pip, elapsed));
            prop_assert_eq!(view.is_visible, page || pip);
        } else {
            prop_assert_eq!(view.state, PresenceState::Active);
            prop_assert!(view.is_visible && !view.is_typing && !step.is_due);
        }
        prop_assert!(!view.is_typing || watched && consent);
    }

    #[test]
    fn until_the_next_change_nothing_changes_and_then_something_does(events in events()) {
        let step = after(&events);
        let shown = |ms: Timestamp| {
            let later = step.tracker.step(PresenceEvent::Tick, ms);
            (later.view, later.is_due)
        };
        match step.next_change {
            Some(next) => {
                prop_assert_eq!(shown(next.plus_millis(-1)), (step.view, step.is_due));
                prop_assert_ne!(shown(next), (step.view, step.is_due));
            }
            None => prop_assert_eq!(shown(at(1 << 40)), (step.view, step.is_due)),
        }
    }

    #[test]
    fn looking_often_or_once_shows_the_same(events in events(), looks in prop::collection::vec(0_i64..400_000, 0..9)) {
        let step = after(&events);
        let last = events.last().map_or(0, |(_, ms)| *ms);
        let mut looks = looks;
        looks.sort_unstable();
        let mut often = step;
        for look in looks {
            often = often.tracker.step(PresenceEvent::Tick, at(last + look));
        }
        let often = often.tracker.step(PresenceEvent::Tick, at(last + 400_000));
        let once = step.tracker.step(PresenceEvent::Tick, at(last + 400_000));
        prop_assert_eq!((often.view, often.is_due, often.next_change), (once.view, once.is_due, once.next_change));
    }

    #[test]
    fn numbers_remember_everything(events in events()) {
        let tracker = after(&events).tracker;
        prop_assert_eq!(Tracker::from_numbers(tracker.to_numbers()), tracker);
    }

    #[test]
    fn any_numbers_and_instants_give_an_answer(numbers: [f64; 5], event in event(), now: i64) {
        let step = Tracker::from_numbers(numbers).step(event, Timestamp::from_unix_micros(now));
        let again = Tracker::from_numbers(step.tracker.to_numbers());
        prop_assert_eq!(again.step(PresenceEvent::Tick, Timestamp::from_unix_micros(now)).view, step.view);
    }

    #[test]
    fn who_was_told_is_due_half_a_minute_later_at_most(events in events()) {
        let now = events.last().map_or(0, |(_, ms)| *ms);
        let told = after(&events).tracker.step(PresenceEvent::Told, at(now));
        prop_assert!(!told.is_due);
        let later = told.tracker.step(PresenceEvent::Tick, at(now + HEARTBEAT_MS));
        prop_assert_eq!(later.is_due, told.tracker.has(ENABLED));
    }
}
