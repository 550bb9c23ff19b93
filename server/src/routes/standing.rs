//! What a rating changes for whom it is about: their score, and after a red one perhaps a ban.

use focus_core::credit::STARTING_TIER;
use focus_core::credit::balance::{self, TransactionType};
use focus_core::rating::RatingValue;
use focus_core::reliability::penalty::{WeightedRating, penalty};
use focus_core::reliability::score::{ReceivedRating, horizon, score};
use focus_core::{SessionId, UserId};

use crate::store::{Cause, Received, Transaction, WriteError};

/// Judges a user who has just received a rating of this value in this session. Whoever calls it
/// holds their lock.
pub(super) async fn judge(
    transaction: &mut Transaction,
    user: UserId,
    value: RatingValue,
    session: SessionId,
) -> Result<(), WriteError> {
    if value == RatingValue::Skip {
        return Ok(());
    }
    let now = transaction.now();
    let received = transaction.received(user, horizon(now)).await?;
    let scored: Vec<_> = received.iter().map(scored).collect();
    transaction.set_reliability(user, score(&scored, now).score).await?;
    if value != RatingValue::Red {
        return Ok(());
    }
    // Without an account nothing is paid for, and nothing can be taken.
    let account = transaction.account(user).await?;
    let account = account.map(|account| (account.tier, account.credits_remaining));
    let (tier, credits) = account.unwrap_or((STARTING_TIER, 0));
    let weighted: Vec<_> = received.iter().map(weighted).collect();
    let Some(penalty) = penalty(tier, credits, &weighted, now) else { return Ok(()) };
    transaction.ban(user, penalty.banned_until).await?;
    if penalty.deducted > 0 {
        let change = balance::deduct(credits, penalty.deducted)?;
        let cause = Cause {
            kind: TransactionType::Penalty,
            description: "Ban after red ratings",
            user: None,
            session: Some(session),
        };
        transaction.change_credits(user, change, cause).await?;
    }
    Ok(())
}

const fn scored(rating: &Received) -> ReceivedRating {
    ReceivedRating {
        value: rating.value,
        created_at: rating.created_at,
        rater_reliability: Some(rating.rater_reliability),
    }
}

const fn weighted(rating: &Received) -> WeightedRating {
    WeightedRating { value: rating.value, created_at: rating.created_at, weight: rating.weight }
}
