//! A request that is given up in the midst of writing leaves nothing half-written. On both engines.

use std::time::Duration;

use focus_server::testing::TestDatabase;
use serde_json::json;

use super::process::{Connection, Process, until};
use crate::support::{PEOPLE, send};

const GIFTS: &str = "SELECT COUNT(*) FROM credit_transactions
    WHERE transaction_type IN ('gift_sent', 'gift_received') AND description = 'Gift sent'";

/// Counted to by SQLite this takes longer than a second, whatever the machine.
const LONG: u32 = 12_000_000;
const SHORT: u32 = 2_000_000;

/// Has the second half of a gift take its time: by then the giver's credit is gone.
async fn slow_down(database: &TestDatabase, numbers: u32) {
    if database.is_sqlite() {
        let many = format!(
            "CREATE VIEW many AS WITH RECURSIVE numbers(n) AS
                 (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {numbers})
             SELECT n FROM numbers"
        );
        database.execute(&many).await;
        let slow = "CREATE TRIGGER slow AFTER INSERT ON credit_transactions
             WHEN NEW.transaction_type = 'gift_received'
             BEGIN SELECT COUNT(*) FROM many; END";
        database.execute(slow).await;
    } else {
        let wait = "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$";
        database.execute(wait).await;
        let slow = "CREATE TRIGGER slow AFTER INSERT ON credit_transactions FOR EACH ROW
             WHEN (NEW.transaction_type = 'gift_received') EXECUTE FUNCTION wait()";
        database.execute(slow).await;
    }
}

/// Undoes that, once the write that was cut off is over.
async fn speed_up(process: &Process, database: &TestDatabase) {
    until("somebody who may write", async || {
        let table = send(process.posting("/dev/table", &json!({}))).await;
        (table.status == 200).then_some(())
    })
    .await;
    if database.is_sqlite() {
        database.execute("DROP TRIGGER slow").await;
    } else {
        database.execute("DROP TRIGGER slow ON credit_transactions").await;
    }
}

/// The credits of giver and receiver, and how many gifts the ledger has.
async fn kept(database: &TestDatabase) -> (Vec<Vec<Option<String>>>, i64) {
    let (giver, receiver) = (PEOPLE[GIVER], PEOPLE[0]);
    let credits = format!(
        "SELECT CAST(user_id AS TEXT) || ' ' || credits_remaining || ' ' || gifts_sent_this_week
         FROM credits WHERE user_id IN ('{giver}', '{receiver}') ORDER BY user_id"
    );
    (database.rows(&credits).await, database.count(GIFTS).await)
}

/// A client that asks for a gift and does not wait for the answer.
async fn begin_to_give(process: &Process, token: &str) -> Connection {
    let body = json!({ "recipient_user_id": PEOPLE[0] }).to_string();
    let mut client = process.connect().await;
    client
        .say(&format!(
            "POST /api/v1/credits/gift HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\
             \r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
        .await;
    client
}

/// Jonas may give credits away.
const GIVER: usize = 1;

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_its_deadline_cuts_off_has_written_nothing() {
    let database = TestDatabase::chosen().await;
    let url = database.url();
    let variables = [("DATABASE_URL", url.as_str()), ("REQUEST_DEADLINE_SECONDS", "1")];
    let process = Process::dev(&variables).await;
    let token = process.token(GIVER).await;
    let before = kept(&database).await;
    slow_down(&database, LONG).await;
    let give = || {
        let body = json!({ "recipient_user_id": PEOPLE[0] });
        process.posting("/api/v1/credits/gift", &body).bearer_auth(&token)
    };
    let answer = send(give()).await;
    assert_eq!(answer.told(), (504, "DEADLINE_EXCEEDED"));
    speed_up(&process, &database).await;
    assert_eq!(kept(&database).await, before);
    // And whoever comes next finds nothing locked.
    assert_eq!(send(give()).await.status, 200);
    assert_eq!(kept(&database).await.1, before.1 + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_client_goes_is_done_to_its_end() {
    let database = TestDatabase::chosen().await;
    let process = Process::dev(&[("DATABASE_URL", &database.url())]).await;
    let token = process.token(GIVER).await;
    let before = kept(&database).await;
    slow_down(&database, SHORT).await;
    drop(begin_to_give(&process, &token).await);
    let given = "a gift that is given";
    until(given, async || (kept(&database).await != before).then_some(())).await;
    let (credits, gifts) = kept(&database).await;
    assert_eq!(gifts, before.1 + 1);
    let changed = credits.iter().zip(&before.0).filter(|(now, then)| now != then).count();
    assert_eq!(changed, 2, "{credits:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_the_end_of_the_process_cuts_off_has_written_nothing() {
    let database = TestDatabase::chosen().await;
    let url = database.url();
    let variables = [("DATABASE_URL", url.as_str()), ("DRAIN_DEADLINE_SECONDS", "0")];
    let mut process = Process::dev(&variables).await;
    let token = process.token(GIVER).await;
    let before = kept(&database).await;
    slow_down(&database, LONG).await;
    let mut client = begin_to_give(&process, &token).await;
    // Long enough to begin, and not to end.
    tokio::time::sleep(Duration::from_millis(500)).await;
    process.stop();
    assert_eq!((client.closed().await.as_str(), process.left().await.as_str()), ("", "0"));
    let begun_anew = Process::dev(&[("DATABASE_URL", &url)]).await;
    speed_up(&begun_anew, &database).await;
    assert_eq!(kept(&database).await, before);
}
