//! What holds for any policy and any events.

use alloc::vec::Vec;

use proptest::prelude::*;

use super::tests::{RULED, at, call};
use super::*;

/// What a breaker should do, kept as plainly as can be: every outcome, whatever its age.
#[derive(Default)]
struct Model {
    outcomes: Vec<(i64, bool)>,
    opened: Option<i64>,
    probe: Option<i64>,
}

impl Model {
    fn refuses(&self, policy: &Policy, now: i64) -> bool {
        let waits = |since: Option<i64>, wait: u32| {
            since.is_some_and(|since| now - since < i64::from(wait))
        };
        waits(self.probe, policy.probe_ms)
            || self.probe.is_none() && waits(self.opened, policy.open_ms)
    }

    fn outcome(&mut self, policy: &Policy, failed: bool, now: i64) {
        self.outcomes.push((now, failed));
        let opens = match policy.trip {
            Trip::Rate { threshold_percent, minimum_calls } => {
                let recent: Vec<_> =
                    self.outcomes.iter().filter(|(at, _)| now - at <= 60_000).collect();
                let failures = recent.iter().filter(|(_, failed)| *failed).count();
                recent.len() >= minimum_calls as usize
                    && failures * 100 > recent.len() * threshold_percent as usize
            }
            Trip::Consecutive { failures } => {
                let row = self.outcomes.iter().rev().take_while(|(_, failed)| *failed).count();
                failed && row >= failures as usize
            }
        };
        if opens {
            *self = Self { opened: Some(now), ..Self::default() };
        }
    }
}

fn policy() -> impl Strategy<Value = Policy> {
    let rate = (0_u32..=100, 0_u32..8).prop_map(|(threshold_percent, minimum_calls)| Trip::Rate {
        threshold_percent,
        minimum_calls,
    });
    let row = (0_u32..5).prop_map(|failures| Trip::Consecutive { failures });
    (prop_oneof![rate, row], 0_u32..40_000, 0_u32..40_000)
        .prop_map(|(trip, open_ms, probe_ms)| Policy { trip, open_ms, probe_ms })
}

/// Steps in time, which call to report, and how it ended; none asks.
fn events() -> impl Strategy<Value = Vec<(i64, Option<(usize, bool)>)>> {
    let step = prop_oneof![Just(0_i64), 0_i64..3, 0_i64..30_000, Just(60_000), Just(60_001)];
    let report = prop_oneof![
        2 => Just(None),
        3 => (0_usize..3, any::<bool>()).prop_map(Some),
    ];
    prop::collection::vec((step, report), 0..120)
}

proptest! {
    #[test]
    fn a_breaker_does_what_one_does_that_keeps_every_outcome(
        policy in policy(), events in events(),
    ) {
        let (mut breaker, mut model, mut now) = (Breaker::default(), Model::default(), 0);
        // Calls that have not been reported, the latest last.
        let mut running: Vec<(Ticket, i64)> = Vec::new();
        for (step, report) in events {
            now += step;
            let Some((back, failed)) = report else {
                let permit = breaker.ask(&policy, at(now));
                prop_assert_eq!(matches!(permit, Permit::Refused { .. }), model.refuses(&policy, now));
                match permit {
                    Permit::Refused { retry_after_ms } => prop_assert!(retry_after_ms > 0),
                    Permit::Granted(ticket) => {
                        prop_assert_eq!(ticket.is_probe, model.opened.is_some());
                        if ticket.is_probe {
                            model.probe = Some(now);
                        }
                        running.push((ticket, now));
                    }
                }
                continue;
            };
            if running.len() <= back {
                continue;
            }
            let (ticket, asked) = running.remove(running.len() - 1 - back);
            let is_current = ticket.generation == breaker.generation;
            breaker.report(ticket.generation, failed, &policy, at(now));
            if ticket.is_probe {
                let is_heard = model.probe == Some(asked) && is_current
                    && now - asked < i64::from(policy.probe_ms);
                if is_heard {
                    let opened = failed.then_some(now);
                    model = Model { opened, ..Model::default() };
                }
            } else if is_current {
                model.outcome(&policy, failed, now);
            }
            prop_assert_eq!(breaker.state() == BreakerState::Closed, model.opened.is_none());
        }
    }

    #[test]
    fn there_is_never_a_second_probe_before_the_first_is_over(
        policy in policy(), events in events(),
    ) {
        let (mut breaker, mut now) = (Breaker::default(), 0);
        let mut calls: Vec<Ticket> = Vec::new();
        let mut probe: Option<(Ticket, i64)> = None;
        for (step, report) in events {
            now += step;
            if let Some((back, failed)) = report {
                if let Some(ticket) = calls.len().checked_sub(back + 1).map(|at| calls.remove(at)) {
                    breaker.report(ticket.generation, failed, &policy, at(now));
                    probe = probe.filter(|(running, _)| *running != ticket);
                }
            } else if let Permit::Granted(ticket) = breaker.ask(&policy, at(now)) {
                if ticket.is_probe {
                    let is_over = probe.is_none_or(|(_, since)| now - since >= i64::from(policy.probe_ms));
                    prop_assert!(is_over);
                    probe = Some((ticket, now));
                }
                calls.push(ticket);
            }
        }
    }

    #[test]
    fn at_a_threshold_of_one_it_never_opens(minimum_calls in 0_u32..9, failed: Vec<bool>) {
        let policy = Policy { trip: Trip::Rate { threshold_percent: 100, minimum_calls }, ..RULED };
        let mut breaker = Breaker::default();
        for failed in failed {
            call(&mut breaker, &policy, failed, 0);
        }
        prop_assert_eq!(breaker.state(), BreakerState::Closed);
    }

    #[test]
    fn no_state_and_no_instant_is_too_odd(
        tallies in prop::collection::vec((any::<i64>(), any::<u32>(), any::<u32>()), 0..5),
        generation: u32, micros: i64, failed: bool, policy in policy(),
    ) {
        let now = Timestamp::from_unix_micros(micros);
        let tally = |(at, calls, failures): (i64, u32, u32)| {
            Tally { at: Timestamp::from_unix_micros(at), calls, failures }
        };
        let window = tallies.iter().copied().map(tally).collect::<Vec<_>>().into();
        let since = tallies.first().map_or(now, |first| tally(*first).at);
        for condition in [
            Condition::Closed { failures: u32::MAX, window },
            Condition::Open { since },
            Condition::HalfOpen { since },
        ] {
            let mut breaker = Breaker { condition, generation };
            breaker.report(generation, failed, &policy, now);
            breaker.ask(&policy, now);
            breaker.report(breaker.generation, failed, &policy, now);
        }
    }
}
