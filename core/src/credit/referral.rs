//! Referrals: the code, its link, who may use it, and what a first completed session brings.

use alloc::string::String;

use crate::code::Code;
use crate::digits;
use crate::facts::Facts;
use crate::id::UserId;
use crate::percent;
use crate::problem::{Field, Problem};

use super::balance::{self, Change};

/// The longest referral code that is looked up, in code points.
pub const REFERRAL_CODE_MAX_LENGTH: u32 = 20;
/// The longest address that a link is built on, in code points.
pub const REFERRAL_BASE_MAX_LENGTH: u32 = 2_048;
/// How often a host draws a new code when one turns out to be taken.
pub const REFERRAL_CODE_ATTEMPTS: u32 = 5;
/// Milliseconds between two of these attempts.
pub const REFERRAL_CODE_RETRY_MILLIS: u32 = 10;
/// Credits that a referral brings to each of the two.
pub const REFERRAL_BONUS: u32 = 1;

/// The code of four bytes, which a host draws at random or takes from a hash: eight upper-case
/// hexadecimal digits.
#[must_use]
pub fn code(bytes: [u8; 4]) -> String {
    let mut code = String::new();
    for byte in bytes {
        digits::push_hex(&mut code, byte);
    }
    code
}

/// The link to share, `https://example.com/join?ref=9F86D081`. Slashes at the end of the address
/// are dropped; what cannot stand in a query is percent-encoded.
#[must_use]
pub fn link(base_url: &str, code: &str) -> String {
    let mut link = String::from(base_url.trim_end_matches('/'));
    link.push_str("/join?ref=");
    percent::push_encoded(&mut link, code, "");
    link
}

/// Reads the code of a body in the contract's spelling, `referral_code`: trimmed, 1 to
/// [`REFERRAL_CODE_MAX_LENGTH`] code points, without NUL. Members that nobody knows are ignored.
///
/// Notes whatever is wrong, at its member; a blank one is `MISSING`.
pub fn read_code<'a>(facts: &mut Facts<'a>) -> &'a str {
    let code = facts.text(Field::ReferralCodeText, REFERRAL_CODE_MAX_LENGTH);
    facts.refuse_nul(Field::ReferralCodeText, Some(code));
    code
}

/// What tells whether a code may be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application<'a> {
    /// The code as it was typed, without white space at its ends.
    pub code: &'a str,
    /// The account that wants to apply it; none when there is none.
    pub account: Option<Applicant<'a>>,
    /// Whose code it is; none when nobody's.
    pub referrer_id: Option<UserId>,
}

/// Who applies a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applicant<'a> {
    /// Their own code.
    pub referral_code: &'a str,
    /// Who referred them before.
    pub referred_by: Option<UserId>,
}

/// Applies a code: who referred the account from now on. Codes are compared as they stand, case
/// included.
///
/// # Errors
/// The first check that fails: `CREDIT_NOT_FOUND` without an account, `REFERRAL_ALREADY_APPLIED`,
/// `SELF_REFERRAL` for one's own code, `INVALID_REFERRAL_CODE` for nobody's.
pub fn apply(application: &Application<'_>) -> Result<UserId, Problem> {
    let account = application.account.ok_or(Problem::new(Code::CreditNotFound))?;
    if account.referred_by.is_some() {
        return Err(Problem::new(Code::ReferralAlreadyApplied));
    }
    if account.referral_code == application.code {
        return Err(Problem::new(Code::SelfReferral));
    }
    application.referrer_id.ok_or(Problem::new(Code::InvalidReferralCode))
}

/// What tells whether a session that was settled brings a bonus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Whether the account completed the session.
    pub completed: bool,
    /// Sessions that the account completed before this one.
    pub completed_before: u32,
    /// The account's balance.
    pub credits_remaining: u32,
    /// Who referred the account; none when nobody did, or when their account is gone.
    pub referrer: Option<Referrer>,
}

/// Who referred an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Referrer {
    /// Their balance.
    pub credits_remaining: u32,
    /// Those they referred who completed a session.
    pub referrals_completed: u32,
}

/// What a referral brings. The host stores all of it, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bonus {
    /// Balance and ledger of who was referred.
    pub account: Change,
    /// Balance and ledger of who referred.
    pub referrer: Change,
    /// The referrer's own count of completed referrals, this one among them.
    pub referrals_completed: u32,
}

/// The bonus of the first session that somebody who was referred completes: a credit for each of
/// the two, above any cap. None for later sessions and for those that were not completed.
#[must_use]
pub fn bonus(settlement: &Settlement) -> Option<Bonus> {
    let referrer = settlement.referrer?;
    let is_first = settlement.completed && settlement.completed_before == 0;
    is_first.then(|| Bonus {
        account: balance::add(settlement.credits_remaining, REFERRAL_BONUS, None),
        referrer: balance::add(referrer.credits_remaining, REFERRAL_BONUS, None),
        referrals_completed: referrer.referrals_completed.saturating_add(1),
    })
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;
    use crate::json;

    #[test]
    fn a_code_is_read_without_white_space_around_it_and_must_say_something() {
        let read = |body: &str| {
            let document = json::read(body).unwrap();
            let mut facts = Facts::of(document.root());
            let code = String::from(read_code(&mut facts));
            facts.done().map(|()| code).map_err(|problems| problems[0].code())
        };
        let said = |code: &str| read(&format!(r#"{{"referral_code": "{code}"}}"#));
        assert_eq!(said(" 9F86D081 ").as_deref(), Ok("9F86D081"));
        assert_eq!(said(&"é".repeat(20)), Ok("é".repeat(20)));
        assert_eq!(said(&"é".repeat(21)), Err(Code::TooLong));
        assert_eq!(said(r"a\u0000b"), Err(Code::InvalidText));
        assert_eq!(said("  "), Err(Code::Missing));
        assert_eq!(read("{}"), Err(Code::Missing));
        assert_eq!(read(r#"{"referral_code": 7}"#), Err(Code::WrongType));
    }

    #[test]
    fn a_code_is_eight_upper_case_digits() {
        assert_eq!(code([0x9f, 0x86, 0xd0, 0x81]), "9F86D081");
        assert_eq!(code([0, 0, 0, 10]), "0000000A");
    }

    #[test]
    fn a_link_has_one_slash_and_nothing_that_ends_the_query() {
        let wanted = "https://example.com/join?ref=9F86D081";
        assert_eq!(link("https://example.com", "9F86D081"), wanted);
        assert_eq!(link("https://example.com//", "9F86D081"), wanted);
        assert_eq!(link("", "a&b é"), "/join?ref=a%26b%20%C3%A9");
    }

    proptest! {
        #[test]
        fn every_code_fits_and_stands_in_a_link_as_it_is(bytes: [u8; 4]) {
            let code = code(bytes);
            prop_assert!(code.len() == 8 && code.len() <= REFERRAL_CODE_MAX_LENGTH as usize);
            prop_assert_eq!(u32::from_str_radix(&code, 16).map(u32::to_be_bytes), Ok(bytes));
            prop_assert!(link("https://example.com", &code).ends_with(&code));
        }

        #[test]
        fn however_many_sessions_are_settled_a_referral_pays_once(completed: Vec<bool>) {
            let mut referrer = Referrer { credits_remaining: 7, referrals_completed: 3 };
            let (mut credits_remaining, mut completed_before) = (2, 0);
            for completed in completed {
                let referred_by = Some(referrer);
                let settlement =
                    Settlement { completed, completed_before, credits_remaining, referrer: referred_by };
                if let Some(bonus) = bonus(&settlement) {
                    credits_remaining = bonus.account.balance;
                    referrer.credits_remaining = bonus.referrer.balance;
                    referrer.referrals_completed = bonus.referrals_completed;
                }
                completed_before += u32::from(completed);
            }
            let paid = u32::from(completed_before > 0);
            prop_assert_eq!(credits_remaining, 2 + paid);
            prop_assert_eq!(referrer.credits_remaining, 7 + paid);
            prop_assert_eq!(referrer.referrals_completed, 3 + paid);
        }
    }
}
