//! Jobs: what each does as a function of a time, and who runs it when.

use focus_core::Timestamp;
use focus_server::config::Command;
use focus_server::testing::{Options, START, TestServer};

use crate::made::session_id;
use crate::support::{Client, MINUTE, NOBODY, PEOPLE, greens};

const DAY: i64 = 24 * 60 * MINUTE;

fn with_jobs(command: Command) -> Options {
    Options { command, jobs: true, ..Options::default() }
}

fn after(instant: Timestamp) -> Timestamp {
    Timestamp::from_unix_micros(instant.unix_micros() + 1)
}

#[tokio::test]
async fn credits_are_refreshed_up_to_the_cap_and_never_lowered() {
    let client = Client::start().await;
    for (person, credits) in [(0, 0), (1, 3), (2, 4), (3, 9)] {
        let (user, gifts) = (PEOPLE[person], 3);
        client
            .sql(&format!(
                "UPDATE credits SET credits_remaining = {credits}, gifts_sent_this_week = {gifts}
                 WHERE user_id = '{user}'"
            ))
            .await;
    }
    let due = Timestamp::parse("2026-05-08T00:00:00Z").unwrap();
    let early = Timestamp::from_unix_micros(due.unix_micros() - 1);
    let refresh = async |now| client.server.run_job("refresh_credits", now).await;
    assert_eq!(refresh(early).await, "refresh_credits: 0 done");
    // Three weeks late, and caught up with once.
    let late = due.plus_millis(21 * DAY);
    assert_eq!(refresh(late).await, "refresh_credits: 4 done");
    assert_eq!(refresh(late).await, "refresh_credits: 0 done");
    let mut balances = Vec::new();
    for person in 0..4 {
        balances.push(client.number("credits", "credits_remaining", person).await);
        assert_eq!(client.number("credits", "gifts_sent_this_week", person).await, 0);
    }
    assert_eq!(balances, [2, 4, 4, 9]);
    let ledger = "SELECT SUM(amount) FROM credit_transactions
         WHERE transaction_type = 'weekly_refresh'";
    assert_eq!(client.count(ledger).await, 2 + 1);
    assert_eq!(client.count("SELECT COUNT(*) FROM credit_transactions").await, 2);
    // The new cycle begins on the day of the refresh.
    let next = late.plus_millis(7 * DAY - 1);
    assert_eq!(refresh(next).await, "refresh_credits: 0 done");
    assert_eq!(refresh(next.plus_millis(1)).await, "refresh_credits: 4 done");
}

#[tokio::test]
async fn pending_records_are_deleted_behind_their_last_instant_and_completed_ones_stay() {
    let (client, table) = Client::ratable().await;
    client.rate(0, &table, &greens(&[1])).await;
    let lapse = START.plus_millis(55 * MINUTE + 2 * DAY);
    let clean = async |now| client.server.run_job("clean_pending_ratings", now).await;
    assert_eq!(clean(lapse).await, "clean_pending_ratings: 0 done");
    assert_eq!(clean(after(lapse)).await, "clean_pending_ratings: 3 done");
    assert_eq!(clean(after(lapse)).await, "clean_pending_ratings: 0 done");
    assert_eq!(client.count("SELECT COUNT(*) FROM pending_ratings").await, 1);
}

#[tokio::test]
async fn keys_of_requests_are_forgotten_after_a_day() {
    let client = Client::start().await;
    let stored = client.server.database().instant(START);
    for number in 0..3 {
        let (user, key) = (PEOPLE[0], session_id(number));
        client
            .sql(&format!(
                "INSERT INTO idempotency_keys (user_id, route, key, body_hash, answer, created_at)
                 VALUES ('{user}', '/', '{key}', '', '{{}}', {stored})"
            ))
            .await;
    }
    let forget = async |now| client.server.run_job("forget_keys", now).await;
    let due = START.plus_millis(DAY);
    let early = Timestamp::from_unix_micros(due.unix_micros() - 1);
    assert_eq!(forget(early).await, "forget_keys: 0 done");
    assert_eq!(forget(due).await, "forget_keys: 3 done");
}

#[tokio::test]
async fn an_account_is_deleted_after_thirty_days_and_what_others_rest_on_stays() {
    let (client, table) = Client::ratable().await;
    client.rate(0, &table, &greens(&[1])).await;
    client.pending(1).await;
    let instant = |at: Timestamp| client.server.database().instant(at);
    let (user, key, now) = (PEOPLE[0], NOBODY, instant(START));
    let due = START.plus_millis(30 * DAY);
    client.made(7, due.plus_millis(DAY), &[(0, 0), (1, 0)]).await;
    for sql in [
        format!(
            "UPDATE users SET bio = 'me', social_links = '{{\"x\": \"y\"}}', deleted_at = {now},
             study_interests = '[\"art\"]', deletion_scheduled_at = {} WHERE id = '{user}'",
            instant(due)
        ),
        format!(
            "INSERT INTO session_reflections VALUES
             ('{key}', '{table}', '{user}', 'setup', 'secret', {now}, {now})"
        ),
        format!(
            "INSERT INTO diary_notes VALUES
             ('{key}', '{table}', '{user}', 'secret', '[]', {now}, {now})"
        ),
        format!(
            "INSERT INTO notification_preferences (user_id, event_type, created_at, updated_at)
             VALUES ('{user}', 'session_start', {now}, {now})"
        ),
        format!("INSERT INTO idempotency_keys VALUES ('{user}', '/', '{key}', '', '{{}}', {now})"),
    ] {
        client.sql(&sql).await;
    }
    let purge = async |now| client.server.run_job("purge_accounts", now).await;
    let early = Timestamp::from_unix_micros(due.unix_micros() - 1);
    assert_eq!(purge(early).await, "purge_accounts: 0 done");
    assert_eq!(purge(due).await, "purge_accounts: 1 done");
    assert_eq!(purge(due).await, "purge_accounts: 0 done");
    for rows in
        ["session_reflections", "diary_notes", "notification_preferences", "idempotency_keys"]
    {
        assert_eq!(client.count(&format!("SELECT COUNT(*) FROM {rows}")).await, 0, "{rows}");
    }
    let anonymous = format!(
        "SELECT COUNT(*) FROM users WHERE id = '{user}' AND purged_at IS NOT NULL
         AND deletion_scheduled_at IS NULL AND email = '' AND display_name IS NULL
         AND bio IS NULL AND pixel_avatar_id IS NULL AND username LIKE 'deleted\\_%' ESCAPE '\\'
         AND CAST(avatar_config AS TEXT) = '{{}}' AND CAST(social_links AS TEXT) = '{{}}'
         AND CAST(study_interests AS TEXT) = '[]'"
    );
    assert_eq!(client.count(&anonymous).await, 1);
    // The identity and the username are free.
    let again = format!(
        "INSERT INTO users (id, issuer, subject, email, username, created_at, updated_at)
         VALUES ('{key}', 'http://localhost/dev', '{user}', '', 'amara', {now}, {now})"
    );
    client.sql(&again).await;
    // The rating stands, and the seat at a table to come is free.
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 1);
    let seats = |session: &str| {
        format!(
            "SELECT COUNT(*) FROM session_participants
             WHERE session_id = '{session}' AND left_at IS NULL"
        )
    };
    assert_eq!(client.count(&seats(&session_id(7))).await, 1);
    assert_eq!(client.count(&seats(&table)).await, 4);
    let others = client.pending(1).await["pending"]["rateable_users"].clone();
    assert_eq!(others[0]["user_id"], user);
    assert!(others[0]["username"].as_str().unwrap().starts_with("deleted_"), "{others}");
}

#[tokio::test]
async fn moving_the_clock_answers_once_the_jobs_that_became_due_have_run() {
    let client = Client::of(TestServer::start_with(with_jobs(Command::Dev)).await);
    let table = client.table().await;
    client.sql("UPDATE session_participants SET active_ms = 1500000").await;
    client.advance(60 * MINUTE - 1).await;
    let settled =
        format!("SELECT COUNT(*) FROM sessions WHERE id = '{table}' AND settled_at IS NOT NULL");
    assert_eq!(client.count(&settled).await, 0);
    client.advance(1).await;
    assert_eq!(client.count(&settled).await, 1);
    client.advance(7 * DAY).await;
    assert_eq!(client.number("credits", "credits_remaining", 0).await, 4);
    client.advance(30 * DAY).await;
    // Four weeks were missed, one allowance came, and it did not fit.
    assert_eq!(client.count("SELECT COUNT(*) FROM credit_transactions").await, 4);
    let last = client.server.database().instant(Timestamp::parse("2026-06-07T00:05:00Z").unwrap());
    let due =
        format!("SELECT COUNT(*) FROM jobs WHERE name = 'refresh_credits' AND last_due = {last}");
    assert_eq!(client.count(&due).await, 1);
}

#[tokio::test]
async fn two_servers_settle_every_session_once() {
    let client = Client::start().await;
    for number in 0..64 {
        client.made(number, START.plus_millis(-DAY), &[(0, 25)]).await;
    }
    let server = &client.server;
    let (one, other) = tokio::join!(
        server.start_beside(with_jobs(Command::Serve)),
        server.start_beside(with_jobs(Command::Serve)),
    );
    tokio::join!(one.caught_up(), other.caught_up());
    assert_eq!(client.number("users", "session_count", 0).await, 64);
    // One for each, three for the week and one for the tenth.
    assert_eq!(client.number("furniture_essence", "balance", 0).await, 64 + 3 + 1);
    let outcome = "SELECT COUNT(*) FROM jobs WHERE name = 'settle_sessions'
         AND outcome = '64 done' AND holder IS NULL";
    assert_eq!(client.count(outcome).await, 1);
}

#[tokio::test]
async fn one_session_is_settled_by_one_of_many_who_try_at_once() {
    let client = Client::start().await;
    for number in 0..8 {
        client.made(number, START.plus_millis(-DAY), &[(0, 25), (1, 25), (2, 25)]).await;
    }
    // The lease lets one in; the others are told so.
    let run = || client.server.run_job("settle_sessions", START);
    let (a, b, c, d) = tokio::join!(run(), run(), run(), run());
    let told = [a, b, c, d];
    let held = "settle_sessions is run by another server: try again later";
    assert!(told.iter().any(|told| told == "settle_sessions: 8 done"), "{told:?}");
    let idle = |told: &&String| *told == held || *told == "settle_sessions: 0 done";
    assert_eq!(told.iter().filter(idle).count(), 3, "{told:?}");
    assert_eq!(client.number("users", "session_count", 1).await, 8);
}

#[tokio::test]
async fn a_holder_that_died_is_replaced_once_its_lease_is_over() {
    let client = Client::start().await;
    client.made(1, START.plus_millis(-DAY), &[(0, 25)]).await;
    let until = client.server.database().instant(START.plus_millis(MINUTE));
    client
        .sql(&format!(
            "INSERT INTO jobs (name, holder, held_until)
             VALUES ('settle_sessions', '{NOBODY}', {until})"
        ))
        .await;
    let server = client.server.start_beside(with_jobs(Command::Serve)).await;
    let settled = async |milliseconds| {
        server.clock.set_real(START.plus_millis(milliseconds));
        server.caught_up().await;
        client.count("SELECT COUNT(*) FROM sessions WHERE settled_at IS NOT NULL").await
    };
    assert_eq!(settled(0).await, 0);
    assert_eq!(settled(MINUTE - 1).await, 0);
    assert_eq!(settled(MINUTE).await, 1);
}

#[tokio::test]
async fn a_run_that_fails_is_tried_again_after_a_minute_and_the_schedule_waits_for_it() {
    let client = Client::start().await;
    client.sql("UPDATE credits SET gifts_sent_this_week = 0, referrals_completed = -1").await;
    let day = START.plus_millis(8 * DAY);
    let options = Options { real: day, ..with_jobs(Command::Serve) };
    let server = client.server.start_beside(options).await;
    server.caught_up().await;
    let counted = "SELECT COUNT(*) FROM jobs WHERE name = 'refresh_credits'
         AND last_due IS NOT NULL";
    assert_eq!(client.count(counted).await, 0);
    client.sql("UPDATE credits SET referrals_completed = 0").await;
    server.clock.set_real(day.plus_millis(MINUTE - 1));
    server.caught_up().await;
    assert_eq!(client.count(counted).await, 0);
    server.clock.set_real(day.plus_millis(MINUTE));
    server.caught_up().await;
    assert_eq!(client.count(counted).await, 1);
    assert_eq!(client.number("credits", "credits_remaining", 0).await, 4);
}

#[tokio::test]
async fn a_server_that_stops_leaves_no_job_held() {
    let client = Client::start().await;
    for number in 0..30 {
        client.made(number, START.plus_millis(-DAY), &[(0, 25)]).await;
    }
    let server = client.server.start_beside(with_jobs(Command::Serve)).await;
    let server = server.restart_with(Options { command: Command::Serve, ..Options::default() });
    let server = server.await;
    assert_eq!(client.count("SELECT COUNT(*) FROM jobs WHERE holder IS NOT NULL").await, 0);
    // Whatever it had not done is done by whoever comes next.
    let left = "SELECT COUNT(*) FROM sessions WHERE settled_at IS NULL AND start_time <";
    let left = format!("{left} {}", client.server.database().instant(START.plus_millis(-1)));
    let left = client.count(&left).await;
    let told = server.run_job("settle_sessions", START).await;
    assert_eq!(told, format!("settle_sessions: {left} done"));
    assert_eq!(client.number("users", "session_count", 0).await, 30);
}
