//! Saying who brought one here. It can be said once.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::credit::referral::{
    Applicant, Application, REFERRAL_CODE_MAX_LENGTH, apply, read_code,
};
use focus_core::json::Document;
use focus_core::{Code, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::{AuthUser, IdempotencyKey, JsonBody, read_facts};
use crate::openapi::{About, SAYS_SOMETHING};
use crate::state::AppState;
use crate::store::{Answered, Lock, Transaction, Work, WriteError};

pub(super) const ABOUT: About = About {
    summary: "Says who brought you here; once",
    refusals: &[
        Code::CreditNotFound,
        Code::ReferralAlreadyApplied,
        Code::SelfReferral,
        Code::InvalidReferralCode,
    ],
};

/// The code of whoever brought you.
#[derive(JsonSchema)]
#[schemars(rename = "ReferralApplication")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    #[schemars(length(min = 1, max = REFERRAL_CODE_MAX_LENGTH), regex(pattern = SAYS_SOMETHING))]
    referral_code: String,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Applied {
    success: bool,
    referred_by_username: String,
    message: &'static str,
}

pub(super) async fn apply_referral(
    State(state): State<AppState>,
    user: AuthUser,
    key: IdempotencyKey,
    JsonBody(body, _): JsonBody<Body>,
) -> Result<Answered<Applied>, ApiError> {
    let request = key.request(user.id, Some(&body));
    let body = Document::of(&body);
    let code = read_facts(&body, read_code)?;
    Ok(state.store.once(&request, &Apply { user: user.id, code }).await?)
}

struct Apply<'a> {
    user: UserId,
    code: &'a str,
}

#[async_trait]
impl Work for Apply<'_> {
    type Output = Applied;

    async fn run(&self, transaction: &mut Transaction) -> Result<Applied, WriteError> {
        let Self { user, code } = *self;
        transaction.lock([Lock::User(user)]).await?;
        let account = transaction.account(user).await?;
        let owner = transaction.owner_of_code(code).await?;
        let referrer = apply(&Application {
            code,
            account: account.as_ref().map(|account| Applicant {
                referral_code: &account.referral_code,
                referred_by: account.referred_by,
            }),
            referrer_id: owner.as_ref().map(|(id, _)| *id),
        })?;
        let (_, referred_by_username) = owner.ok_or(Code::InvalidReferralCode)?;
        transaction.set_referrer(user, referrer).await?;
        Ok(Applied {
            success: true,
            referred_by_username,
            message: "Referral code applied successfully",
        })
    }
}
