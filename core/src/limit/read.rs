//! What the headers of an answer tell a client: when to try again, and what remains.

use core::cmp::Reverse;

use alloc::string::String;
use alloc::vec::Vec;

use super::headers::{LIMIT, POLICY, RATE_LIMIT, REMAINING, RESET, RETRY_AFTER};
use super::http_date;
use super::structured::{self, Item};
use crate::text;
use crate::time::Timestamp;
use crate::time::units::SECOND_MILLIS;

/// The longest wait that is believed, in seconds: 68 years, as HTTP caps its own delays.
pub const LIMIT_WAIT_MAX_SECONDS: u64 = (1 << 31) - 1;
const DATE: &str = "Date";
/// The last second of the year 9999, in Unix seconds.
const UNIX_MAX_SECONDS: u64 = 253_402_300_799;

/// The headers of an answer, as they stand; none, or blank, of one that was not sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given<'a> {
    /// `Retry-After`: seconds, or a date.
    pub retry_after: Option<&'a str>,
    /// `RateLimit`: `"user";r=50;t=30`.
    pub rate_limit: Option<&'a str>,
    /// `RateLimit-Policy`: `"user";q=100;w=60`.
    pub policy: Option<&'a str>,
    /// `X-RateLimit-Limit`.
    pub limit: Option<&'a str>,
    /// `X-RateLimit-Remaining`.
    pub remaining: Option<&'a str>,
    /// `X-RateLimit-Reset`, in Unix seconds.
    pub reset: Option<&'a str>,
    /// `Date`: the server's clock. Where it is told, other dates are counted from it.
    pub date: Option<&'a str>,
}

/// A limit by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The name.
    pub name: String,
    /// What a window allows, where that is told.
    pub quota: Option<u64>,
    /// The window's length in seconds, where that is told.
    pub window_seconds: Option<u64>,
    /// What may be asked for now, where that is told.
    pub remaining: Option<u64>,
    /// When that grows, where that is told.
    pub reset_at: Option<Timestamp>,
}

/// What the headers say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// When to try again, never before now; none when nothing tells to wait.
    pub retry_at: Option<Timestamp>,
    /// What a window of the tightest limit allows.
    pub limit: Option<u64>,
    /// What may be asked for now by the tightest limit.
    pub remaining: Option<u64>,
    /// When that grows.
    pub reset_at: Option<Timestamp>,
    /// The limits that have names, in the order in which they are told.
    pub limits: Vec<Told>,
    /// Headers that say nothing that could be read, or not all of it, by their names.
    pub ignored: Vec<&'static str>,
}

/// Reads the headers of an answer.
///
/// `Retry-After` says when to try again, whatever else is told. Without one, a limit of which
/// nothing remains does: until it grows, or, if it does not say when, for its whole window. Named
/// limits (`RateLimit`) count before the `X-RateLimit-…` family. What cannot be read is left out
/// and told.
#[must_use]
pub fn headers(given: &Given<'_>, now: Timestamp) -> Read {
    let mut read = Read::default();
    let date = read.noted(DATE, given.date, |text| http_date::parse(text, now));
    // By the server's clock, which tells whole seconds; cut down, so nobody comes too early.
    let here = |at: Timestamp| match date {
        Some(date) => now.plus_millis(at.unix_millis().saturating_sub(date.unix_millis())),
        None => at,
    };
    let retry_after = read.noted(RETRY_AFTER, given.retry_after, |text| {
        let delay = digits(text).map(|seconds| later(now, seconds));
        delay.or_else(|| http_date::parse(text, now).map(here))
    });
    let policies = read.noted(POLICY, given.policy, structured::list).unwrap_or_default();
    let standings = read.noted(RATE_LIMIT, given.rate_limit, structured::list).unwrap_or_default();
    let policies = read.named(POLICY, &policies, policy);
    read.limits = read.named(RATE_LIMIT, &standings, |item| standing(item, now));
    for policy in policies {
        let mut is_new = true;
        for told in read.limits.iter_mut().filter(|told| told.name == policy.name) {
            is_new = false;
            if told.quota.is_none() {
                (told.quota, told.window_seconds) = (policy.quota, policy.window_seconds);
            }
        }
        if is_new {
            read.limits.push(policy);
        }
    }
    for told in &mut read.limits {
        // What is used up and does not say when it grows has grown a window later.
        if told.remaining == Some(0) && told.reset_at.is_none() {
            told.reset_at = told.window_seconds.map(|seconds| later(now, seconds));
        }
    }
    let limit = read.noted(LIMIT, given.limit, whole);
    let remaining = read.noted(REMAINING, given.remaining, whole);
    let reset = read.noted(RESET, given.reset, |text| {
        let seconds = whole(text).filter(|seconds| *seconds <= UNIX_MAX_SECONDS)?;
        let epoch = Timestamp::from_unix_micros(0);
        Some(here(epoch.plus_millis(i64::try_from(seconds).ok()? * SECOND_MILLIS)))
    });
    let tightest = read.limits.iter().filter(|told| told.remaining.is_some());
    let tightest = tightest.min_by_key(|told| (told.remaining, Reverse(told.reset_at)));
    (read.limit, read.remaining, read.reset_at) = match tightest {
        Some(told) => (told.quota, told.remaining, told.reset_at),
        None => (limit, remaining, reset),
    };
    let used_up = read.reset_at.filter(|_| read.remaining == Some(0));
    read.retry_at = retry_after.or(used_up).map(|at| at.max(now));
    read
}

impl Read {
    /// What a header says; one that says nothing readable is noted.
    fn noted<T>(
        &mut self,
        name: &'static str,
        text: Option<&str>,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = text::trim(text?);
        let value = if text.is_empty() { return None } else { read(text) };
        if value.is_none() {
            self.ignored.push(name);
        }
        value
    }

    /// The limits that the items of a header name; a header with others is noted.
    fn named(
        &mut self,
        name: &'static str,
        items: &[Item],
        read: impl Fn(&Item) -> Option<Told>,
    ) -> Vec<Told> {
        let told: Vec<_> = items.iter().filter_map(read).collect();
        if told.len() < items.len() {
            self.ignored.push(name);
        }
        told
    }
}

fn policy(item: &Item) -> Option<Told> {
    Some(Told {
        name: item.name.clone()?,
        quota: Some(item.count(b'q')??),
        window_seconds: item.count(b'w')?,
        remaining: None,
        reset_at: None,
    })
}

fn standing(item: &Item, now: Timestamp) -> Option<Told> {
    Some(Told {
        name: item.name.clone()?,
        quota: None,
        window_seconds: None,
        remaining: Some(item.count(b'r')??),
        reset_at: item.count(b't')?.map(|seconds| later(now, seconds)),
    })
}

/// A whole number of up to 15 digits.
fn whole(text: &str) -> Option<u64> {
    const DIGITS_MAX: usize = 15;
    if text.len() <= DIGITS_MAX { digits(text) } else { None }
}

/// A whole number of any length, up to what can be counted.
fn digits(text: &str) -> Option<u64> {
    text.bytes().try_fold(0_u64, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        Some(number.saturating_mul(10).saturating_add(digit))
    })
}

/// So many seconds after an instant.
fn later(from: Timestamp, seconds: u64) -> Timestamp {
    let seconds = seconds.min(LIMIT_WAIT_MAX_SECONDS);
    from.plus_millis(i64::try_from(seconds).unwrap_or(0) * SECOND_MILLIS)
}
