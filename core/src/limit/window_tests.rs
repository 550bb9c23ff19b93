use proptest::prelude::*;

use super::*;

const SECOND: i64 = 1_000_000;
const START: i64 = 1_777_627_800 * SECOND;

const fn at(micros: i64) -> Timestamp {
    Timestamp::from_unix_micros(START + micros)
}

fn minute(amount: u32) -> Limit {
    Limit::new(Quota::per_minute(amount))
}

fn take_one(limit: &mut Limit, cost: u32, now: Timestamp) -> Verdict {
    take(core::slice::from_mut(limit), cost, now)
}

/// What was let through in the window that ends with an instant.
fn in_window(log: &[(i64, u32)], end: i64, window: i64) -> u64 {
    let inside = log.iter().filter(|(at, _)| *at <= end && end - at < window);
    inside.map(|(_, cost)| u64::from(*cost)).sum()
}

/// How a limit is asked: its quota, its window in seconds, and requests, each with the microseconds
/// since the one before, a cost, and by how much the clock was set back meanwhile.
fn days() -> impl Strategy<Value = (u32, u32, Vec<(i64, u32, i64)>)> {
    let quota = prop_oneof![1_u32..6, 1_u32..120];
    let window = prop_oneof![Just(60_u32), Just(1), Just(7), Just(3_600)];
    (quota, window).prop_flat_map(|(quota, window)| {
        let micros = i64::from(window) * SECOND;
        let gap = prop_oneof![
            0..2_i64,
            0..micros / 200,
            0..micros / 60 + 2,
            0..micros / 4,
            micros - 2..micros + 3,
        ];
        let back = prop_oneof![8 => Just(0_i64), 1 => 0..micros * 3, 1 => 0..micros / 30];
        let cost = prop_oneof![4 => Just(1_u32), 1 => 1..quota + 3];
        (Just(quota), Just(window), proptest::collection::vec((gap, cost, back), 1..400))
    })
}

proptest! {
    #[test]
    fn no_window_holds_more_than_the_quota_even_when_the_clock_steps_back(
        (amount, window_seconds, requests) in days(),
    ) {
        let window = i64::from(window_seconds) * SECOND;
        let mut limit = Limit::new(Quota { amount, window_seconds });
        let (mut real, mut offset, mut log) = (0, 0, Vec::new());
        for (gap, cost, back) in requests {
            real += gap;
            offset -= back;
            let now = at(real + offset);
            let before = limit.clone();
            let verdict = take_one(&mut limit, cost, now);
            prop_assert!(limit.taken().len() <= LIMIT_PARTS as usize + 1);
            match verdict {
                Verdict::Admitted => log.push((real, cost)),
                Verdict::Refused { retry_at: None } => prop_assert!(cost > amount),
                Verdict::Refused { retry_at: Some(retry_at) } => {
                    prop_assert!(retry_at > now);
                    prop_assert!(retry_at.micros_since(now) <= window.unsigned_abs());
                    let admits = |micros: i64| {
                        let now = Timestamp::from_unix_micros(retry_at.unix_micros() + micros);
                        take_one(&mut limit.clone(), cost, now) == Verdict::Admitted
                    };
                    prop_assert!(admits(0) && admits(1) && !admits(-1));
                    let mut settled = before;
                    settled.settle(now);
                    prop_assert_eq!(&settled, &limit);
                }
            }
            prop_assert!(in_window(&log, real, window) <= u64::from(amount));
        }
    }

    #[test]
    fn nothing_is_refused_that_fits_into_a_window_and_a_sixtieth(
        (amount, window_seconds, requests) in days(),
    ) {
        let window = i64::from(window_seconds) * SECOND;
        let wider = window + window / i64::from(LIMIT_PARTS) + 1;
        let mut limit = Limit::new(Quota { amount, window_seconds });
        let (mut real, mut log) = (0, Vec::new());
        for (gap, cost, _) in requests {
            real += gap;
            if take_one(&mut limit, cost, at(real)) == Verdict::Admitted {
                log.push((real, cost));
            } else {
                let used = in_window(&log, real, wider);
                prop_assert!(used + u64::from(cost) > u64::from(amount));
            }
        }
    }

    #[test]
    fn a_standing_says_what_a_look_costs_nothing_to_see(
        (amount, window_seconds, requests) in days(),
    ) {
        let mut limit = Limit::new(Quota { amount, window_seconds });
        let mut real = 0;
        for (gap, cost, _) in requests {
            real += gap;
            take_one(&mut limit, cost, at(real));
            let before = limit.clone();
            prop_assert_eq!(take_one(&mut limit, 0, at(real)), Verdict::Admitted);
            prop_assert_eq!(&before, &limit);
            let Standing { remaining, reset_at } = limit.standing(at(real)).unwrap();
            let fits = |cost, now| take_one(&mut limit.clone(), cost, now) == Verdict::Admitted;
            prop_assert!(fits(remaining, at(real)) && !fits(remaining + 1, at(real)));
            if remaining < amount {
                let earlier = Timestamp::from_unix_micros(reset_at.unix_micros() - 1);
                prop_assert!(fits(remaining + 1, reset_at) && !fits(remaining + 1, earlier));
            } else {
                prop_assert_eq!(reset_at, at(real));
            }
        }
    }

    #[test]
    fn of_several_limits_all_are_charged_or_none(
        amounts in proptest::collection::vec(0_u32..6, 1..4),
        requests in proptest::collection::vec((0..20 * SECOND, 1_u32..4), 1..60),
    ) {
        let windows = [60, 3_600, 1];
        let quota = |(amount, window_seconds): (&u32, u32)| Quota { amount: *amount, window_seconds };
        let mut limits: Vec<_> =
            amounts.iter().zip(windows).map(quota).map(Limit::new).collect();
        let mut real = 0;
        for (gap, cost) in requests {
            real += gap;
            let mut alone = limits.clone();
            let verdicts: Vec<_> =
                alone.iter_mut().map(|limit| take_one(limit, cost, at(real))).collect();
            let verdict = take(&mut limits, cost, at(real));
            let all = verdicts.iter().all(|verdict| *verdict == Verdict::Admitted);
            prop_assert_eq!(verdict == Verdict::Admitted, all);
            if all {
                prop_assert_eq!(&alone, &limits);
            } else if let Verdict::Refused { retry_at } = verdict {
                let each = verdicts.iter().map(|verdict| match verdict {
                    Verdict::Admitted => Some(at(real)),
                    Verdict::Refused { retry_at } => *retry_at,
                });
                let latest = each.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
                prop_assert_eq!(retry_at, latest);
            }
        }
    }
}

#[test]
fn a_request_counts_until_the_window_is_over_to_the_microsecond() {
    let mut limit = minute(1);
    assert_eq!(take_one(&mut limit, 1, at(5)), Verdict::Admitted);
    let refused = Verdict::Refused { retry_at: Some(at(60 * SECOND + 5)) };
    assert_eq!(take_one(&mut limit, 1, at(60 * SECOND + 4)), refused);
    assert_eq!(take_one(&mut limit, 1, at(60 * SECOND + 5)), Verdict::Admitted);
}

#[test]
fn requests_of_one_second_leave_together_with_the_last_of_them() {
    let mut limit = minute(2);
    assert_eq!(take_one(&mut limit, 1, at(0)), Verdict::Admitted);
    assert_eq!(take_one(&mut limit, 1, at(SECOND - 1)), Verdict::Admitted);
    assert_eq!(limit.taken(), [Taken { at: at(SECOND - 1), count: 2 }]);
    assert_eq!(take_one(&mut limit, 0, at(SECOND)), Verdict::Admitted);
    let standing = Standing { remaining: 0, reset_at: at(61 * SECOND - 1) };
    assert_eq!(limit.standing(at(SECOND)), Some(standing));
}

#[test]
fn requests_of_two_seconds_leave_one_after_the_other() {
    let mut limit = minute(2);
    take_one(&mut limit, 1, at(SECOND - 1));
    take_one(&mut limit, 1, at(SECOND));
    assert_eq!(limit.taken().len(), 2);
    assert_eq!(limit.standing(at(SECOND)).unwrap().reset_at, at(61 * SECOND - 1));
}

#[test]
fn a_clock_that_was_years_ahead_locks_nobody_out_for_longer_than_a_window() {
    let mut limit = minute(1);
    take_one(&mut limit, 1, at(100_000_000 * SECOND));
    let refused = Verdict::Refused { retry_at: Some(at(60 * SECOND)) };
    assert_eq!(take_one(&mut limit, 1, at(0)), refused);
    assert_eq!(take_one(&mut limit, 1, at(60 * SECOND - 1)), refused);
    assert_eq!(take_one(&mut limit, 1, at(60 * SECOND)), Verdict::Admitted);
}

#[test]
fn an_unlimited_quota_keeps_nothing_and_refuses_nothing() {
    let mut limit = minute(0);
    for _ in 0..3 {
        assert_eq!(take_one(&mut limit, u32::MAX, at(0)), Verdict::Admitted);
    }
    assert!(limit.taken().is_empty());
    assert_eq!(limit.standing(at(0)), None);
}

#[test]
fn a_kept_state_may_be_in_any_order_and_hold_nothing_worth_keeping() {
    let taken = |micros, count| Taken { at: at(micros), count };
    let limit = Limit::with(Quota::per_minute(9), vec![taken(2, 1), taken(1, 0), taken(0, 3)]);
    assert_eq!(limit.taken(), [taken(0, 3), taken(2, 1)]);
    assert_eq!(limit.quota(), Quota::per_minute(9));
}

#[test]
fn a_quota_that_was_lowered_waits_until_enough_has_left() {
    let taken = |seconds, count| Taken { at: at(seconds * SECOND), count };
    let kept = vec![taken(0, 3), taken(10, 4), taken(20, 1)];
    let limit = Limit::with(Quota::per_minute(5), kept);
    let standing = Standing { remaining: 0, reset_at: at(70 * SECOND) };
    assert_eq!(limit.standing(at(30 * SECOND)), Some(standing));
}

/// Against an exact log, which keeps every request, for a client that asks more than it may.
#[test]
fn the_parts_lose_less_than_one_request_in_a_hundred() {
    const AMOUNT: u32 = 100;
    let mut limit = minute(AMOUNT);
    let (mut by_parts, mut by_log, mut log) = (0_u32, 0_u32, Vec::new());
    let mut real = 0;
    for n in 0..24_000_i64 {
        // Gaps of 20 to 580 ms, in an order that repeats after 281 of them.
        real += 20_000 + n * 197 % 281 * 2_000;
        by_parts += u32::from(take_one(&mut limit, 1, at(real)) == Verdict::Admitted);
        if in_window(log.get(log.len().saturating_sub(150)..).unwrap(), real, 60 * SECOND)
            < u64::from(AMOUNT)
        {
            log.push((real, 1));
            by_log += 1;
        }
    }
    assert!(by_log > 10_000 && by_parts <= by_log);
    assert!((by_log - by_parts) * 100 < by_log, "{by_parts} of {by_log}");
}
