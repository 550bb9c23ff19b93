//! A request that is given up in the midst of writing leaves nothing half-written. On both engines.

use focus_server::testing::TestDatabase;
use serde_json::json;

use super::process::{Process, until};
use crate::support::{PEOPLE, send};

const GIFTS: &str = "SELECT COUNT(*) FROM credit_transactions
    WHERE transaction_type IN ('gift_sent', 'gift_received') AND description = 'Gift sent'";

/// Has the second half of a gift take longer than a second: by then the giver's credit is gone.
async fn slow_down(database: &TestDatabase) {
    if database.is_sqlite() {
        database
            .execute(
                "CREATE VIEW many AS WITH RECURSIVE numbers(n) AS
                     (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12000000)
                 SELECT n FROM numbers",
            )
            .await;
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
    slow_down(&database).await;
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
    slow_down(&database).await;
    let body = json!({ "recipient_user_id": PEOPLE[0] }).to_string();
    let mut client = process.connect().await;
    client
        .say(&format!(
            "POST /api/v1/credits/gift HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\
             \r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
        .await;
    drop(client);
    let given = "a gift that is given";
    until(given, async || (kept(&database).await != before).then_some(())).await;
    let (credits, gifts) = kept(&database).await;
    assert_eq!(gifts, before.1 + 1);
    let changed = credits.iter().zip(&before.0).filter(|(now, then)| now != then).count();
    assert_eq!(changed, 2, "{credits:?}");
}
