//! Settling a session: what its humans did is counted once, and brings what it brings.

use std::collections::BTreeSet;

use async_trait::async_trait;
use focus_core::credit::balance::TransactionType;
use focus_core::credit::referral;
use focus_core::rating::pending;
use focus_core::session::ParticipantType;
use focus_core::settlement::{
    ESSENCE_PER_SESSION, SettlementTrigger, earns_essence, focus_minutes, is_completed, is_due,
};
use focus_core::streak::{Bonus, LIFETIME_MILESTONES, Streak, WEEKLY_BONUSES, week_start};
use focus_core::{SessionId, Timestamp, UserId};

use crate::routes::record_session;
use crate::store::{
    Cause, EssenceCause, Lock, SettlingSeat, Store, StoreError, Transaction, Work, WriteError,
};

/// How often a session is begun anew because somebody's referrer became known meanwhile.
const ATTEMPTS: u32 = 3;

/// Settles a session if that is due at `now`: minutes, days and weeks in a row, essence, credits of
/// a referral and pending records of all of its humans, all or nothing. Whether it did; a session
/// that was settled before, or is unknown, is left as it is.
///
/// # Errors
/// How the database failed.
pub(crate) async fn settle(
    store: &Store,
    session: SessionId,
    trigger: SettlementTrigger,
    now: Timestamp,
) -> Result<bool, WriteError> {
    let work = Settle { session, trigger, now };
    for _ in 0..ATTEMPTS {
        if let Some(is_settled) = store.write(&work).await? {
            return Ok(is_settled);
        }
    }
    Ok(false)
}

/// The work of [`settle`].
pub(crate) struct Settle {
    pub(crate) session: SessionId,
    pub(crate) trigger: SettlementTrigger,
    pub(crate) now: Timestamp,
}

#[async_trait]
impl Work for Settle {
    /// Whether it was settled; none when that has to be looked at again.
    type Output = Option<bool>;

    async fn run(&self, transaction: &mut Transaction) -> Result<Option<bool>, WriteError> {
        let Self { session, trigger, now } = *self;
        // Its seats stay as they are from here on. Users come behind sessions.
        transaction.lock([Lock::Session(session)]).await?;
        let Some((start, settled_at)) = transaction.settled(session).await? else {
            return Ok(Some(false));
        };
        if !is_due(start, settled_at, trigger, now) {
            return Ok(Some(false));
        }
        let seats = transaction.settling_seats(session).await?;
        let humans: BTreeSet<_> = seats.iter().filter_map(|seat| seat.user_id).collect();
        let mut users = humans.clone();
        users.extend(referrers(transaction, &humans).await?);
        transaction.lock(users.iter().copied().map(Lock::User)).await?;
        if !referrers(transaction, &humans).await?.is_subset(&users) {
            // Somebody was referred this very moment, by somebody who is not locked.
            return Ok(None);
        }
        if pending::owed_starts(now).contains(&start) {
            let owing: Vec<_> = seats.iter().map(SettlingSeat::owing).collect();
            record_session(transaction, session, start, &owing, now).await?;
        }
        let mut counted = BTreeSet::new();
        for seat in &seats {
            let minutes = seat.connection.total_active_minutes();
            let (Some(user), ParticipantType::Human) = (seat.user_id, seat.participant_type) else {
                continue;
            };
            // Who took two seats, one after the other, completed one session.
            if is_completed(start, seat.left_at, minutes) && counted.insert(user) {
                Completed { session, start, seat, user }.record(transaction).await?;
            }
        }
        transaction.mark_settled(session).await?;
        transaction.changed(session);
        Ok(Some(true))
    }
}

/// Who referred these users.
async fn referrers(
    transaction: &mut Transaction,
    users: &BTreeSet<UserId>,
) -> Result<BTreeSet<UserId>, StoreError> {
    let mut referrers = BTreeSet::new();
    for user in users {
        referrers.extend(transaction.account(*user).await?.and_then(|account| account.referrer()));
    }
    Ok(referrers)
}

/// Somebody who completed the session.
struct Completed<'a> {
    session: SessionId,
    start: Timestamp,
    seat: &'a SettlingSeat,
    user: UserId,
}

impl Completed<'_> {
    async fn record(&self, transaction: &mut Transaction) -> Result<(), StoreError> {
        let user = self.user;
        let before = transaction.progress(user).await?;
        let lifetime = Streak::of_count(before.session_count, LIFETIME_MILESTONES);
        let lifetime = lifetime.record(LIFETIME_MILESTONES);
        let mut after = before;
        let minutes = focus_minutes(&self.seat.presence(self.start));
        after.session_count = lifetime.streak.session_count;
        after.total_focus_minutes = before.total_focus_minutes.saturating_add(minutes);
        after.daily = before.daily.record(self.start);
        transaction.set_progress(user, &after).await?;

        let seat = self.seat;
        if earns_essence(seat.participant_type, seat.essence_earned, true) {
            let cause = EssenceCause::Completed;
            transaction.earn_essence(user, ESSENCE_PER_SESSION, cause, self.session).await?;
            transaction.mark_essence(seat.id).await?;
        }
        // A session belongs to the day on which it starts, and to that day's week.
        let monday = week_start(self.start);
        let week = transaction.week(user, monday).await?.record(WEEKLY_BONUSES);
        transaction.set_week(user, monday, &week.streak).await?;
        for Bonus { sessions, essence } in [week.bonus, lifetime.bonus].into_iter().flatten() {
            let cause = EssenceCause::Streak(sessions);
            transaction.earn_essence(user, essence, cause, self.session).await?;
        }
        self.refer(transaction, before.session_count).await
    }

    /// Pays for a referral, if this was the first session of somebody who was referred.
    async fn refer(&self, transaction: &mut Transaction, before: u32) -> Result<(), StoreError> {
        let Some(account) = transaction.account(self.user).await? else { return Ok(()) };
        let Some(referrer_id) = account.referrer() else { return Ok(()) };
        let Some(referrer) = transaction.account(referrer_id).await? else { return Ok(()) };
        let bonus = referral::bonus(&referral::Settlement {
            completed: true,
            completed_before: before,
            credits_remaining: account.credits_remaining,
            referrer: Some(referral::Referrer {
                credits_remaining: referrer.credits_remaining,
                referrals_completed: referrer.referrals_completed,
            }),
        });
        let Some(bonus) = bonus else { return Ok(()) };
        let cause = |other| Cause {
            kind: TransactionType::Referral,
            description: "Referral bonus",
            user: Some(other),
            session: Some(self.session),
        };
        transaction.change_credits(self.user, bonus.account, cause(referrer_id)).await?;
        transaction.change_credits(referrer_id, bonus.referrer, cause(self.user)).await?;
        transaction.set_referrals(referrer_id, bonus.referrals_completed).await
    }
}
