//! Giving credits to somebody: both balances, both ledgers and the week's counter, or nothing.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::credit::balance::TransactionType;
use focus_core::credit::gift::{Gift, GiftRequest, MAX_GIFT, Sender, give};
use focus_core::json::Document;
use focus_core::{Code, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::{AuthUser, IdempotencyKey, JsonBody, read_facts};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::{AccountRow, Answered, Cause, Lock, Transaction, Work, WriteError};

pub(super) const ABOUT: About = About {
    summary: "Gives credits to somebody",
    refusals: &[
        Code::SelfGift,
        Code::GiftNotAllowed,
        Code::GiftLimitExceeded,
        Code::InsufficientCredits,
        Code::CreditNotFound,
    ],
};

/// Who is to have how many credits.
#[derive(JsonSchema)]
#[schemars(rename = "Gift")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    recipient_user_id: UserId,
    /// One, unless it says otherwise.
    #[schemars(range(min = 1, max = MAX_GIFT))]
    amount: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Gifted {
    success: bool,
    new_balance: u32,
    message: &'static str,
}

pub(super) async fn gift(
    State(state): State<AppState>,
    user: AuthUser,
    key: IdempotencyKey,
    JsonBody(body, _): JsonBody<Body>,
) -> Result<Answered<Gifted>, ApiError> {
    let request = key.request(user.id, Some(&body));
    let body = Document::of(&body);
    let wanted = read_facts(&body, GiftRequest::read)?;
    Ok(state.store.once(&request, &Give { sender: user.id, wanted }).await?)
}

struct Give {
    sender: UserId,
    wanted: GiftRequest,
}

#[async_trait]
impl Work for Give {
    type Output = Gifted;

    async fn run(&self, transaction: &mut Transaction) -> Result<Gifted, WriteError> {
        let Self { sender, wanted: GiftRequest { recipient_id, amount } } = *self;
        transaction.lock([Lock::User(sender), Lock::User(recipient_id)]).await?;
        let sender_row = transaction.account(sender).await?;
        let recipient_row = transaction.account(recipient_id).await?;
        let given = give(&Gift {
            sender_id: sender,
            recipient_id,
            amount,
            sender: sender_row.as_ref().map(sender_of),
            recipient: recipient_row.map(|row| row.credits_remaining),
        })?;
        let cause =
            |kind, description, user| Cause { kind, description, user: Some(user), session: None };
        let sent = cause(TransactionType::GiftSent, "Gift sent", recipient_id);
        transaction.change_credits(sender, given.sender, sent).await?;
        let received = cause(TransactionType::GiftReceived, "Gift received", sender);
        transaction.change_credits(recipient_id, given.recipient, received).await?;
        transaction.set_gifts_sent(sender, given.gifts_sent_this_week).await?;
        Ok(Gifted {
            success: true,
            new_balance: given.sender.balance,
            message: "Gift sent successfully",
        })
    }
}

const fn sender_of(row: &AccountRow) -> Sender {
    Sender {
        tier: row.tier,
        credits_remaining: row.credits_remaining,
        gifts_sent_this_week: row.gifts_sent_this_week,
    }
}
