//! Who asks.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use focus_core::token::Principal;
use focus_core::{Code, UserId};

use crate::error::ApiError;
use crate::middleware::Identity;
use crate::state::AppState;

/// A known user with a good token. As an `Option` it is nobody for a request without one, and for
/// one whose token is not taken.
pub(crate) struct AuthUser {
    pub(crate) id: UserId,
}

impl FromRequestParts<AppState> for AuthUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let user = known(identity(parts)?.required()?, state).await?;
        user.ok_or(Code::UserNotFound.into())
    }
}

impl OptionalFromRequestParts<AppState> for AuthUser {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Option<Self>, ApiError> {
        match identity(parts)? {
            Identity::Known(principal) => known(principal, state).await,
            Identity::Anonymous | Identity::Refused(_) => Ok(None),
        }
    }
}

/// What the layer around the route found out. A route without that layer answers nobody.
fn identity(parts: &Parts) -> Result<&Identity, ApiError> {
    parts.extensions.get::<Identity>().ok_or_else(|| {
        tracing::error!("a route asks who asks, but stands outside of the layer that knows");
        Code::InternalError.into()
    })
}

/// The user that a principal is here. A user is the pair of issuer and subject.
async fn known(principal: &Principal, state: &AppState) -> Result<Option<AuthUser>, ApiError> {
    let id = state.store.user_of(&principal.issuer, &principal.subject).await?;
    Ok(id.map(|id| AuthUser { id }))
}
