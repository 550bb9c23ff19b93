//! What both engines promise; everything else is tested through the routes.

use async_trait::async_trait;
use focus_core::{Code, Timestamp, UserId};

use super::*;
use crate::shared::Family;
use crate::testing::TestDatabase;

struct AddUser {
    user: NewUser,
    is_refused: bool,
}

#[async_trait]
impl Work for AddUser {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction) -> std::result::Result<(), WriteError> {
        transaction.lock([Lock::Slot(transaction.now()), Lock::User(self.user.id)]).await?;
        transaction.add_user(&self.user).await?;
        if self.is_refused { Err(Code::AccountBanned.into()) } else { Ok(()) }
    }
}

fn user(is_refused: bool) -> AddUser {
    AddUser {
        user: NewUser {
            id: UserId::parse("0190f4a0-0000-7000-8000-0000000000ab").unwrap(),
            issuer: "i".into(),
            subject: "s".into(),
            email: String::new(),
            username: "name".into(),
            display_name: None,
            pixel_avatar_id: None,
            is_onboarded: false,
        },
        is_refused,
    }
}

#[tokio::test]
async fn refused_work_leaves_nothing_behind_and_done_work_stays() {
    for database in TestDatabase::each().await {
        let clock = Clock::manual(Timestamp::from_unix_millis(0));
        let store = Store::open(database.settings(), clock.clone()).await.unwrap();
        assert!(store.write(&user(true)).await.is_err());
        assert_eq!(store.glance().await.unwrap().user_of("i", "s").await.unwrap(), None);
        store.write(&user(false)).await.unwrap();
        // A second one of that name is not added.
        store.write(&user(false)).await.unwrap();
        assert_eq!(database.count("SELECT COUNT(*) FROM credits").await, 1);
        let id = user(false).user.id;
        let mut snapshot = store.read().await.unwrap();
        assert_eq!(snapshot.user_of("i", "s").await.unwrap(), Some(id));
        let profile = snapshot.profile(id).await.unwrap().unwrap();
        assert_eq!(profile.created_at, Timestamp::from_unix_millis(0));
        assert_eq!(profile.reliability_score.0, 10_000);
        drop(snapshot);
        // Opened again, it is all there.
        let store = Store::open(database.settings(), clock).await.unwrap();
        store.ping().await.unwrap();
        assert_eq!(store.glance().await.unwrap().user_of("i", "s").await.unwrap(), Some(id));
    }
}

#[tokio::test]
async fn a_text_with_nul_is_refused_by_both_engines() {
    for database in TestDatabase::each().await {
        let clock = Clock::manual(Timestamp::from_unix_millis(0));
        let store = Store::open(database.settings(), clock).await.unwrap();
        let mut snapshot = store.glance().await.unwrap();
        let refused = snapshot.user_of("i", "s\0").await.unwrap_err();
        assert_eq!(crate::error::ApiError::from(refused).code(), Code::InvalidText);
    }
    assert!(!Value::from(serde_json::json!({"a": [{"b\0": 1}]})).is_storable());
    assert!(!Value::from(serde_json::json!([["\0"]])).is_storable());
    assert!(Value::from(serde_json::json!([null, 1, true, "x"])).is_storable());
}

/// Loses as often as it is told to.
struct Loses(std::sync::atomic::AtomicU32);

#[async_trait]
impl Work for Loses {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction) -> std::result::Result<(), WriteError> {
        use std::sync::atomic::Ordering::SeqCst;
        transaction.add_user(&user(false).user).await?;
        if self.0.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok() {
            let lost = "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$";
            transaction.execute(lost, vec![]).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn what_lost_against_others_is_done_again_twice_and_then_refused() {
    let database = TestDatabase::postgres().await;
    let clock = Clock::manual(Timestamp::from_unix_millis(0));
    let store = Store::open(database.settings(), clock).await.unwrap();
    let refused = store.write(&Loses(3.into())).await.unwrap_err();
    let refused = crate::error::ApiError::from(refused);
    assert_eq!(refused.code(), Code::Overloaded);
    assert_eq!(database.count("SELECT COUNT(*) FROM users").await, 0);
    store.write(&Loses(2.into())).await.unwrap();
    assert_eq!(database.count("SELECT COUNT(*) FROM users").await, 1);
}

#[tokio::test]
async fn ratings_that_count_are_found_by_their_index_and_no_others_are_read() {
    for database in TestDatabase::each().await {
        let clock = Clock::manual(Timestamp::from_unix_millis(0));
        let store = Store::open(database.settings(), clock).await.unwrap();
        let mut snapshot = store.read().await.unwrap();
        // A table without rows is read whole whatever there is.
        let sql = Sql::each("SELECT 1", "SET LOCAL enable_seqscan = off");
        snapshot.rows(sql, Vec::new()).await.unwrap();
        let explained = |words: &str| &*format!("{words} {}", standing::RECEIVED).leak();
        let sql = Sql::each(explained("EXPLAIN QUERY PLAN"), explained("EXPLAIN"));
        let values = values![user(false).user.id, Timestamp::from_unix_millis(0)];
        let rows = snapshot.rows(sql, values).await.unwrap();
        let column = if database.is_sqlite() { "detail" } else { "QUERY PLAN" };
        let lines: Vec<_> = rows.iter().map(|row| row.text(column).unwrap()).collect();
        let plan = lines.join("\n");
        assert!(plan.contains("ratings_received"), "{plan}");
        // PostgreSQL tells the values in the plan.
        let bounds = if database.is_sqlite() {
            ["(ratee_id=? AND created_at>?)", ""]
        } else {
            ["Index Cond: ((ratee_id = ", ") AND (created_at >= "]
        };
        assert!(bounds.iter().all(|bound| plan.contains(bound)), "{plan}");
    }
}

#[test]
fn statements_about_seats_make_their_counts_stale_and_no_others_do() {
    let counts = Some(Family::SlotCounts);
    for (sql, family) in [
        ("INSERT INTO session_participants (id) VALUES ($1)", counts),
        ("INSERT INTO session_participants(id) VALUES ($1)", counts),
        ("  UPDATE session_participants\n SET left_at = $1", counts),
        ("DELETE FROM session_participants", counts),
        ("UPDATE sessions SET is_private = $1", counts),
        ("DELETE FROM sessions WHERE id = $1", counts),
        ("INSERT INTO sessions (id) VALUES ($1)", None),
        ("DELETE FROM session_reflections WHERE user_id = $1", None),
        ("UPDATE users SET username = $1", None),
        ("SELECT * FROM session_participants", None),
        ("", None),
    ] {
        assert_eq!(stale::made_stale(sql.into()), family, "{sql}");
    }
    let each = Sql::each("UPDATE users", "UPDATE sessions SET mode = $1");
    assert_eq!(stale::made_stale(each), counts, "on either engine");
}
