//! What somebody received.

use serde_json::json;

use crate::support::{Client, MINUTE, PEOPLE, greens, members};

#[tokio::test]
async fn a_history_counts_green_and_red_and_names_nobody() {
    let (client, table) = Client::ratable().await;
    client.rate(1, &table, &greens(&[0])).await;
    client.advance(MINUTE).await;
    let red = json!({"ratings": [
        {"ratee_id": PEOPLE[0], "rating": "red", "reasons": ["disruptive_behavior"]}]});
    client.rate(2, &table, &red).await;
    let skip = json!({"ratings": [{"ratee_id": PEOPLE[0], "rating": "skip"}]});
    client.rate(3, &table, &skip).await;
    let token = client.token(0).await;
    let body = client.get("/api/v1/sessions/rating-history", &token).await.body;
    assert_eq!(members(&body), ["items", "page", "per_page", "summary", "total"]);
    let summary = json!({"total_received": 2, "green_count": 1, "red_count": 1,
        "green_percentage": 50.0});
    assert_eq!(body["summary"], summary);
    let page = json!([body["total"], body["page"], body["per_page"]]);
    assert_eq!(page, json!([2, 1, 20]));
    let items = body["items"].as_array().unwrap();
    let ratings: Vec<_> = items.iter().map(|item| item["rating"].as_str().unwrap()).collect();
    assert_eq!(ratings, ["red", "green"]);
    assert_eq!(members(&items[0]), ["created_at", "id", "rating", "session_id"]);
}

#[tokio::test]
async fn a_history_has_pages() {
    let (client, table) = Client::ratable().await;
    for person in 1..4 {
        client.rate(person, &table, &greens(&[0])).await;
        client.advance(1_000).await;
    }
    let token = client.token(0).await;
    let path = "/api/v1/sessions/rating-history?page=2&per_page=2";
    let body = client.get(path, &token).await.body;
    assert_eq!(body["items"].as_array().unwrap().len(), 1);
    assert_eq!(json!([body["total"], body["page"], body["per_page"]]), json!([3, 2, 2]));
    let far = client.get("/api/v1/sessions/rating-history?page=4294967295", &token).await;
    assert_eq!((far.status, &far.body["items"]), (200, &json!([])));
}

#[tokio::test]
async fn a_page_must_make_sense() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let answer = client.get("/api/v1/sessions/rating-history?page=0&per_page=x", &token).await;
    assert_eq!(answer.told(), (422, "VALIDATION_ERROR"));
    assert_eq!(answer.body["errors"][0]["path"], "page");
    assert_eq!(answer.body["errors"][1]["code"], "WRONG_TYPE");
    let answer = client.get("/api/v1/sessions/rating-history?per_page=101", &token).await;
    assert_eq!(answer.told(), (422, "TOO_MANY"));
}
