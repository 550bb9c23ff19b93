//! Tests of the stack with a route that no server has.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::{cors, deadline, panics, request_id};
use crate::config::CorsOrigins;

#[tokio::test]
async fn a_panic_is_an_internal_error_with_a_request_id_and_cors() {
    let boom = || async { panic!("a secret") as () };
    let app: Router = Router::new()
        .route("/boom", get(boom))
        .layer(panics::layer())
        .layer(cors::layer(&CorsOrigins::Loopback))
        .layer(from_fn(request_id::name));
    let request = Request::get("/boom").header("origin", "http://localhost:3000");
    let request = request.header("x-request-id", "r-1").body(Body::empty()).unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(response.headers()["x-request-id"], "r-1");
    assert_eq!(response.headers()["access-control-allow-origin"], "http://localhost:3000");
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let expected = serde_json::json!({
        "detail": "Internal server error.", "code": "INTERNAL_ERROR", "request_id": "r-1"
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_given_up() {
    let app: Router = Router::new()
        .route("/slow", get(std::future::pending::<()>))
        .layer(from_fn_with_state(Duration::from_millis(20), deadline::keep))
        .layer(from_fn(request_id::name));
    let request = Request::get("/slow").header("x-request-id", "r-1").body(Body::empty()).unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let expected = serde_json::json!({
        "detail": "The request took too long.", "code": "DEADLINE_EXCEEDED", "request_id": "r-1"
    });
    assert_eq!(body, expected);
}
