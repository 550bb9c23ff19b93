//! What an account has, and whom it brought.

use axum::extract::State;
use focus_core::credit::{CreditTier, next_refresh, referral};
use focus_core::{Code, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Fresh, fresh};
use crate::error::ApiError;
use crate::extract::AuthUser;
use crate::openapi::About;
use crate::state::AppState;

pub(super) const BALANCE: About = About {
    summary: "What your account has, and what a week brings",
    refusals: &[Code::CreditNotFound],
};
pub(super) const REFERRAL: About =
    About { summary: "Your referral code, and whom it brought", refusals: &[Code::CreditNotFound] };

/// An account.
#[derive(Serialize, JsonSchema)]
pub(super) struct Balance {
    user_id: UserId,
    tier: CreditTier,
    credits_remaining: u32,
    weekly_allowance: u32,
    max_balance: u32,
    gifts_sent_this_week: u32,
    max_gifts_per_week: u32,
    /// The UTC day on which the week began.
    #[schemars(extend("format" = "date"))]
    credit_cycle_start: String,
    next_refresh: Timestamp,
    referral_code: String,
}

/// A referral code, and what came of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Referral {
    referral_code: String,
    referrals_completed: u32,
    /// A username.
    referred_by: Option<String>,
    #[schemars(extend("format" = "uri"))]
    shareable_link: String,
}

pub(super) async fn balance(
    State(state): State<AppState>,
    user: AuthUser,
) -> Result<Fresh<Balance>, ApiError> {
    let account = state.store.glance().await?.account(user.id).await?;
    let account = account.ok_or(Code::CreditNotFound)?;
    let allowance = account.tier.allowance();
    Ok(fresh(Balance {
        user_id: user.id,
        tier: account.tier,
        credits_remaining: account.credits_remaining,
        weekly_allowance: allowance.weekly_allowance,
        max_balance: allowance.max_balance,
        gifts_sent_this_week: account.gifts_sent_this_week,
        max_gifts_per_week: allowance.max_gifts_per_week,
        credit_cycle_start: account.cycle_start.date(),
        next_refresh: next_refresh(account.cycle_start),
        referral_code: account.referral_code,
    }))
}

pub(super) async fn referral(
    State(state): State<AppState>,
    user: AuthUser,
) -> Result<Fresh<Referral>, ApiError> {
    let account = state.store.glance().await?.account(user.id).await?;
    let account = account.ok_or(Code::CreditNotFound)?;
    Ok(fresh(Referral {
        shareable_link: referral::link(&state.public_base_url, &account.referral_code),
        referral_code: account.referral_code,
        referrals_completed: account.referrals_completed,
        referred_by: account.referrer_username,
    }))
}
