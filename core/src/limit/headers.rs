//! The headers that tell a client how its limits stand.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Quota, Standing};
use crate::digits;
use crate::time::Timestamp;
use crate::time::units::SECOND_MICROS;

/// The names of all headers that tell of limits: what a server of another origin must expose.
pub const LIMIT_HEADERS: &[&str] = &[LIMIT, REMAINING, RESET, POLICY, RATE_LIMIT, RETRY_AFTER];

pub(super) const LIMIT: &str = "X-RateLimit-Limit";
pub(super) const REMAINING: &str = "X-RateLimit-Remaining";
pub(super) const RESET: &str = "X-RateLimit-Reset";
pub(super) const POLICY: &str = "RateLimit-Policy";
pub(super) const RATE_LIMIT: &str = "RateLimit";
pub(super) const RETRY_AFTER: &str = "Retry-After";

/// A limit, as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// Its name, printable ASCII (see [`is_name`](super::is_name)).
    pub name: &'a str,
    /// What it allows.
    pub quota: Quota,
    /// How it stands; none for one that limits nobody, which is not told.
    pub standing: Option<Standing>,
}

/// The headers of an answer, with their names: none when nothing limits.
///
/// The `X-RateLimit-…` family tells of one limit: the one with the least remaining, of several the
/// one that grows last, of equal ones the first. `X-RateLimit-Reset` is in Unix seconds,
/// `Retry-After` and `t` are in seconds from now; all are rounded up, so a request at the second
/// that they tell succeeds. `Retry-After` stands with a refusal alone, which tells `retry_at`.
#[must_use]
pub fn headers(
    limits: &[Told<'_>],
    retry_at: Option<Timestamp>,
    now: Timestamp,
) -> Vec<(&'static str, String)> {
    let mut headers = Vec::new();
    let (mut policy, mut standings) = (String::new(), String::new());
    let mut least: Option<(Quota, Standing)> = None;
    for limit in limits {
        let Some(standing) = limit.standing.filter(|_| !limit.quota.is_unlimited()) else {
            continue;
        };
        let Quota { amount, window_seconds } = limit.quota;
        let params = [(";q=", amount.into()), (";w=", window_seconds.into())];
        push_item(&mut policy, limit.name, params);
        let Standing { remaining, reset_at } = standing;
        let params = [(";r=", remaining.into()), (";t=", seconds_until(reset_at, now))];
        push_item(&mut standings, limit.name, params);
        if least.is_none_or(|(_, least)| is_tighter(standing, least)) {
            least = Some((limit.quota, standing));
        }
    }
    if let Some((quota, standing)) = least {
        let epoch = Timestamp::from_unix_micros(0);
        headers.push((LIMIT, digits::text(quota.amount.into())));
        headers.push((REMAINING, digits::text(standing.remaining.into())));
        headers.push((RESET, digits::text(seconds_until(standing.reset_at, epoch))));
        headers.push((POLICY, policy));
        headers.push((RATE_LIMIT, standings));
    }
    headers.extend(retry_at.map(|at| (RETRY_AFTER, digits::text(seconds_until(at, now)))));
    headers
}

/// Whether one standing is what a client has to care for rather than another.
pub(super) fn is_tighter(one: Standing, other: Standing) -> bool {
    one.remaining < other.remaining
        || one.remaining == other.remaining && one.reset_at > other.reset_at
}

/// Whole seconds from one instant to another, rounded up; 0 when that is past.
fn seconds_until(at: Timestamp, from: Timestamp) -> u64 {
    at.micros_since(from).div_ceil(SECOND_MICROS.unsigned_abs())
}

/// Adds an item to a list, as structured fields have it: a name in quotes, with its parameters.
fn push_item(list: &mut String, name: &str, params: [(&str, u64); 2]) {
    list.push_str(if list.is_empty() { "\"" } else { ", \"" });
    for c in name.chars() {
        if matches!(c, '"' | '\\') {
            list.push('\\');
        }
        list.push(c);
    }
    list.push('"');
    for (param, number) in params {
        list.push_str(param);
        digits::push(list, number, 1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limit::read::{self, Given};
    use crate::limit::{Limit, Verdict, take};

    const NOW: i64 = 1_777_627_800_000_000;

    const fn at(micros: i64) -> Timestamp {
        Timestamp::from_unix_micros(NOW + micros)
    }

    fn value<'a>(headers: &'a [(&str, String)], name: &str) -> Option<&'a str> {
        headers.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
    }

    /// The whole way: a server's verdict, its headers, and what a browser makes of them.
    fn told<'a>(name: &'a str, limit: &Limit, now: Timestamp) -> Told<'a> {
        Told { name, quota: limit.quota(), standing: limit.standing(now) }
    }

    proptest! {
        #[test]
        fn a_client_that_comes_back_when_it_is_told_succeeds_and_a_second_before_does_not(
            amount in 1_u32..6,
            gaps in proptest::collection::vec(0_i64..20_000_000, 1..40),
        ) {
            let mut limit = [Limit::new(Quota::per_minute(amount))];
            let mut micros = 0;
            for gap in gaps {
                micros += gap;
                let now = at(micros);
                let verdict = take(&mut limit, 1, now);
                let retry_at = match verdict {
                    Verdict::Admitted => None,
                    Verdict::Refused { retry_at } => retry_at,
                };
                let [one] = &limit;
                let headers = headers(&[told("a \"\\ b", one, now)], retry_at, now);
                let given = Given {
                    retry_after: value(&headers, RETRY_AFTER),
                    rate_limit: value(&headers, RATE_LIMIT),
                    policy: value(&headers, POLICY),
                    limit: value(&headers, LIMIT),
                    remaining: value(&headers, REMAINING),
                    reset: value(&headers, RESET),
                    date: None,
                };
                let read = read::headers(&given, now);
                prop_assert!(read.ignored.is_empty());
                prop_assert_eq!(read.remaining, limit[0].standing(now).map(|s| u64::from(s.remaining)));
                if verdict == Verdict::Admitted {
                    prop_assert_eq!(read.retry_at.is_some(), read.remaining == Some(0));
                } else {
                    prop_assert!(read.retry_at.is_some());
                }
                if let Some(again) = read.retry_at {
                    let admits = |at| take(&mut limit.clone(), 1, at) == Verdict::Admitted;
                    prop_assert!(admits(again) && !admits(again.plus_millis(-1_000)));
                }
                let reset: i64 = value(&headers, RESET).unwrap().parse().unwrap();
                let reset = Timestamp::from_unix_millis(reset * 1_000);
                if limit[0].standing(now).unwrap().remaining == 0 {
                    let admits = |at| take(&mut limit.clone(), 1, at) == Verdict::Admitted;
                    prop_assert!(admits(reset) && !admits(reset.plus_millis(-1_000)));
                }
            }
        }
    }

    #[test]
    fn seconds_are_rounded_up_and_never_below_nothing() {
        let cases = [(-1, 0), (0, 0), (1, 1), (1_000_000, 1), (1_000_001, 2)];
        for (micros, seconds) in cases {
            assert_eq!(seconds_until(at(micros), at(0)), seconds, "{micros}");
        }
    }

    #[test]
    fn the_tightest_limit_has_the_least_left_and_of_equal_ones_waits_longest() {
        let standing = |remaining, micros| Standing { remaining, reset_at: at(micros) };
        assert!(is_tighter(standing(1, 0), standing(2, 9)));
        assert!(!is_tighter(standing(2, 9), standing(1, 0)));
        assert!(is_tighter(standing(1, 2), standing(1, 1)));
        assert!(!is_tighter(standing(1, 1), standing(1, 1)));
    }
}
