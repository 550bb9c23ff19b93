//! Declining to rate.

use serde_json::json;

use crate::support::{Client, MINUTE, NOBODY, PEOPLE, send};

#[tokio::test]
async fn a_skip_pays_the_debt_again_and_again() {
    let (client, table) = Client::ratable().await;
    for _ in 0..3 {
        let answer = client.skip(0, &table).await;
        let expected = json!({"success": true, "message": "Ratings skipped"});
        assert_eq!((answer.status, answer.body), (200, expected));
    }
    assert_eq!(client.pending(0).await["has_pending"], false);
    assert_eq!(client.pending(1).await["has_pending"], true);
    assert_eq!(client.count("SELECT COUNT(*) FROM ratings").await, 0);
}

#[tokio::test]
async fn the_checks_of_a_skip_come_in_order() {
    let client = Client::start().await;
    let (table, token) = (client.table().await, client.token(0).await);
    let skip = async |id: &str, body: &str| {
        let path = format!("/api/v1/sessions/{id}/rate/skip");
        let answer = client.post_text(&path, &token, body).await;
        (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
    };
    let told = |status: u16, code: &str| (status, code.to_owned());
    let elsewhere = r#"{"session_id": "elsewhere"}"#;
    assert_eq!(skip("no-uuid", elsewhere).await, told(422, "INVALID_SESSION_ID"));
    assert_eq!(skip(NOBODY, "{").await, told(400, "MALFORMED_JSON"));
    assert_eq!(skip(NOBODY, elsewhere).await, told(409, "SESSION_MISMATCH"));
    assert_eq!(skip(NOBODY, "{}").await, told(404, "SESSION_NOT_FOUND"));
    assert_eq!(skip(&table, "{}").await, told(403, "SESSION_NOT_RATABLE"));
    let companion = "UPDATE session_participants
        SET user_id = NULL, participant_type = 'ai_companion' WHERE user_id =";
    client.sql(&format!("{companion} '{}'", PEOPLE[0])).await;
    assert_eq!(skip(&table, "{}").await, told(400, "INVALID_RATING_TARGET"));
    client.advance(50 * MINUTE).await;
    assert_eq!(skip(&table, "").await, told(400, "INVALID_RATING_TARGET"));
}

#[tokio::test]
async fn a_body_of_another_type_is_refused_and_an_empty_one_is_none() {
    let (client, table) = Client::ratable().await;
    let token = client.token(0).await;
    let path = format!("/api/v1/sessions/{table}/rate/skip");
    let skip = async |kind: &str, body: &str| {
        let request = client.request(reqwest::Method::POST, &path).bearer_auth(&token);
        send(request.header("content-type", kind).body(body.to_owned())).await.status
    };
    assert_eq!(skip("text/plain", "x").await, 415);
    assert_eq!(skip("text/plain", "").await, 200);
    let named = json!({"session_id": table.to_uppercase()}).to_string();
    assert_eq!(skip("application/json", &named).await, 200);
    assert_eq!(skip("application/json", r#"{"session_id": 7}"#).await, 422);
}
