use super::*;

pub(super) const RULED: Policy = Policy {
    trip: Trip::Rate { threshold_percent: 50, minimum_calls: 5 },
    open_ms: 30_000,
    probe_ms: 10_000,
};

pub(super) fn at(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_777_627_800_000 + millis)
}

fn ticket(permit: Permit) -> Ticket {
    match permit {
        Permit::Granted(ticket) => ticket,
        Permit::Refused { .. } => panic!("{permit:?}"),
    }
}

fn refused(retry_after_ms: u32) -> Permit {
    Permit::Refused { retry_after_ms }
}

/// Asks and reports at once.
pub(super) fn call(breaker: &mut Breaker, policy: &Policy, failed: bool, millis: i64) {
    let ticket = ticket(breaker.ask(policy, at(millis)));
    breaker.report(ticket.generation, failed, policy, at(millis));
}

fn opened(policy: &Policy) -> Breaker {
    let mut breaker = Breaker::default();
    for _ in 0..5 {
        if breaker.state() == BreakerState::Closed {
            call(&mut breaker, policy, true, 0);
        }
    }
    assert_eq!(breaker.state(), BreakerState::Open);
    breaker
}

#[test]
fn half_of_the_calls_may_fail_and_not_one_more() {
    let mut breaker = Breaker::default();
    for failed in [false, false, false, true, true, true] {
        call(&mut breaker, &RULED, failed, 0);
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    call(&mut breaker, &RULED, true, 0);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn four_failures_are_too_few_and_the_fifth_call_decides_whatever_it_is() {
    for last in [true, false] {
        let mut breaker = Breaker::default();
        for _ in 0..4 {
            call(&mut breaker, &RULED, true, 0);
        }
        assert_eq!(breaker.state(), BreakerState::Closed);
        call(&mut breaker, &RULED, last, 0);
        assert_eq!(breaker.state(), BreakerState::Open);
    }
}

#[test]
fn an_outcome_counts_until_it_is_sixty_seconds_old_and_then_no_more() {
    for (age, state) in [(60_000, BreakerState::Open), (60_001, BreakerState::Closed)] {
        let mut breaker = Breaker::default();
        call(&mut breaker, &RULED, true, 0);
        for _ in 0..4 {
            call(&mut breaker, &RULED, true, age);
        }
        assert_eq!(breaker.state(), state, "{age}");
    }
}

#[test]
fn open_for_thirty_seconds_then_one_probe() {
    let mut breaker = opened(&RULED);
    assert_eq!(breaker.ask(&RULED, at(0)), refused(30_000));
    assert_eq!(breaker.ask(&RULED, at(29_999)), refused(1));
    let probe = ticket(breaker.ask(&RULED, at(30_000)));
    assert!(probe.is_probe && breaker.state() == BreakerState::HalfOpen);
    assert_eq!(breaker.ask(&RULED, at(30_000)), refused(10_000));
    let mut failed = breaker.clone();
    breaker.report(probe.generation, false, &RULED, at(30_001));
    assert_eq!(breaker.condition, Condition::default());
    failed.report(probe.generation, true, &RULED, at(30_001));
    assert_eq!(failed.ask(&RULED, at(60_000)), refused(1));
    assert!(ticket(failed.ask(&RULED, at(60_001))).is_probe);
}

#[test]
fn a_probe_that_does_not_report_leaves_its_place_and_is_not_heard_any_more() {
    let mut breaker = opened(&RULED);
    let lost = ticket(breaker.ask(&RULED, at(30_000)));
    assert_eq!(breaker.ask(&RULED, at(39_999)), refused(1));
    let mut late = breaker.clone();
    late.report(lost.generation, false, &RULED, at(40_000));
    assert_eq!(late, breaker);
    let mut just = breaker.clone();
    just.report(lost.generation, false, &RULED, at(39_999));
    assert_eq!(just.state(), BreakerState::Closed);
    let next = ticket(breaker.ask(&RULED, at(40_000)));
    assert!(next.is_probe && next != lost);
    breaker.report(lost.generation, false, &RULED, at(40_001));
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
}

#[test]
fn a_call_from_before_is_no_probe() {
    let mut breaker = Breaker::default();
    let slow = ticket(breaker.ask(&Policy::HTTP, at(0)));
    for _ in 0..3 {
        call(&mut breaker, &Policy::HTTP, true, 0);
    }
    let probe = ticket(breaker.ask(&Policy::HTTP, at(60_000)));
    let before = breaker.clone();
    breaker.report(slow.generation, false, &Policy::HTTP, at(60_000));
    assert_eq!(breaker, before);
    breaker.report(probe.generation, false, &Policy::HTTP, at(60_000));
    breaker.report(slow.generation, true, &Policy::HTTP, at(60_000));
    assert_eq!(breaker.condition, Condition::default());
}

#[test]
fn failures_in_a_row_open_and_a_success_begins_anew() {
    let mut breaker = Breaker::default();
    for failed in [true, true, false, true, true] {
        call(&mut breaker, &Policy::OAUTH, failed, 0);
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    call(&mut breaker, &Policy::OAUTH, true, 0);
    assert_eq!(breaker.ask(&Policy::OAUTH, at(119_999)), refused(1));
    assert!(ticket(breaker.ask(&Policy::OAUTH, at(120_000))).is_probe);
}

#[test]
fn a_clock_that_is_set_back_makes_nobody_wait_longer() {
    let mut breaker = opened(&RULED);
    assert_eq!(breaker.ask(&RULED, at(-3_600_000)), refused(30_000));
    assert!(ticket(breaker.ask(&RULED, at(-3_570_000))).is_probe);
    let mut breaker = Breaker::default();
    call(&mut breaker, &RULED, true, 3_600_000);
    call(&mut breaker, &RULED, true, 0);
    let Condition::Closed { window, .. } = &breaker.condition else { panic!() };
    assert_eq!(window.tallies().map(|tally| tally.at).max(), Some(at(0)));
    call(&mut breaker, &RULED, true, 60_001);
    let Condition::Closed { window, .. } = &breaker.condition else { panic!() };
    assert_eq!((window.calls(), window.failures()), (1, 1));
}

#[test]
fn a_window_holds_one_tally_a_millisecond() {
    let mut breaker = Breaker::default();
    let policy = Policy { trip: Trip::Rate { threshold_percent: 100, minimum_calls: 0 }, ..RULED };
    for call_ in 0..10_000 {
        call(&mut breaker, &policy, true, call_ / 1_000);
    }
    let Condition::Closed { window, .. } = &breaker.condition else { panic!() };
    assert_eq!((window.tallies().count(), window.calls()), (10, 10_000));
}

#[test]
fn tallies_that_were_kept_are_put_in_order_and_hold_no_more_failures_than_calls() {
    let tally = |millis, calls, failures| Tally { at: at(millis), calls, failures };
    let window = Window::from(Vec::from([tally(2, 1, 9), tally(0, 2, 1), tally(2, 1, 0)]));
    assert_eq!((window.calls(), window.failures()), (4, 2));
    assert!(window.tallies().eq([tally(0, 2, 1), tally(2, 2, 1)]));
}

#[cfg(feature = "serde")]
#[test]
fn a_breaker_goes_through_json_and_comes_back() {
    let mut breaker = Breaker::default();
    for failed in [true, false, true] {
        call(&mut breaker, &RULED, failed, 0);
    }
    call(&mut breaker, &RULED, true, 7);
    for breaker in [breaker, opened(&RULED)] {
        let text = serde_json::to_string(&breaker).unwrap();
        assert_eq!(serde_json::from_str::<Breaker>(&text).unwrap(), breaker, "{text}");
    }
}
