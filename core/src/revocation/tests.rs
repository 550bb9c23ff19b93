//! Tests of what is stored and of what is refused.

use proptest::prelude::*;

use super::RevocationScope::{All, Token};
use super::*;
use crate::json;

const DAY: i64 = DAY_SECONDS;
/// 2026-05-01T09:30:00Z
const NOW: i64 = 1_777_627_800;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_micros(seconds * SECOND_MICROS)
}

fn micros(micros: i64) -> Timestamp {
    Timestamp::from_unix_micros(NOW * SECOND_MICROS + micros)
}

fn token(issued_at: Option<f64>, expires_at: f64, leeway_seconds: u32) -> TokenTimes {
    TokenTimes { issued_at, expires_at, leeway_seconds }
}

fn kept(scope: RevocationScope, token: TokenTimes) -> i64 {
    let kept_until = Revocation::of(scope, token, at(NOW)).kept_until.unix_micros();
    assert_eq!(kept_until % SECOND_MICROS, 0);
    kept_until / SECOND_MICROS
}

fn code(answer: Result<(), Problem>) -> Option<Code> {
    answer.err().map(|problem| problem.code())
}

fn known(is_listed: bool, not_before: Option<Timestamp>, issued_at: Option<f64>) -> Known {
    Known { is_listed, not_before, issued_at }
}

#[test]
fn a_body_says_which_tokens_are_meant() {
    let read = |body: &str| {
        let document = json::read(body).unwrap();
        let mut facts = Facts::of(document.root());
        let scope = RevocationScope::read(&mut facts);
        facts.done().map(|()| scope).map_err(|problems| problems.first().unwrap().code())
    };
    assert_eq!(read(r#"{"scope":"token"}"#), Ok(Token));
    assert_eq!(read(r#"{"scope":"all"}"#), Ok(All));
    assert_eq!(read("{}"), Err(Code::Missing));
    assert_eq!(read(r#"{"scope":null}"#), Err(Code::WrongType));
    assert_eq!(read(r#"{"scope":["all"]}"#), Err(Code::WrongType));
    assert_eq!(read(r#"{"scope":"All"}"#), Err(Code::UnknownValue));
    assert_eq!(read("[]"), Err(Code::WrongType));
}

#[test]
fn one_token_is_remembered_until_nobody_takes_it_any_more() {
    let exp = NOW as f64 + 60.0;
    assert_eq!(kept(Token, token(None, exp, 0)), NOW + 60);
    assert_eq!(kept(Token, token(None, exp + 0.001, 0)), NOW + 61);
    assert_eq!(kept(Token, token(None, exp, 300)), NOW + 360);
    assert_eq!(kept(Token, token(None, exp, 301)), NOW + 360);
    assert_eq!(kept(Token, token(None, 0.0, 0)), 0);
}

#[test]
fn the_end_of_all_is_remembered_for_thirty_days_or_as_long_as_such_a_token_lives() {
    let (now, month) = (NOW as f64, 30.0 * DAY as f64);
    let of = |iat, exp| kept(All, token(iat, exp, 0)) - NOW;
    assert_eq!(of(Some(now), now + 60.0), 30 * DAY);
    assert_eq!(of(Some(now - 5.0), now + month - 5.0), 30 * DAY);
    assert_eq!(of(Some(now - 5.0), now + month - 4.0), 30 * DAY + 1);
    assert_eq!(of(None, now + month), 30 * DAY);
    assert_eq!(of(None, now + month + 0.5), 30 * DAY + 1);
    assert_eq!(kept(All, token(None, now, 30)), NOW + 30 * DAY + 30);
}

#[test]
fn all_tokens_end_now_or_when_the_last_one_known_was_issued() {
    let ends = |iat, now| Revocation::of(All, token(iat, 0.0, 0), now).not_before;
    let now = micros(250_000);
    assert_eq!(ends(None, now), Some(now));
    assert_eq!(ends(Some(NOW as f64), now), Some(now));
    assert_eq!(ends(Some(NOW as f64 + 2.0), now), Some(at(NOW + 2)));
    assert_eq!(ends(Some(NOW as f64 + 1e9), now), Some(micros(300_250_000)));
    assert_eq!(ends(Some(-1.0), now), Some(now));
    assert_eq!(Revocation::of(Token, token(None, 0.0, 0), now).not_before, None);
}

#[test]
fn a_token_of_the_very_second_counts_as_issued_before() {
    let now = NOW as f64;
    let is_refused = |not_before, issued_at| {
        code(check(&known(false, Some(not_before), Some(issued_at)))) == Some(Code::TokenRevoked)
    };
    assert!(is_refused(at(NOW), now));
    assert!(is_refused(micros(999_999), now));
    assert!(!is_refused(micros(-1), now));
    assert!(!is_refused(micros(999_999), now + 1.0));
    assert!(is_refused(micros(500_000), now + 0.5));
    assert!(!is_refused(micros(499_999), now + 0.5));
}

#[test]
fn a_token_that_does_not_say_when_it_was_issued_ends_with_all() {
    for none in [None, Some(f64::NAN), Some(-1.0), Some(f64::INFINITY)] {
        assert_eq!(code(check(&known(false, Some(at(0)), none))), Some(Code::TokenRevoked));
        assert_eq!(check(&known(false, None, none)), Ok(()));
    }
}

#[test]
fn a_copy_is_fresh_for_a_minute_and_not_a_microsecond_more() {
    let now = at(NOW);
    assert!(is_fresh(Some(now), now));
    assert!(is_fresh(Some(micros(-60_000_000)), now));
    assert!(!is_fresh(Some(micros(-60_000_001)), now));
    assert!(is_fresh(Some(micros(1)), now));
    assert!(is_fresh(Some(micros(3_600_000_000)), now));
    assert!(!is_fresh(None, now));
}

#[test]
fn a_copy_that_is_too_old_lets_only_reads_pass_and_only_where_that_was_chosen() {
    for (is_write, stale_reads, is_served) in [
        (false, StaleReads::Allow, true),
        (false, StaleReads::Deny, false),
        (true, StaleReads::Allow, false),
        (true, StaleReads::Deny, false),
    ] {
        let reading = |read_at| Reading { read_at, is_write, stale_reads };
        let stale = code(check_fresh(reading(Some(micros(-60_000_001))), at(NOW)));
        assert_eq!(stale, (!is_served).then_some(Code::AuthUnavailable));
        assert_eq!(check_fresh(reading(Some(at(NOW - 60))), at(NOW)), Ok(()));
    }
}

#[test]
fn a_revocation_that_is_known_holds_though_the_copy_is_old() {
    let reading = Reading { read_at: None, is_write: true, stale_reads: StaleReads::Deny };
    let told = |known| code(judge(&known, reading, at(NOW)));
    assert_eq!(told(known(true, None, Some(0.0))), Some(Code::TokenRevoked));
    assert_eq!(told(known(false, Some(at(0)), Some(0.0))), Some(Code::TokenRevoked));
    assert_eq!(told(known(false, Some(at(0)), Some(1.0))), Some(Code::AuthUnavailable));
}

fn dates() -> impl Strategy<Value = f64> {
    prop_oneof![
        0.0..=9_007_199_254_740_992.0,
        (NOW as f64 - 1e7)..(NOW as f64 + 1e7),
        (0_i64..1 << 40).prop_map(|whole| whole as f64),
        Just(9_007_199_254_740_992.0),
    ]
}

fn instants() -> impl Strategy<Value = Timestamp> {
    prop_oneof![any::<i64>(), NOW * SECOND_MICROS - (1 << 44)..NOW * SECOND_MICROS + (1 << 44)]
        .prop_map(Timestamp::from_unix_micros)
}

fn knowns() -> impl Strategy<Value = Known> {
    let parts = (any::<bool>(), prop::option::of(instants()), prop::option::of(dates()));
    parts.prop_map(|(is_listed, not_before, issued_at)| known(is_listed, not_before, issued_at))
}

fn readings() -> impl Strategy<Value = Reading> {
    let parts = (prop::option::of(instants()), any::<bool>(), any::<bool>());
    parts.prop_map(|(read_at, is_write, is_allowed)| Reading {
        read_at,
        is_write,
        stale_reads: if is_allowed { StaleReads::Allow } else { StaleReads::Deny },
    })
}

proptest! {
    #[test]
    fn one_more_revocation_never_lets_more_in(
        before in knowns(), reading in readings(), now in instants(), later in instants(),
    ) {
        let is_in = |known| judge(&known, reading, now).is_ok();
        let is_in_before = is_in(before);
        let not_before = before.not_before.map_or(later, |instant| instant.max(later));
        for after in [
            Known { is_listed: true, ..before },
            Known { not_before: Some(not_before), ..before },
        ] {
            prop_assert!(is_in_before || !is_in(after));
        }
        let listed = Known { is_listed: true, ..before };
        prop_assert!(!is_in(listed));
    }

    #[test]
    fn of_two_ends_of_all_neither_takes_anything_from_the_other(
        one in (prop::option::of(dates()), dates(), instants()),
        other in (prop::option::of(dates()), dates(), instants()),
    ) {
        let ended = |(iat, exp, now)| Revocation::of(All, token(iat, exp, 0), now);
        let (one, other) = (ended(one), ended(other));
        let both = one.joined(other);
        prop_assert_eq!(both, other.joined(one));
        prop_assert_eq!(both.joined(one), both);
        prop_assert!(both.not_before >= one.not_before && both.kept_until >= one.kept_until);
        prop_assert!([one.not_before, other.not_before].contains(&both.not_before));
        prop_assert!([one.kept_until, other.kept_until].contains(&both.kept_until));
    }

    #[test]
    fn a_copy_never_lets_more_in_as_it_grows_old(
        known in knowns(), reading in readings(), now in instants(), more in 0_i64..1 << 50,
    ) {
        let later = Timestamp::from_unix_micros(now.unix_micros().saturating_add(more));
        prop_assert!(judge(&known, reading, now).is_ok() || judge(&known, reading, later).is_err());
    }

    #[test]
    fn what_is_refused_as_revoked_does_not_depend_on_the_copy_or_the_clock(
        known in knowns(), reading in readings(), now in instants(),
    ) {
        let is_revoked = code(judge(&known, reading, now)) == Some(Code::TokenRevoked);
        prop_assert_eq!(is_revoked, check(&known).is_err());
    }

    #[test]
    fn a_token_is_over_when_its_revocation_is_forgotten(
        exp in dates(), leeway in 0_u32..=MAX_LEEWAY_SECONDS, now in instants(),
    ) {
        let kept_until = Revocation::of(Token, token(None, exp, leeway), now).kept_until;
        let date = NumericDate::new(exp).unwrap();
        let is_over = has_come(date, kept_until, -i64::from(leeway));
        prop_assert!(is_over || kept_until == instant_of(LAST_SECOND));
        // And not a second later than it has to be.
        let a_second_less = Timestamp::from_unix_micros(kept_until.unix_micros() - SECOND_MICROS);
        prop_assert!(!has_come(date, a_second_less, -i64::from(leeway)));
    }

    #[test]
    fn to_end_all_ends_the_token_that_asks_and_every_older_one(
        now in NOW * SECOND_MICROS..(NOW + DAY) * SECOND_MICROS,
        ahead in -1e7..300.0, life in 0.0..1e8, older in 0.001..1e7, lives in 0.0..1.0,
        leeway in 0_u32..=MAX_LEEWAY_SECONDS, says_when in any::<bool>(),
    ) {
        let seconds = now as f64 / 1e6;
        let iat = seconds + ahead;
        let asks = token(says_when.then_some(iat), iat + life, leeway);
        let ended = Revocation::of(All, asks, Timestamp::from_unix_micros(now));
        let refused = |issued_at| check(&known(false, ended.not_before, issued_at)).is_err();
        prop_assert!(refused(asks.issued_at));
        // An older one, which lives no longer, is over when that is forgotten.
        let other = ended.not_before.unwrap().unix_micros() as f64 / 1e6 - older;
        prop_assert!(refused(Some(other - 1e-6)));
        let known_life = if says_when { life } else { (asks.expires_at - seconds).max(0.0) };
        let over = NumericDate::new(other + known_life * lives).unwrap();
        prop_assert!(has_come(over, ended.kept_until, -i64::from(leeway)));
    }

    #[test]
    fn nothing_stops_on_any_number(
        iat in prop::option::of(prop::num::f64::ANY), exp in prop::num::f64::ANY,
        leeway in any::<u32>(), now in any::<i64>(), instant in prop::option::of(any::<i64>()),
        reading in readings(), is_listed in any::<bool>(),
    ) {
        let now = Timestamp::from_unix_micros(now);
        for scope in [Token, All] {
            let of = Revocation::of(scope, token(iat, exp, leeway), now);
            prop_assert!(of.not_before.is_none_or(|instant| instant >= now));
            prop_assert_eq!(of.kept_until.unix_micros() % SECOND_MICROS, 0);
        }
        let not_before = instant.map(Timestamp::from_unix_micros);
        let _ = judge(&known(is_listed, not_before, iat), reading, now);
    }
}
