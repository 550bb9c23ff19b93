//! Signing out: one token, or all of one's tokens, are taken by nobody from now on.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use focus_core::Code;
use focus_core::json::Document;
use focus_core::revocation::RevocationScope;
use schemars::JsonSchema;

use crate::causes;
use crate::error::ApiError;
use crate::extract::{JsonBody, Signed, read_facts};
use crate::openapi::{About, Operation, Output};
use crate::state::AppState;

pub(super) const ABOUT: About = About {
    summary: "Revokes the token that the request comes with, or all that you have by now: every \
              instance refuses them within a second",
    refusals: &[],
};

/// What is to be revoked.
#[derive(JsonSchema)]
#[schemars(rename = "Revocation")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    scope: RevocationScope,
}

/// Needs no account here, and is open to one that is about to be deleted.
pub(super) async fn revoke(
    State(state): State<AppState>,
    Signed(bearer): Signed,
    JsonBody(body, _): JsonBody<Body>,
) -> Result<Revoked, ApiError> {
    let body = Document::of(&body);
    let scope = read_facts(&body, RevocationScope::read)?;
    match state.verifier.revocations().revoke(&bearer, scope).await {
        Ok(()) => Ok(Revoked),
        Err(error) => {
            tracing::error!(cause = causes::told(&error), "a revocation could not be stored");
            Err(Code::AuthUnavailable.into())
        }
    }
}

/// It is stored.
pub(super) struct Revoked;

impl IntoResponse for Revoked {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl Output for Revoked {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_nothing(StatusCode::NO_CONTENT);
    }
}
