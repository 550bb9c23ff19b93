//! Ids, instants, phases and pages: short texts with one meaning.

use focus_core::phase::{self, Phase};
use focus_core::rating::shape;
use focus_core::rulebook::{self, Skew};
use focus_core::{MAX_PAGE_SIZE, Page, Timestamp, Uuid, session};

use super::{number, text};

/// A UUID comes back as it went, in lower case, and nothing but the 8-4-4-4-12 form is one.
pub(super) fn id(bytes: &[u8]) {
    let text = &*text(bytes);
    let parsed = Uuid::parse(text);
    assert_eq!(parsed.is_some(), is_uuid(text));
    assert_eq!(session::parse_id(text).ok().map(|id| *id.uuid()), parsed);
    assert_eq!(shape::parse_rater(text).ok().map(|id| *id.uuid()), parsed);
    if let Some(uuid) = parsed {
        assert_eq!(uuid.to_string(), text.to_ascii_lowercase());
        assert_eq!(Uuid::parse(&uuid.to_string()), Some(uuid));
        assert!(session::guard(Some(text), &uuid.to_string()).is_ok());
    }
    assert!(session::guard(Some(text), text).is_ok());
    assert_eq!(session::guard(Some(text), "another").is_ok(), text.is_empty() || text == "another");
}

/// The form of an id, said in another way.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(digits)
        && text.bytes().any(|byte| !matches!(byte, b'0' | b'-'))
}

/// Text that is an instant says so in one way, and printing it comes back; a number is cut to the
/// microsecond below.
pub(super) fn timestamp(bytes: &[u8]) {
    let text = &*text(bytes);
    if let Some(instant) = Timestamp::parse(text) {
        let printed = instant.to_string();
        // An offset may lead out of the years that text can tell.
        if !printed.starts_with(['-', '+']) {
            assert_eq!(Timestamp::parse(&printed), Some(instant), "{printed}");
        }
        assert!(text.starts_with(|c: char| c.is_ascii_digit()) && text.len() >= 20);
    }
    let millis = f64::from_bits(number(&mut &*bytes));
    match Timestamp::from_unix_ms_number(millis) {
        None => assert!(millis.is_nan() || millis.abs() > 8.64e15),
        Some(instant) => {
            assert_eq!(instant.unix_millis() as f64, millis.floor());
            let micros = (millis - millis.floor()) * 1_000.0;
            let cut = instant.unix_micros().rem_euclid(1_000) as f64;
            assert!(cut <= micros && micros - cut < 1.0 || micros == 1_000.0, "{millis:e}");
        }
    }
}

/// Any two instants and any number of seconds: what a timer shows holds together.
pub(super) fn clock(bytes: &[u8]) {
    let mut rest = bytes;
    let start = Timestamp::from_unix_micros(number(&mut rest).cast_signed());
    // Half of the inputs stay near the start: the session is short against all time.
    let distance = number(&mut rest).cast_signed();
    let now = if rest.first().is_some_and(|byte| byte & 1 == 1) {
        Timestamp::from_unix_micros(distance)
    } else {
        start.plus_millis(distance % 5_000_000)
    };
    let (info, phase) = (phase::info(start, now), phase::at(start, now));
    assert_eq!(info.phase, phase);
    assert!((0.0..=1.0).contains(&info.progress) && (0.0..=55.0).contains(&info.elapsed_minutes));
    assert!(0 <= info.time_remaining && info.time_remaining <= info.total_time_remaining);
    match phase::next_change(start, now) {
        None => assert_eq!((phase, info.time_remaining), (Phase::Ended, 0)),
        Some(change) => {
            let left = change.unix_millis() - now.unix_millis();
            // Far outside any calendar instants saturate.
            if change.unix_micros().checked_add(4_000_000_000).is_some() {
                assert!(change > now);
                assert_eq!(left.div_euclid(1_000), info.time_remaining);
                assert_eq!(Some(phase::at(start, change)), phase.next());
            }
        }
    }
    let view = phase::api_view(start, now);
    assert_eq!(view.has_started, view.phase_started_at.is_some());
    assert_eq!(Phase::from_api(view.current_phase, view.has_started), Ok(phase));
    let seconds = f64::from_bits(number(&mut rest));
    match phase::format_time(seconds) {
        Err(_) => assert!(!seconds.is_finite()),
        Ok(text) => {
            let whole = seconds as u64;
            assert_eq!(text, format!("{:02}:{:02}", whole / 60, whole % 60));
        }
    }
}

/// Words of both vocabularies come back as they went, and there are no others.
pub(super) fn phase_word(bytes: &[u8]) {
    let text = &*text(bytes);
    let word = Phase::from_word(text);
    assert_eq!(word.is_ok(), Phase::WORDS.contains(&text));
    assert!(word.is_err() || word.map(Phase::word) == Ok(text));
    let begun = Phase::from_api(text, true);
    assert_eq!(begun.is_ok(), Phase::API_WORDS.contains(&text));
    assert!(begun.is_err() || begun.map(Phase::to_api) == Ok(text));
    assert_eq!(Phase::from_api(text, false).is_ok(), text == "setup");
}

/// A page's numbers are the ones that were written, and within their limits.
pub(super) fn page(bytes: &[u8]) {
    let text = text(bytes);
    let (page, per_page) = text.split_once('\n').unwrap_or((&text, "1"));
    match Page::parse(Some(page), Some(per_page)) {
        Ok(read) => {
            assert!(read.page >= 1 && (1..=MAX_PAGE_SIZE).contains(&read.per_page));
            assert_eq!(page.parse(), Ok(read.page));
            assert_eq!(per_page.parse(), Ok(read.per_page));
            assert!(read.offset() < u64::from(u32::MAX) * u64::from(MAX_PAGE_SIZE));
        }
        Err(problems) => assert!(matches!(problems.len(), 1 | 2)),
    }
    assert_eq!(Page::parse(Some(page), None).is_ok(), is_whole(page, u32::MAX));
    assert_eq!(Page::parse(None, Some(per_page)).is_ok(), is_whole(per_page, MAX_PAGE_SIZE));
}

/// Versions compare alike from either side, and a version is the same as itself.
pub(super) fn rulebook(bytes: &[u8]) {
    let text = text(bytes);
    let (ours, theirs) = text.split_once('\n').unwrap_or((&text, rulebook::VERSION));
    let told = rulebook::compare(ours, Some(theirs));
    assert_eq!(told == Skew::Unknown, theirs.is_empty());
    assert_eq!(told == Skew::Same, ours == theirs && !theirs.is_empty());
    if !ours.is_empty() && !theirs.is_empty() {
        assert_eq!(rulebook::compare(theirs, Some(ours)), told);
    }
}

/// A whole number from 1 to `most` in digits alone.
fn is_whole(text: &str, most: u32) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.parse().is_ok_and(|number| (1..=most).contains(&number))
}
