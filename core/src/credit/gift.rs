//! Giving credits away.

use crate::code::Code;
use crate::facts::Facts;
use crate::id::UserId;
use crate::problem::{Field, Problem};

use super::balance::{self, Change};
use super::tier::CreditTier;

/// The most credits of one gift.
pub const MAX_GIFT: u32 = 4;
/// Credits of a gift that says nothing else.
pub const DEFAULT_GIFT: u32 = 1;

/// A gift as somebody asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GiftRequest {
    /// Who is to have it.
    pub recipient_id: UserId,
    /// 1 to [`MAX_GIFT`] credits.
    pub amount: u32,
}

impl GiftRequest {
    /// Reads a body in the contract's spelling: `recipient_user_id`, and `amount`, which is
    /// [`DEFAULT_GIFT`] when it is absent or `null`. Members that nobody knows are ignored.
    ///
    /// Notes whatever is wrong, at its member.
    pub fn read(facts: &mut Facts<'_>) -> Self {
        let recipient_id = UserId::new(facts.id(Field::RecipientUserId));
        let amount = facts.optional_count(Field::Amount, 1..=MAX_GIFT);
        Self { recipient_id, amount: amount.unwrap_or(DEFAULT_GIFT) }
    }
}

/// What a gift is judged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gift {
    /// Who gives.
    pub sender_id: UserId,
    /// Who is to have it.
    pub recipient_id: UserId,
    /// 1 to [`MAX_GIFT`] credits.
    pub amount: u32,
    /// The sender's account; none when there is none.
    pub sender: Option<Sender>,
    /// The recipient's balance; none when there is no account.
    pub recipient: Option<u32>,
}

/// What the sender has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The tier.
    pub tier: CreditTier,
    /// What may be spent.
    pub credits_remaining: u32,
    /// Credits given away in this cycle.
    pub gifts_sent_this_week: u32,
}

/// What a gift moves. The host stores all of it, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// The sender's balance and ledger.
    pub sender: Change,
    /// The recipient's balance and ledger.
    pub recipient: Change,
    /// The sender's counter.
    pub gifts_sent_this_week: u32,
}

/// Gives credits away. The recipient's tier caps nothing. The week's counter counts credits.
///
/// A replay of a gift (see [`crate::idempotency`]) is not judged here again: it gets the first
/// answer and neither moves a credit nor counts.
///
/// # Errors
/// The first check that fails: `SELF_GIFT`, `CREDIT_NOT_FOUND` for a sender without an account,
/// `GIFT_NOT_ALLOWED` for a tier that may not give, `GIFT_LIMIT_EXCEEDED` when the week's limit
/// would be passed, `INSUFFICIENT_CREDITS`, then `CREDIT_NOT_FOUND` for the recipient.
pub fn give(gift: &Gift) -> Result<Given, Problem> {
    let refused = |code| Err(Problem::new(code));
    if gift.sender_id == gift.recipient_id {
        return refused(Code::SelfGift);
    }
    let Some(sender) = gift.sender else { return refused(Code::CreditNotFound) };
    let allowance = sender.tier.allowance();
    if !allowance.can_gift {
        return refused(Code::GiftNotAllowed);
    }
    let sent = sender.gifts_sent_this_week.checked_add(gift.amount);
    let sent = sent.filter(|sent| *sent <= allowance.max_gifts_per_week);
    let Some(gifts_sent_this_week) = sent else { return refused(Code::GiftLimitExceeded) };
    let spent = balance::deduct(sender.credits_remaining, gift.amount)?;
    let Some(recipient) = gift.recipient else { return refused(Code::CreditNotFound) };
    Ok(Given {
        sender: spent,
        recipient: balance::add(recipient, gift.amount, None),
        gifts_sent_this_week,
    })
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use alloc::{format, vec};

    use proptest::prelude::*;

    use super::*;
    use crate::id::Uuid;
    use crate::json;

    fn user(n: u8) -> UserId {
        UserId::new(Uuid::from_bytes([n; 16]).unwrap())
    }

    fn read(body: &str) -> Result<GiftRequest, Vec<(String, Code)>> {
        let document = json::read(body).unwrap();
        let mut facts = Facts::of(document.root());
        let request = GiftRequest::read(&mut facts);
        let told = |problem: Problem| (problem.path.to_string(), problem.code());
        facts.done().map(|()| request).map_err(|all| all.into_iter().map(told).collect())
    }

    #[test]
    fn a_gift_is_one_credit_unless_it_says_so_and_four_at_most() {
        let id = "07070707-0707-0707-0707-070707070707";
        let amount = |amount: &str| {
            read(&format!(r#"{{"recipient_user_id": "{id}", "note": 1 {amount}}}"#))
                .map(|request| (request.recipient_id, request.amount))
        };
        for (said, credits) in [("", 1), (r#", "amount": null"#, 1), (r#", "amount": 4"#, 4)] {
            assert_eq!(amount(said), Ok((user(7), credits)), "{said}");
        }
        for (said, code) in [
            (r#", "amount": 0"#, Code::TooFew),
            (r#", "amount": 5"#, Code::TooMany),
            (r#", "amount": 1.5"#, Code::WrongType),
            (r#", "amount": "1""#, Code::WrongType),
        ] {
            assert_eq!(amount(said), Err(vec![("amount".to_string(), code)]), "{said}");
        }
    }

    #[test]
    fn everything_that_is_wrong_with_a_gift_is_told_at_once() {
        let missing = ("recipient_user_id".to_string(), Code::Missing);
        assert_eq!(read("{}"), Err(vec![missing]));
        let id = ("recipient_user_id".to_string(), Code::InvalidId);
        let amount = ("amount".to_string(), Code::TooMany);
        let body = r#"{"recipient_user_id": "jo", "amount": 99}"#;
        assert_eq!(read(body), Err(vec![id, amount]));
    }

    proptest! {
        #[test]
        fn a_gift_moves_credits_and_makes_none(
            tier in 0_usize..5,
            credits_remaining in 0_u32..30,
            gifts_sent_this_week in 0_u32..1_001,
            recipient in proptest::option::of(0_u32..=u32::MAX - MAX_GIFT),
            amount in 1..=MAX_GIFT,
        ) {
            let tier = CreditTier::ALL[tier];
            let sender = Sender { tier, credits_remaining, gifts_sent_this_week };
            let gift = Gift {
                sender_id: user(1), recipient_id: user(2), amount, sender: Some(sender), recipient,
            };
            if let Ok(given) = give(&gift) {
                prop_assert_eq!(given.sender.amount + given.recipient.amount, 0);
                prop_assert_eq!(given.recipient.amount, i64::from(amount));
                prop_assert_eq!(given.sender.balance, credits_remaining - amount);
                prop_assert_eq!(given.gifts_sent_this_week, gifts_sent_this_week + amount);
                prop_assert!(given.gifts_sent_this_week <= tier.allowance().max_gifts_per_week);
                prop_assert!(tier.allowance().can_gift && recipient.is_some());
            }
        }

        #[test]
        fn nobody_gives_more_in_a_week_than_the_limit(amounts in proptest::collection::vec(1..=MAX_GIFT, 0..9)) {
            let (mut balance, mut sent) = (24, 0);
            for amount in amounts {
                let sender = Sender {
                    tier: CreditTier::Elite, credits_remaining: balance, gifts_sent_this_week: sent,
                };
                let gift = Gift {
                    sender_id: user(1), recipient_id: user(2), amount, sender: Some(sender), recipient: Some(0),
                };
                if let Ok(given) = give(&gift) {
                    (balance, sent) = (given.sender.balance, given.gifts_sent_this_week);
                }
            }
            prop_assert!(sent <= 4 && balance + sent == 24);
        }
    }
}
