//! Who asks.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use focus_core::token::{Principal, parse_bearer};
use focus_core::{Code, UserId};

use crate::error::ApiError;
use crate::state::AppState;

/// A known user with a good token.
pub(crate) struct AuthUser {
    pub(crate) id: UserId,
}

impl FromRequestParts<AppState> for AuthUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let principal = principal(parts, state).await?;
        let id = state.store.user_of(&principal.issuer, &principal.subject).await?;
        Ok(Self { id: id.ok_or(Code::UserNotFound)? })
    }
}

/// Who the token speaks of; verified once a request.
async fn principal(parts: &mut Parts, state: &AppState) -> Result<Principal, ApiError> {
    if let Some(principal) = parts.extensions.get::<Principal>() {
        return Ok(principal.clone());
    }
    let mut headers = Vec::new();
    for value in parts.headers.get_all(AUTHORIZATION) {
        headers.push(value.to_str().map_err(|_| Code::TokenMalformed)?);
    }
    let token = parse_bearer(headers)?.ok_or(Code::TokenMissing)?;
    let principal = state.verifier.verify(token).await?;
    parts.extensions.insert(principal.clone());
    Ok(principal)
}
