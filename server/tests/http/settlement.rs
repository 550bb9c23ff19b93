//! What a session leaves behind once it is over: counted once, five minutes after its end.

use focus_core::Timestamp;
use focus_server::testing::START;

use crate::made::session_id;
use crate::support::{Client, MINUTE, PEOPLE};

const DAY: i64 = 24 * 60 * MINUTE;

/// When the session that starts at `START` is settled.
const DUE: Timestamp = START.plus_millis(60 * MINUTE);

async fn settle(client: &Client, now: Timestamp) -> String {
    client.server.run_job("settle_sessions", now).await
}

#[tokio::test]
async fn a_session_is_settled_five_minutes_after_its_end_and_once() {
    let client = Client::start().await;
    client.made(1, START.plus_millis(-DAY), &[(0, 25)]).await;
    client.made(2, START.plus_millis(DAY), &[(0, 25)]).await;
    let due = DUE.plus_millis(-DAY);
    let early = Timestamp::from_unix_micros(due.unix_micros() - 1);
    assert_eq!(settle(&client, early).await, "settle_sessions: 0 done");
    assert_eq!(settle(&client, due).await, "settle_sessions: 1 done");
    assert_eq!(settle(&client, due).await, "settle_sessions: 0 done");
    let settled = "SELECT COUNT(*) FROM sessions WHERE settled_at IS NOT NULL";
    assert_eq!(client.count(settled).await, 1);
    assert_eq!(client.number("users", "session_count", 0).await, 1);
    assert_eq!(client.number("furniture_essence", "balance", 0).await, 1);
}

#[tokio::test]
async fn twenty_minutes_and_staying_until_the_social_phase_complete_a_session() {
    let client = Client::start().await;
    let start = START.plus_millis(-DAY);
    client.made(1, start, &[(0, 20), (1, 52), (2, 0), (3, 30)]).await;
    client.set_seat(1, 2, "active_ms = 1199999").await;
    let instant = |at: Timestamp| client.server.database().instant(at);
    let before = instant(start.plus_millis(50 * MINUTE - 1));
    client.set_seat(1, 3, &format!("left_at = {before}")).await;
    // The last stretch decides about minutes only when nothing was added up.
    let since = instant(start.plus_millis(3 * MINUTE));
    client.set_seat(1, 2, &format!("connected_at = {since}")).await;
    assert_eq!(settle(&client, START).await, "settle_sessions: 1 done");
    let numbers = async |table, column| {
        let mut numbers = Vec::new();
        for person in 0..4 {
            numbers.push(client.number(table, column, person).await);
        }
        numbers
    };
    assert_eq!(numbers("users", "session_count").await, [1, 1, 0, 0]);
    assert_eq!(numbers("users", "total_focus_minutes").await, [20, 45, 0, 0]);
    assert_eq!(numbers("users", "current_streak").await, [1, 1, 0, 0]);
    assert_eq!(numbers("furniture_essence", "balance").await, [1, 1, 0, 0]);
    assert_eq!(numbers("furniture_essence", "total_earned").await, [1, 1, 0, 0]);
    let seats = "SELECT COUNT(*) FROM session_participants WHERE essence_earned";
    assert_eq!(client.count(seats).await, 2);
    let ledger = format!(
        "SELECT COUNT(*) FROM essence_transactions WHERE amount = 1
         AND transaction_type = 'session_complete' AND related_session_id = '{}'",
        session_id(1)
    );
    assert_eq!(client.count(&ledger).await, 2);
    let me = client.get("/api/v1/users/me", &client.token(1).await).await.body;
    assert_eq!((&me["session_count"], &me["total_focus_minutes"]), (&1.into(), &45.into()));
    assert_eq!((&me["current_streak"], &me["longest_streak"]), (&1.into(), &1.into()));
    assert_eq!(me["last_session_date"], "2026-04-30T00:00:00Z");
}

#[tokio::test]
async fn who_left_as_the_social_phase_began_completed_it() {
    let client = Client::start().await;
    client.made(1, START.plus_millis(-DAY), &[(0, 45)]).await;
    let social = client.server.database().instant(START.plus_millis(50 * MINUTE - DAY));
    client.set_seat(1, 0, &format!("left_at = {social}")).await;
    settle(&client, START).await;
    assert_eq!(client.number("users", "session_count", 0).await, 1);
}

#[tokio::test]
async fn days_in_a_row_are_counted_by_the_day_on_which_a_session_starts() {
    let client = Client::start().await;
    // Two on the first day, one on each of the next two, and one after a gap.
    for (number, days) in [(1, 10), (2, 10), (3, 9), (4, 8), (5, 6)] {
        let minutes = if number == 2 { 60 * MINUTE } else { 0 };
        client.made(number, START.plus_millis(minutes - days * DAY), &[(0, 25)]).await;
    }
    assert_eq!(settle(&client, START.plus_millis(-7 * DAY)).await, "settle_sessions: 4 done");
    assert_eq!(client.number("users", "current_streak", 0).await, 3);
    settle(&client, START).await;
    assert_eq!(client.number("users", "current_streak", 0).await, 1);
    assert_eq!(client.number("users", "longest_streak", 0).await, 3);
    assert_eq!(client.number("users", "total_focus_minutes", 0).await, 125);
}

#[tokio::test]
async fn the_third_and_the_fifth_session_of_a_week_bring_more_and_so_does_the_tenth_of_all() {
    let client = Client::start().await;
    // Monday, 2026-04-20, and four more in that week; five in the next.
    let monday = Timestamp::parse("2026-04-20T00:00:00Z").unwrap();
    let mut balances = Vec::new();
    for number in 0..10 {
        let day = i64::from(number % 5 + number / 5 * 7);
        let start = monday.plus_millis(day * DAY);
        client.made(number, start, &[(0, 25)]).await;
        settle(&client, start.plus_millis(DAY)).await;
        balances.push(client.number("furniture_essence", "balance", 0).await);
    }
    assert_eq!(balances, [1, 2, 4, 5, 8, 9, 10, 12, 13, 17]);
    let awarded = "SELECT awarded || '' FROM weekly_streaks ORDER BY week_start";
    let awarded = if client.server.database().is_sqlite() {
        client.server.database().rows(awarded).await
    } else {
        let sql = "SELECT REPLACE(awarded::text, ' ', '') FROM weekly_streaks ORDER BY week_start";
        client.server.database().rows(sql).await
    };
    assert_eq!(awarded, [[Some("[3,5]".to_owned())], [Some("[3,5]".to_owned())]]);
    let bonuses = "SELECT SUM(amount) FROM essence_transactions
         WHERE transaction_type = 'streak_bonus'";
    assert_eq!(client.count(bonuses).await, 7);
    let total = "SELECT SUM(amount) FROM essence_transactions";
    assert_eq!(client.count(total).await, 17);
}

#[tokio::test]
async fn the_first_completed_session_pays_both_for_a_referral_above_any_cap() {
    let client = Client::start().await;
    let refer = |person: usize| {
        format!(
            "UPDATE credits SET referred_by = '{}', credits_remaining = 4 WHERE user_id = '{}'",
            PEOPLE[0], PEOPLE[person]
        )
    };
    client.sql(&refer(1)).await;
    client.sql(&refer(2)).await;
    // The first session is not completed by either.
    client.made(1, START.plus_millis(-3 * DAY), &[(1, 19), (2, 0)]).await;
    settle(&client, START).await;
    assert_eq!(client.number("credits", "referrals_completed", 0).await, 0);
    client.made(2, START.plus_millis(-2 * DAY), &[(1, 25), (2, 25)]).await;
    client.made(3, START.plus_millis(-DAY), &[(0, 25), (1, 25)]).await;
    assert_eq!(settle(&client, START).await, "settle_sessions: 2 done");
    assert_eq!(client.number("credits", "credits_remaining", 0).await, 2 + 2);
    assert_eq!(client.number("credits", "credits_remaining", 1).await, 4 + 1);
    assert_eq!(client.number("credits", "credits_remaining", 2).await, 4 + 1);
    assert_eq!(client.number("credits", "referrals_completed", 0).await, 2);
    let ledger = |person: usize| {
        format!(
            "SELECT SUM(amount) FROM credit_transactions
             WHERE transaction_type = 'referral' AND user_id = '{}'",
            PEOPLE[person]
        )
    };
    assert_eq!(client.count(&ledger(0)).await, 2);
    assert_eq!(client.count(&ledger(1)).await, 1);
}

#[tokio::test]
async fn everybody_owes_ratings_even_if_nobody_looked_and_nobody_once_they_lapsed() {
    let client = Client::start().await;
    client.made(1, START.plus_millis(-60 * MINUTE), &[(0, 45), (1, 45), (2, 45)]).await;
    client.made(2, START.plus_millis(-3 * DAY), &[(0, 45), (1, 45)]).await;
    let cancelled = START.plus_millis(-61 * MINUTE);
    let cancelled = client.server.database().instant(cancelled);
    client.set_seat(1, 2, &format!("left_at = {cancelled}")).await;
    assert_eq!(settle(&client, START).await, "settle_sessions: 2 done");
    assert_eq!(client.count("SELECT COUNT(*) FROM pending_ratings").await, 2);
    let pending = client.pending(0).await;
    assert_eq!(pending["pending"]["session_id"], session_id(1));
    assert_eq!(pending["pending"]["rateable_users"][0]["user_id"], PEOPLE[1]);
    assert_eq!(client.pending(2).await["has_pending"], false);
}

#[tokio::test]
async fn a_session_that_cannot_be_settled_holds_no_other_up_and_is_tried_again() {
    let client = Client::start().await;
    for number in 1..=3 {
        client.made(number, START.plus_millis(-DAY), &[(0, 25), (1, 25)]).await;
    }
    client.set_seat(2, 1, "active_ms = -1").await;
    let told = settle(&client, START).await;
    assert_eq!(told, "settle_sessions: 2 done, 1 failed; the log says why");
    // Nothing of it was counted for the other one either.
    assert_eq!(client.number("users", "session_count", 0).await, 2);
    client.set_seat(2, 1, "active_ms = 0").await;
    assert_eq!(settle(&client, START).await, "settle_sessions: 1 done");
    assert_eq!(client.number("users", "session_count", 0).await, 3);
    assert_eq!(client.number("furniture_essence", "balance", 0).await, 3 + 1);
}
