//! Tests of the claims check.

use alloc::format;
use alloc::string::{String, ToString};

use proptest::prelude::*;

use super::*;
use crate::token::PolicyParts;

const NOW: i64 = 1_777_627_800;

fn parts() -> PolicyParts {
    PolicyParts { issuers: ["us".into()].into(), ..PolicyParts::default() }
}

fn told(claims: &str, parts: PolicyParts, now_ms: i64) -> Option<(Code, String)> {
    let policy = Policy::new(parts).unwrap();
    let now = Timestamp::from_unix_millis(now_ms);
    let problem = check_claims(claims, &policy, now).err()?;
    Some((problem.code(), problem.path.to_string()))
}

fn code(claims: &str, parts: PolicyParts) -> Option<Code> {
    told(claims, parts, NOW * 1_000).map(|(code, _)| code)
}

/// Claims that pass, then some more members.
fn good(more: &str) -> String {
    format!(r#"{{"iss":"us","sub":"u","exp":{}{more}}}"#, NOW + 60)
}

#[test]
fn a_token_is_refused_at_the_second_it_expires() {
    let claims = format!(r#"{{"iss":"us","sub":"u","exp":{NOW}}}"#);
    assert_eq!(told(&claims, parts(), NOW * 1_000 - 1), None);
    let expired = Some((Code::TokenExpired, "exp".into()));
    assert_eq!(told(&claims, parts(), NOW * 1_000), expired);
    let leeway = PolicyParts { leeway_seconds: 300, ..parts() };
    assert_eq!(told(&claims, leeway.clone(), (NOW + 300) * 1_000 - 1), None);
    assert_eq!(told(&claims, leeway, (NOW + 300) * 1_000), expired);
}

#[test]
fn claims_that_passed_once_are_over_at_the_same_instant() {
    let claims = format!(r#"{{"iss":"us","sub":"u","exp":{NOW}.25}}"#);
    let policy = Policy::new(parts()).unwrap();
    let at = |ms: i64| Timestamp::from_unix_millis(NOW * 1_000 + ms);
    let who = check_claims(&claims, &policy, at(0)).unwrap();
    assert!(!who.is_expired(0, at(249)));
    assert!(who.is_expired(0, at(250)));
    assert!(!who.is_expired(300, at(300_249)));
    assert!(who.is_expired(300, at(300_250)));
}

#[test]
fn a_fraction_of_a_second_counts() {
    let claims = format!(r#"{{"iss":"us","sub":"u","exp":{NOW}.5}}"#);
    assert_eq!(told(&claims, parts(), NOW * 1_000 + 499), None);
    assert!(told(&claims, parts(), NOW * 1_000 + 500).is_some());
}

#[test]
fn less_than_a_microsecond_counts_too() {
    let is_good = |exp: &str, now_micros: i64| {
        let claims = format!(r#"{{"iss":"us","sub":"u","exp":{exp}}}"#);
        let policy = Policy::new(parts()).unwrap();
        check_claims(&claims, &policy, Timestamp::from_unix_micros(now_micros)).is_ok()
    };
    // Half a microsecond: an instant at which it is not over is a good one.
    assert!(is_good("9.0000005", 9_000_000));
    assert!(!is_good("9.0000005", 9_000_001));
    // So close to the next second that this is where it ends.
    assert!(is_good("9.9999999", 9_999_999));
    assert!(is_good("9.9999999", 9_500_000));
    assert!(!is_good("9.9999999", 10_000_000));
}

#[test]
fn a_token_is_taken_at_the_second_it_becomes_valid() {
    for claim in ["nbf", "iat"] {
        let claims = good(&format!(r#","{claim}":{}"#, NOW + 30));
        let early = Some((Code::TokenNotYetValid, claim.into()));
        assert_eq!(told(&claims, parts(), (NOW + 30) * 1_000 - 1), early);
        assert_eq!(told(&claims, parts(), (NOW + 30) * 1_000), None);
        let leeway = PolicyParts { not_before_leeway_seconds: 30, ..parts() };
        assert_eq!(told(&claims, leeway.clone(), NOW * 1_000 - 1), early);
        assert_eq!(told(&claims, leeway, NOW * 1_000), None);
    }
}

#[test]
fn a_claim_of_a_wrong_type_is_malformed_whatever_the_policy() {
    for more in [
        r#","iss2":0,"aud":7"#,
        r#","aud":["a",1]"#,
        r#","aud":{}"#,
        r#","aud":null"#,
        r#","nbf":"1""#,
        r#","nbf":-1"#,
        r#","iat":9007199254740994"#,
        r#","azp":[]"#,
        r#","type":1"#,
        r#","role":null"#,
        r#","email":false"#,
        r#","jti":1"#,
        r#","session_id":1"#,
        r#","session_id":"s","sid":1"#,
        r#","scope":1"#,
        r#","scopes":[1]"#,
        r#","tier":{}"#,
        r#","sub":"twice""#,
    ] {
        assert_eq!(code(&good(more), parts()), Some(Code::TokenMalformed), "{more}");
    }
    for claims in [
        r#"{"iss":["evil","us"],"sub":"u","exp":9e9}"#,
        r#"{"iss":{},"sub":"u","exp":9e9}"#,
        r#"{"iss":"us","sub":7,"exp":9e9}"#,
        r#"{"iss":"us","sub":"u"}"#,
        r#"{"iss":"us","sub":"u","exp":"9e9"}"#,
        r#"{"iss":"us","sub":"u","exp":null}"#,
        "[]",
        "",
        "{",
    ] {
        assert_eq!(code(claims, parts()), Some(Code::TokenMalformed), "{claims}");
    }
}

#[test]
fn what_is_required_must_be_there_and_fit() {
    let list = |text: &str| Some([String::from(text)].into());
    let audience = || PolicyParts { audiences: list("a"), ..parts() };
    assert_eq!(code(&good(""), audience()), Some(Code::TokenAudience));
    assert_eq!(code(&good(r#","aud":[]"#), audience()), Some(Code::TokenAudience));
    assert_eq!(code(&good(r#","aud":["b","a"]"#), audience()), None);
    assert_eq!(code(&good(r#","aud":"a""#), audience()), None);

    let role = || PolicyParts { roles: list("r"), ..parts() };
    assert_eq!(code(&good(""), role()), Some(Code::TokenRole));
    assert_eq!(code(&good(r#","role":"r""#), role()), None);

    let kind = || PolicyParts { token_type: Some("access".into()), ..parts() };
    assert_eq!(code(&good(""), kind()), Some(Code::TokenType));
    assert_eq!(code(&good(r#","type":"access""#), kind()), None);

    let other = PolicyParts { issuers: ["them".into()].into(), ..parts() };
    assert_eq!(code(&good(""), other), Some(Code::TokenIssuer));
    assert_eq!(code(r#"{"sub":"u","exp":9e9}"#, parts()), Some(Code::TokenIssuer));
    assert_eq!(code(r#"{"iss":"us","sub":"","exp":9e9}"#, parts()), Some(Code::TokenSubject));
    assert_eq!(code(r#"{"iss":"us","exp":9e9}"#, parts()), Some(Code::TokenSubject));
}

#[test]
fn a_party_may_be_absent_only_if_the_audience_was_checked() {
    let list = |text: &str| Some([String::from(text)].into());
    let party = PolicyParts { authorized_parties: list("p"), ..parts() };
    assert_eq!(code(&good(""), party.clone()), Some(Code::TokenParty));
    assert_eq!(code(&good(r#","azp":"p""#), party.clone()), None);
    let both = PolicyParts { audiences: list("a"), ..party };
    assert_eq!(code(&good(r#","aud":"a""#), both.clone()), None);
    assert_eq!(code(&good(r#","aud":"a","azp":"q""#), both), Some(Code::TokenParty));
}

#[test]
fn the_first_failure_wins() {
    let claims = r#"{"iss":"them","exp":1,"nbf":9e15}"#;
    assert_eq!(code(claims, parts()), Some(Code::TokenExpired));
}

#[test]
fn the_principal_holds_what_the_token_says() {
    let more = r#","iat":1.5,"email":"e","sid":"s","jti":"j","scope":"a b","scopes":["b","c"]"#;
    let policy = Policy::new(parts()).unwrap();
    let now = Timestamp::from_unix_millis(NOW * 1_000);
    let principal = check_claims(&good(more), &policy, now).unwrap();
    assert_eq!(principal.scopes, ["a", "b", "c"]);
    assert_eq!(principal.session_id.as_deref(), Some("s"));
    assert_eq!(principal.issued_at, Some(1.5));
    assert_eq!(principal.expires_at, (NOW + 60) as f64);
}

proptest! {
    #[test]
    fn no_dates_and_no_clock_overflow(exp: f64, nbf: f64, now: i64) {
        let claims = format!(r#"{{"iss":"us","sub":"u","exp":{exp:e},"nbf":{nbf:e}}}"#);
        let policy = Policy::new(parts()).unwrap();
        let _ = check_claims(&claims, &policy, Timestamp::from_unix_micros(now));
    }

    #[test]
    fn no_text_makes_it_panic(text: String) {
        let policy = Policy::new(parts()).unwrap();
        let _ = check_claims(&text, &policy, Timestamp::from_unix_micros(0));
    }
}
