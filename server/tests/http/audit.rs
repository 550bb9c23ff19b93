//! `focus-server audit`: every way in which rows can disagree is told, and nothing is written.

use focus_server::audit;
use serde_json::json;
use tempfile::TempDir;

use crate::executable::command;
use crate::support::{Client, PEOPLE, greens};

const OTHER: &str = "0190f4a0-0000-7000-8000-0000000000cc";

/// A server where something of everything has happened.
async fn busy() -> Client {
    let (client, table) = Client::ratable().await;
    client.grant(0, "pro", 8).await;
    let token = client.token(0).await;
    let gift = json!({"recipient_user_id": PEOPLE[1], "amount": 2});
    assert_eq!(client.post("/api/v1/credits/gift", &token, &gift).await.status, 200);
    for person in 0..3 {
        let others: Vec<_> = (0..4).filter(|other| *other != person).collect();
        assert_eq!(client.rate(person, &table, &greens(&others)).await.status, 200);
    }
    client.pending(3).await;
    client
}

/// What is broken, statement by statement, and the check that tells of it. Earlier ones stay broken.
fn breaks(is_sqlite: bool) -> Vec<(String, &'static str)> {
    let each = |sqlite: &str, postgres: &str| if is_sqlite { sqlite } else { postgres }.to_owned();
    let [p0, p1, p2, p3] = PEOPLE;
    let sits = |id: u8, user: &str, seat: u8| {
        format!(
            "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                 seat_number, joined_at, created_at, updated_at)
             SELECT '0190f4a0-0000-7000-8000-0000000000d{id}', '{OTHER}', user_id,
                 participant_type, {seat}, joined_at, created_at, updated_at
             FROM session_participants WHERE user_id = '{user}'"
        )
    };
    let table = format!(
        "INSERT INTO sessions (id, start_time, end_time, mode, language, livekit_room_name,
             created_at, updated_at)
         SELECT '{OTHER}', start_time, end_time, mode, language, 'other', created_at, updated_at
         FROM sessions"
    );
    let nobody = format!(
        "UPDATE session_participants SET user_id = NULL
        WHERE session_id = '{OTHER}' AND user_id = '{p2}'"
    );
    vec![
        (
            format!("UPDATE credits SET credits_remaining = 9 WHERE user_id = '{p2}'"),
            "credits: every balance is what an account begins with and the sum of its ledger",
        ),
        (
            "DELETE FROM credit_transactions WHERE transaction_type = 'gift_received'".to_owned(),
            "gifts: each has two sides of one amount",
        ),
        (
            format!("UPDATE furniture_essence SET balance = 5 WHERE user_id = '{p0}'"),
            "essence: every balance is the sum of its ledger, and what was earned less what was spent",
        ),
        (
            format!("DELETE FROM credits WHERE user_id = '{p0}'"),
            "ledgers: every line is an account's",
        ),
        (
            "UPDATE sessions SET max_seats = 3".to_owned(),
            "seats: every number is one of its table's",
        ),
        (format!("{table}; {}", sits(1, p1, 2)), "seats: nobody has two at one time"),
        (
            format!("DROP INDEX session_participants_seat; {}", sits(2, p2, 2)),
            "seats: none is taken twice",
        ),
        (
            each(
                "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; ",
                "ALTER TABLE session_participants DROP CONSTRAINT session_participants_check; ",
            ) + &nobody,
            "seats: each is a known session's, and every human is a known user",
        ),
        (
            each(
                "CREATE TABLE copied AS SELECT * FROM ratings; DROP TABLE ratings;
                 ALTER TABLE copied RENAME TO ratings; ",
                "ALTER TABLE ratings DROP CONSTRAINT ratings_pkey,
                     DROP CONSTRAINT ratings_session_id_rater_id_ratee_id_key; ",
            ) + &format!("INSERT INTO ratings SELECT * FROM ratings WHERE rater_id = '{p1}'"),
            "ratings: nobody rated somebody twice in a session",
        ),
        (
            format!("UPDATE ratings SET session_id = '{OTHER}' WHERE rater_id = '{p0}'"),
            "ratings: both are other people and had a seat",
        ),
        (
            format!(
                "UPDATE pending_ratings SET rateable_user_ids = {} WHERE user_id = '{p3}'",
                each(&format!("'[\"{p3}\"]'"), &format!("ARRAY['{p3}']::uuid[]"))
            ),
            "pending ratings: whom they are about are others, who had a seat",
        ),
        (
            format!("UPDATE pending_ratings SET session_id = '{OTHER}' WHERE user_id = '{p3}'"),
            "pending ratings: who owes them had a seat",
        ),
    ]
}

#[tokio::test]
async fn every_way_to_disagree_is_told_and_nothing_else() {
    let client = busy().await;
    let database = client.server.database();
    client.assert_clean().await;
    let mut broken = Vec::new();
    for (statement, check) in breaks(database.is_sqlite()) {
        client.sql(&statement).await;
        broken.push(check);
        let report = audit::run(database.settings()).await.unwrap();
        let mut told = report.broken();
        told.sort_unstable();
        broken.sort_unstable();
        assert_eq!(told, broken, "{report}");
    }
    let report = audit::run(database.settings()).await.unwrap().to_string();
    assert!(!report.contains("\nok"), "{report}");
    assert!(!report.starts_with("ok"), "{report}");
    let balance = format!("- user {}: balance 9, expected 2", PEOPLE[2]);
    assert!(report.contains(&balance), "{report}");
    let gift = format!("- giver {}, taker {}: amount 2, sent 1, received 0", PEOPLE[0], PEOPLE[1]);
    assert!(report.contains(&gift), "{report}");
    for name in ["amara", "Jonas", "example.com"] {
        assert!(!report.contains(name), "{report}");
    }
}

#[tokio::test]
async fn what_was_found_is_told_by_the_exit_code() {
    let client = busy().await;
    let (folder, address) = (TempDir::new().unwrap(), client.server.database().url());
    let audit = async || {
        let variables = [("ENVIRONMENT", "development"), ("DATABASE_URL", address.as_str())];
        let mut command = command(&["audit"], &variables);
        command.current_dir(folder.path());
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, report, line) = audit().await;
    assert_eq!((code, line.as_str()), (Some(0), ""), "{report}");
    assert!(report.lines().filter(|line| line.starts_with("ok")).count() >= 10, "{report}");
    assert!(report.ends_with("\nFindings: 0\n"), "{report}");
    client.sql("UPDATE credits SET credits_remaining = credits_remaining + 1").await;
    let (code, report, line) = audit().await;
    assert_eq!((code, line.as_str()), (Some(65), ""), "{report}");
    assert!(report.ends_with("\nFindings: 4\n"), "{report}");
    // Neither a folder nor a file was made.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_database_that_is_away_or_not_ours_leaves_with_69_and_one_line() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("focus.sqlite3");
    let audit = || {
        let data = folder.path().to_str().unwrap();
        let output = command(&["audit", "dev"], &[("FOCUS_DATA_DIR", data)]).output().unwrap();
        assert!(output.stdout.is_empty());
        let line = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), line.lines().count()), (Some(69), 1), "{line}");
        assert!(line.contains(file.to_str().unwrap()), "{line}");
        line
    };
    audit();
    assert!(!file.exists());
    std::fs::write(&file, "").unwrap();
    assert!(audit().contains("start the server once"));
    std::fs::write(&file, "this is no database, whatever its name may be").unwrap();
    assert!(audit().contains("file is not a database"));
}

#[test]
fn settings_that_are_not_usable_leave_with_78() {
    let output = command(&["audit"], &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(78));
}
