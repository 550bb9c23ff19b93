//! The user id of an address.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use focus_core::{Code, UserId};

use crate::error::ApiError;
use crate::openapi::{Input, Operation};
use crate::state::AppState;

/// The `{user_id}` of `/users/{user_id}`: what is no UUID is refused, as session ids are.
pub(crate) struct UserPath(pub(crate) UserId);

impl Input for UserPath {
    fn describe(operation: &mut Operation<'_>) {
        operation.path::<UserId>("user_id", "The user. Not nil.");
        operation.refuses(&[Code::InvalidId]);
    }
}

impl FromRequestParts<AppState> for UserPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        // Axum refuses addresses that are no UTF-8; no such text is a UUID.
        let path = Path::<String>::from_request_parts(parts, state).await;
        let id = path.ok().and_then(|Path(text)| UserId::parse(&text));
        Ok(Self(id.ok_or(Code::InvalidId)?))
    }
}
