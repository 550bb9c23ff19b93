//! The session id of an address.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use focus_core::{Code, SessionId, session};

use crate::error::ApiError;
use crate::openapi::{Input, Operation};
use crate::state::AppState;

/// The `{id}` of `/sessions/{id}/…`.
pub(crate) struct SessionPath(pub(crate) SessionId);

impl Input for SessionPath {
    fn describe(operation: &mut Operation<'_>) {
        operation.path::<SessionId>("id", "The session. Not nil.");
        operation.refuses(&[Code::InvalidSessionId]);
    }
}

impl FromRequestParts<AppState> for SessionPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        // Axum refuses addresses that are no UTF-8; no such text is a UUID.
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|_| Code::InvalidSessionId)?;
        Ok(Self(session::parse_id(&text)?))
    }
}
