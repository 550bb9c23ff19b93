//! Bodies that are refused before anybody reads what they say.

use reqwest::Method;

use crate::support::{Answer, Client, NOBODY, send};

async fn rate(client: &Client, kind: Option<&str>, body: Vec<u8>) -> Answer {
    let path = format!("/api/v1/sessions/{NOBODY}/rate");
    let request = client.request(Method::POST, &path).bearer_auth(client.token(0).await);
    let request = kind.into_iter().fold(request, |r, kind| r.header("content-type", kind));
    send(request.body(body)).await
}

#[tokio::test]
async fn malformed_json_is_told_with_line_and_column() {
    let client = Client::start().await;
    let answer = rate(&client, Some("application/json"), b"{\n  \"ratings\": ]".to_vec()).await;
    assert_eq!(answer.told(), (400, "MALFORMED_JSON"));
    let detail = "The body is not valid JSON: see line 2, column 14.";
    assert_eq!(answer.body["detail"], detail);
    let broken = b"{\"ratings\": \"\xff\"}".to_vec();
    let answer = rate(&client, Some("application/json"), broken).await;
    let detail = "The body is not valid JSON: see line 1, column 14.";
    assert_eq!((answer.status, &answer.body["detail"]), (400, &detail.into()));
}

#[tokio::test]
async fn absurd_json_is_refused_and_harms_nobody() {
    let client = Client::start().await;
    for body in ["[".repeat(60_000), "1e999".to_owned(), String::new(), "nul".to_owned()] {
        let answer = rate(&client, Some("application/json"), body.into_bytes()).await;
        assert_eq!(answer.told(), (400, "MALFORMED_JSON"));
    }
    for body in ["null", "[]", "7", "\"x\""] {
        let answer = rate(&client, Some("application/json"), body.into()).await;
        assert_eq!(answer.told(), (422, "WRONG_TYPE"));
        assert_eq!(answer.body["errors"][0]["path"], "");
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    let client = Client::start().await;
    for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
        let answer = rate(&client, kind, b"{}".to_vec()).await;
        assert_eq!(answer.told(), (415, "UNSUPPORTED_MEDIA_TYPE"));
    }
    for kind in ["application/json; charset=utf-8", "application/vnd.focus+json"] {
        assert_eq!(rate(&client, Some(kind), b"{}".to_vec()).await.status, 422);
    }
}

#[tokio::test]
async fn a_body_over_64_kib_is_refused() {
    let client = Client::start().await;
    let body = |length: usize| format!("{{\"x\":\"{}\"}}", "x".repeat(length - 8)).into_bytes();
    let answer = rate(&client, Some("application/json"), body(65_536)).await;
    assert_eq!(answer.told(), (422, "MISSING"));
    let answer = rate(&client, Some("application/json"), body(65_537)).await;
    assert_eq!(answer.told(), (413, "BODY_TOO_LARGE"));
    assert_eq!(answer.body["detail"], "The body is larger than 65536 bytes.");
}
