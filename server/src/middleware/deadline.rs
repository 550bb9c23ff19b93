//! Nobody waits for an answer for ever.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use focus_core::Code;

use crate::error::ApiError;

pub(super) async fn keep(
    State(deadline): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    let answer = tokio::time::timeout(deadline, next.run(request)).await;
    answer.unwrap_or_else(|_| ApiError::from(Code::DeadlineExceeded).into_response())
}
