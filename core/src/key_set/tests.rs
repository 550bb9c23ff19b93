use proptest::prelude::*;

use super::KeySetEvent::{Failed, Fetched, Invalidate, Reload, Started};
use super::LookupAction::{Fetch, Refuse, Serve, Unavailable, Wait};
use super::*;

const DAY: u32 = KEYS_MAX_STALE_SECONDS;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_777_627_800_000 + millis)
}

fn fetched() -> Freshness {
    Freshness::EMPTY.after(Started, 0, at(0)).after(Fetched, 0, at(0))
}

fn unavailable(retry_after_ms: u32) -> Lookup {
    Lookup { action: Unavailable, retry_after_ms: Some(retry_after_ms) }
}

#[test]
fn keys_are_fresh_for_an_hour_and_serve_for_a_day() {
    let ages =
        [0, 3_599_999, 3_600_000, 86_400_000, 86_400_001].map(|ms| fetched().age(DAY, at(ms)));
    use KeySetAge::{Empty, Expired, Fresh, Stale};
    assert_eq!(ages, [Fresh, Fresh, Stale, Stale, Expired]);
    assert_eq!(Freshness::EMPTY.age(DAY, at(0)), Empty);
    let ages = [3_599_999, 3_600_000].map(|ms| fetched().age(0, at(ms)));
    assert_eq!(ages, [Fresh, Expired]);
    let ages = [3_600_000, 3_600_001].map(|ms| fetched().age(3_600, at(ms)));
    assert_eq!(ages, [Stale, Expired]);
}

#[test]
fn keys_are_fetched_anew_before_they_are_stale() {
    assert!(!fetched().is_due(at(3_299_999)));
    assert!(fetched().is_due(at(3_300_000)));
    let early = Freshness::EMPTY.after(Fetched, u32::MAX, at(0));
    assert_eq!(early.due_at, Some(at(2_970_001)));
    assert!(!fetched().after(Started, 0, at(3_300_000)).is_due(at(3_300_000)));
}

#[test]
fn one_fetch_for_all_that_wait_at_a_cold_start() {
    let cold = Freshness::EMPTY;
    assert_eq!(cold.lookup(false, DAY, at(0)), Fetch.into());
    let fetching = cold.after(Started, 0, at(0));
    assert_eq!(fetching.lookup(false, DAY, at(0)), Wait.into());
    assert_eq!(fetching.lookup(false, DAY, at(4_999)), Wait.into());
    // Given up.
    assert_eq!(fetching.lookup(false, DAY, at(5_000)), Fetch.into());
    assert!(fetching.is_due(at(5_000)));
    let failed = fetching.after(Failed, 0, at(100));
    assert_eq!(failed.lookup(false, DAY, at(100)), unavailable(1_000));
    assert_eq!(failed.lookup(false, DAY, at(1_099)), unavailable(1));
    assert_eq!(failed.lookup(false, DAY, at(1_100)), Fetch.into());
}

#[test]
fn a_key_that_is_not_known_leads_to_one_fetch_in_ten_seconds() {
    let keys = fetched();
    assert_eq!(keys.lookup(true, DAY, at(1)), Serve.into());
    assert_eq!(keys.lookup(false, DAY, at(9_999)), Refuse.into());
    assert_eq!(keys.lookup(false, DAY, at(10_000)), Fetch.into());
    let fetching = keys.after(Started, 0, at(10_000));
    assert_eq!(fetching.lookup(false, DAY, at(10_000)), Wait.into());
    assert_eq!(fetching.lookup(true, DAY, at(10_000)), Serve.into());
    // A fetch that was given up did not work.
    assert_eq!(fetching.lookup(false, DAY, at(15_000)), unavailable(5_000));
    let failed = fetching.after(Failed, 0, at(10_500));
    assert_eq!(failed.lookup(false, DAY, at(10_500)), unavailable(10_000));
    assert_eq!(failed.lookup(false, DAY, at(20_499)), unavailable(1));
    assert_eq!(failed.lookup(false, DAY, at(20_500)), Fetch.into());
}

#[test]
fn while_fetching_fails_the_back_off_alone_decides() {
    let mut keys = fetched();
    let mut waits = alloc::vec::Vec::new();
    for _ in 0..8 {
        keys = keys.after(Failed, 0, at(20_000));
        waits.push(keys.due_at.unwrap().unix_millis() - at(20_000).unix_millis());
    }
    assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    assert_eq!(keys.lookup(true, DAY, at(20_000)), Serve.into());
    assert_eq!(keys.lookup(false, DAY, at(79_999)), unavailable(1));
    assert_eq!(keys.lookup(false, DAY, at(80_000)), Fetch.into());
    // One that works begins anew.
    let keys = keys.after(Fetched, 0, at(80_000)).after(Failed, 0, at(90_000));
    assert_eq!((keys.failures, keys.due_at), (1, Some(at(91_000))));
    // Full jitter leaves a millisecond.
    assert_eq!(fetched().after(Failed, u32::MAX, at(0)).due_at, Some(at(1)));
}

#[test]
fn expired_keys_serve_nobody() {
    let keys = fetched().after(Failed, 0, at(86_400_000));
    assert_eq!(keys.lookup(true, DAY, at(86_400_000)), Serve.into());
    assert_eq!(keys.lookup(true, DAY, at(86_400_001)), unavailable(1_000 - 1));
    assert_eq!(keys.lookup(true, DAY, at(86_401_000)), Fetch.into());
}

#[test]
fn what_is_left_to_wait_is_rounded_up() {
    let keys = Freshness::EMPTY.after(Failed, 0, at(0));
    let now = Timestamp::from_unix_micros(at(999).unix_micros() + 1);
    assert_eq!(keys.lookup(false, DAY, now), unavailable(1));
    let now = Timestamp::from_unix_micros(at(998).unix_micros() + 999);
    assert_eq!(keys.lookup(false, DAY, now), unavailable(2));
}

#[test]
fn reload_keeps_the_old_keys_and_invalidate_does_not() {
    let reload = fetched().after(Reload, 0, at(1));
    assert!(reload.is_due(at(1)));
    assert_eq!(reload.lookup(true, DAY, at(1)), Serve.into());
    assert_eq!(reload.lookup(false, DAY, at(1)), Refuse.into());
    let invalid = fetched().after(Invalidate, 0, at(1));
    assert!(invalid.is_due(at(1)));
    assert_eq!(invalid.lookup(true, DAY, at(1)), Fetch.into());
}

#[test]
fn a_clock_that_is_set_back_makes_a_fetch_due() {
    assert!(fetched().is_due(at(-1)));
    assert!(!fetched().is_due(at(0)));
    assert_eq!(fetched().lookup(false, DAY, at(-1)), Fetch.into());
}

#[test]
fn only_a_good_answer_replaces_keys() {
    assert!(is_replacement(200, 65_536, 64, 1));
    assert!(!is_replacement(200, 65_537, 64, 1));
    assert!(!is_replacement(200, 65_536, 65, 1));
    assert!(!is_replacement(200, 11, 0, 0));
    assert!(!is_replacement(204, 100, 1, 1));
    assert!(!is_replacement(500, 100, 1, 1));
}

fn event() -> impl Strategy<Value = (KeySetEvent, u32, i64)> {
    let event = (0..KeySetEvent::ALL.len()).prop_map(|at| KeySetEvent::ALL[at]);
    (event, any::<u32>(), 0_i64..90_000)
}

proptest! {
    #[test]
    fn however_many_ask_there_is_one_fetch_at_a_time_and_none_sooner_than_allowed(
        steps in prop::collection::vec((0_i64..20_000, any::<bool>(), any::<bool>(), any::<u32>()), 1..60),
    ) {
        let (mut keys, mut now, mut ended) = (Freshness::EMPTY, 0, None::<(i64, bool)>);
        for (step, is_known, works, random) in steps {
            now += step;
            let found = keys.lookup(is_known, DAY, at(now));
            if found.action != Fetch {
                prop_assert_eq!(found.action == Unavailable, found.retry_after_ms.is_some());
                prop_assert_ne!(found.retry_after_ms, Some(0));
                continue;
            }
            if let Some((end, worked)) = ended {
                // After one that worked not before ten seconds are over.
                prop_assert!(!worked || now - end >= 10_000);
                prop_assert!(keys.due_at.is_none_or(|due| worked || at(now) >= due));
            }
            keys = keys.after(Started, random, at(now));
            prop_assert_eq!(keys.lookup(false, DAY, at(now)).action, Wait);
            prop_assert!(!keys.is_due(at(now)));
            keys = keys.after(if works { Fetched } else { Failed }, random, at(now));
            prop_assert_ne!(keys.lookup(false, DAY, at(now)).action, Fetch);
            ended = Some((now, works));
        }
    }

    #[test]
    fn after_the_time_to_wait_and_not_before_a_fetch_may_be_made(
        events in prop::collection::vec(event(), 0..12), is_known: bool, later in 0_i64..200_000,
    ) {
        let (mut keys, mut now) = (Freshness::EMPTY, 0);
        for (event, random, step) in events {
            now += step;
            keys = keys.after(event, random, at(now));
        }
        now += later;
        let found = keys.lookup(is_known, 0, at(now));
        if let Some(wait) = found.retry_after_ms {
            let then = |ms: i64| keys.lookup(is_known, 0, at(now + ms)).action;
            prop_assert_eq!(then(i64::from(wait) - 1), Unavailable);
            prop_assert_eq!(then(i64::from(wait)), Fetch);
        }
    }

    #[test]
    fn no_instants_overflow(
        instants in any::<[Option<i64>; 4]>(), failures: u32, random: u32, now: i64, most: u32,
    ) {
        let [fetched_at, attempted_at, started_at, due_at] =
            instants.map(|micros| micros.map(Timestamp::from_unix_micros));
        let keys = Freshness { fetched_at, attempted_at, started_at, due_at, failures };
        let now = Timestamp::from_unix_micros(now);
        for event in KeySetEvent::ALL {
            let after = keys.after(*event, random, now);
            let _ = (after.lookup(true, most, now), after.lookup(false, most, now));
        }
    }
}
