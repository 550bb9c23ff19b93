//! A panic is our fault and only this request's problem.

use std::any::Any;

use axum::response::{IntoResponse as _, Response};
use focus_core::Code;
use tower_http::catch_panic::CatchPanicLayer;

use crate::error::ApiError;

type Handler = fn(Box<dyn Any + Send>) -> Response;

pub(super) fn layer() -> CatchPanicLayer<Handler> {
    CatchPanicLayer::custom(|_| ApiError::from(Code::InternalError).into_response())
}
