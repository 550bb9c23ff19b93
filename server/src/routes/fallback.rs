//! Addresses and methods that nobody answers.

use focus_core::Code;

use crate::error::ApiError;

pub(super) async fn not_found() -> ApiError {
    Code::NotFound.into()
}

pub(super) async fn method_not_allowed() -> ApiError {
    Code::MethodNotAllowed.into()
}
