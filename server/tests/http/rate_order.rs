//! Rating: what is checked, in which order, and with which status.

use focus_server::testing::START;
use serde_json::{Value, json};

use crate::support::{Client, MINUTE, NOBODY, PEOPLE, greens, send};

#[tokio::test]
async fn ratings_are_stored_and_the_debt_is_paid() {
    let (client, table) = Client::ratable().await;
    let body = json!({"ratings": [
        {"ratee_id": PEOPLE[1], "rating": "green"},
        {"ratee_id": PEOPLE[2], "rating": "red", "reasons": ["other", "other", "absent_no_show"],
         "other_reason_text": " loud\u{feff} "},
        {"ratee_id": PEOPLE[3].to_uppercase(), "rating": "skip"},
    ], "session_id": table.to_uppercase(), "unknown": 1});
    let answer = client.rate(0, &table, &body).await;
    let message = "Ratings submitted successfully";
    let expected = json!({"success": true, "ratings_submitted": 3, "message": message});
    assert_eq!((answer.status, answer.body), (200, expected));
    assert_eq!(client.pending(0).await, json!({"has_pending": false, "pending": null}));
    let query = "SELECT rating, CAST(reason AS TEXT) FROM ratings ORDER BY rating";
    let rows = client.server.database().rows(query).await;
    let reason = json!({"other_text": "loud", "reasons": ["other", "absent_no_show"]});
    let stored: Value = serde_json::from_str(rows[1][1].as_deref().unwrap()).unwrap();
    assert_eq!(stored, reason);
    let row = |rating: &str, reason| vec![Some(rating.to_owned()), reason];
    assert_eq!(rows, [row("green", None), row("red", rows[1][1].clone()), row("skip", None)]);
    // Both are percentages, in hundredths or with two places.
    let full = "SELECT COUNT(*) FROM ratings
        WHERE rater_reliability_at_time = 100 * weight AND rating <> 'red'";
    assert_eq!(client.count(full).await, 2);
    // The rater is new and pays nothing.
    let nothing = "SELECT COUNT(*) FROM ratings WHERE weight = 0 AND rating = 'red'";
    assert_eq!(client.count(nothing).await, 1);
}

/// Every check fails at once, and each is told only when those before it are fine.
#[tokio::test]
async fn the_checks_come_in_order() {
    let client = Client::start().await;
    let table = client.table().await;
    let token = client.token(0).await;
    let rate = async |token: &str, id: &str, body: &Value| {
        let answer = client.post(&format!("/api/v1/sessions/{id}/rate"), token, body).await;
        (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
    };
    let told = |status: u16, code: &str| (status, code.to_owned());
    let nothing = json!({"ratings": [], "session_id": "elsewhere"});
    let elsewhere = json!({"ratings": [{"ratee_id": PEOPLE[0], "rating": "green"}],
        "session_id": "elsewhere"});
    let mut own = elsewhere.clone();
    own["session_id"] = Value::Null;

    assert_eq!(rate("x", "no-uuid", &nothing).await, told(401, "TOKEN_MALFORMED"));
    assert_eq!(rate(&token, "no-uuid", &nothing).await, told(422, "INVALID_SESSION_ID"));
    assert_eq!(rate(&token, NOBODY, &nothing).await, told(422, "TOO_FEW"));
    assert_eq!(rate(&token, NOBODY, &elsewhere).await, told(409, "SESSION_MISMATCH"));
    assert_eq!(rate(&token, NOBODY, &own).await, told(404, "SESSION_NOT_FOUND"));
    assert_eq!(rate(&token, &table, &own).await, told(403, "SESSION_NOT_RATABLE"));
    client.advance(50 * MINUTE).await;
    assert_eq!(rate(&token, &table, &own).await, told(400, "INVALID_RATING_TARGET"));
    assert_eq!(rate(&token, &table, &greens(&[1])).await, told(200, ""));
    assert_eq!(rate(&token, &table, &own).await, told(400, "INVALID_RATING_TARGET"));
    assert_eq!(rate(&token, &table, &greens(&[2])).await, told(409, "RATING_ALREADY_EXISTS"));
}

#[tokio::test]
async fn a_bad_path_is_told_before_a_bad_body_and_a_bad_body_before_its_session() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let rate = async |id: &str, kind: &str, body: &str| {
        let request = client.request(reqwest::Method::POST, &format!("/api/v1/sessions/{id}/rate"));
        let request = request.bearer_auth(&token).header("content-type", kind);
        send(request.body(body.to_owned())).await.status
    };
    assert_eq!(rate("7", "text/plain", "{").await, 422);
    assert_eq!(rate(NOBODY, "text/plain", "{").await, 415);
    assert_eq!(rate(NOBODY, "application/json", "{").await, 400);
    assert_eq!(rate(NOBODY, "application/json", "{}").await, 422);
    assert_eq!(rate(&table, "application/json", &greens(&[1]).to_string()).await, 403);
}

#[tokio::test]
async fn a_user_without_a_row_is_told_before_the_path() {
    let client = Client::start().await;
    let token = client.token(3).await;
    client.sql(&format!("UPDATE users SET subject = 'gone' WHERE id = '{}'", PEOPLE[3])).await;
    let answer = client.post("/api/v1/sessions/no-uuid/rate", &token, &json!({})).await;
    assert_eq!(answer.told(), (404, "USER_NOT_FOUND"));
    assert_eq!(answer.body["detail"], "User not found");
}

#[tokio::test]
async fn every_problem_of_a_body_is_told_with_its_place() {
    let (client, table) = Client::ratable().await;
    let body = json!({"ratings": [
        {"ratee_id": PEOPLE[1], "rating": "red"},
        {"ratee_id": "x", "rating": "blue"},
    ]});
    let answer = client.rate(0, &table, &body).await;
    assert_eq!(answer.told(), (422, "VALIDATION_ERROR"));
    let errors = answer.body["errors"].as_array().unwrap();
    let places: Vec<_> = errors.iter().map(|error| (&error["path"], &error["code"])).collect();
    let expected = [
        ("ratings[0].reasons", "RED_REASON_REQUIRED"),
        ("ratings[1].ratee_id", "INVALID_ID"),
        ("ratings[1].rating", "UNKNOWN_VALUE"),
    ];
    let expected = expected.map(|(path, code)| (Value::from(path), Value::from(code)));
    assert_eq!(places, expected.iter().map(|(path, code)| (path, code)).collect::<Vec<_>>());
    assert_eq!(errors[2]["message"], "This must be one of: green, red, skip.");
    assert_eq!(crate::support::members(&errors[0]), ["code", "message", "path"]);
}

#[tokio::test]
async fn problems_of_one_kind_give_the_body_their_own_code() {
    let (client, table) = Client::ratable().await;
    let red = |person: usize| json!({"ratee_id": PEOPLE[person], "rating": "red"});
    let answer = client.rate(0, &table, &json!({"ratings": [red(1), red(2)]})).await;
    assert_eq!(answer.told(), (422, "RED_REASON_REQUIRED"));
    assert_eq!(answer.body["detail"], "Red ratings require at least one reason.");
    assert_eq!(answer.body["errors"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn each_rule_of_a_rating_has_a_code_of_its_own() {
    let (client, table) = Client::ratable().await;
    let entry = |person: usize, rating: &str, more: (&str, Value)| {
        let mut entry = json!({"ratee_id": PEOPLE[person], "rating": rating});
        entry[more.0] = more.1;
        entry
    };
    let reasons = |reasons: &[&str]| ("reasons", json!(reasons));
    let mut without_other = entry(1, "red", reasons(&["absent_no_show"]));
    without_other["other_reason_text"] = "loud".into();
    for (ratings, code) in [
        (vec![entry(1, "green", reasons(&["absent_no_show"]))], "REASONS_NOT_ALLOWED"),
        (vec![without_other], "OTHER_TEXT_WITHOUT_OTHER"),
        (vec![entry(1, "skip", reasons(&[])), entry(1, "green", reasons(&[]))], "DUPLICATE_RATEE"),
    ] {
        let answer = client.rate(0, &table, &json!({"ratings": ratings})).await;
        assert_eq!(answer.told(), (422, code));
    }
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 0);
}

#[tokio::test]
async fn wrong_targets_are_named_and_nothing_is_stored() {
    let (client, table) = Client::ratable().await;
    let body = json!({"ratings": [
        {"ratee_id": PEOPLE[1], "rating": "green"},
        {"ratee_id": NOBODY, "rating": "green"},
    ]});
    let answer = client.rate(0, &table, &body).await;
    assert_eq!(answer.told(), (400, "INVALID_RATING_TARGET"));
    assert_eq!(answer.body["errors"][0]["path"], "ratings[1].ratee_id");
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 0);
    assert_eq!(client.pending(0).await["has_pending"], true);
}

#[tokio::test]
async fn a_rater_without_a_seat_is_refused() {
    let (client, table) = Client::ratable().await;
    client.sql(&format!("DELETE FROM session_participants WHERE user_id = '{}'", PEOPLE[0])).await;
    let answer = client.rate(0, &table, &greens(&[1])).await;
    assert_eq!(answer.told(), (400, "INVALID_RATING_TARGET"));
}

#[tokio::test]
async fn who_left_early_still_rates_and_is_rated() {
    let (client, table) = Client::ratable().await;
    client.leave(0, START.plus_millis(MINUTE)).await;
    assert_eq!(client.rate(0, &table, &greens(&[1])).await.status, 200);
    assert_eq!(client.rate(1, &table, &greens(&[0])).await.status, 200);
}

#[tokio::test]
async fn a_lapsed_debt_is_no_pending_rating_and_another_one_is_a_mismatch() {
    let (client, old) = Client::ratable().await;
    client.advance(5 * MINUTE).await;
    let new = client.table().await;
    client.advance(50 * MINUTE).await;
    client.skip(0, &old).await;
    let answer = client.rate(0, &old, &greens(&[1])).await;
    assert_eq!(answer.told(), (409, "SESSION_MISMATCH"));
    client.advance(48 * 60 * MINUTE + 5 * MINUTE).await;
    for table in [old, new] {
        let answer = client.rate(0, &table, &greens(&[1])).await;
        assert_eq!(answer.told(), (404, "NO_PENDING_RATINGS"));
    }
}

#[tokio::test]
async fn a_batch_that_fails_half_way_leaves_nothing_behind() {
    let (client, table) = Client::ratable().await;
    let (trip, heal) = if client.server.database().is_sqlite() {
        (
            "CREATE TRIGGER trip BEFORE INSERT ON ratings WHEN NEW.rating = 'skip'
                BEGIN SELECT RAISE(ABORT, 'tripped'); END",
            "DROP TRIGGER trip",
        )
    } else {
        (
            "ALTER TABLE ratings ADD CONSTRAINT trip CHECK (rating <> 'skip')",
            "ALTER TABLE ratings DROP CONSTRAINT trip",
        )
    };
    client.sql(trip).await;
    let body = json!({"ratings": [
        {"ratee_id": PEOPLE[1], "rating": "green"},
        {"ratee_id": PEOPLE[2], "rating": "skip"},
    ]});
    let answer = client.rate(0, &table, &body).await;
    assert_eq!(answer.told(), (500, "INTERNAL_ERROR"));
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 0);
    assert_eq!(client.pending(0).await["has_pending"], true);
    client.sql(heal).await;
    assert_eq!(client.rate(0, &table, &body).await.status, 200);
}
