//! Who asks.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use focus_core::token::Principal;
use focus_core::user::{self, AccountAction};
use focus_core::{Code, Timestamp, UserId};

use crate::auth::Bearer;
use crate::error::ApiError;
use crate::middleware::Identity;
use crate::openapi::{Input, Operation};
use crate::state::AppState;

/// A known user with a good token, whose account is not going to be deleted. As an `Option` it is
/// nobody for a request without a token, and for one whose token is not taken.
pub(crate) struct AuthUser {
    pub(crate) id: UserId,
}

/// What a request is refused with that has no good token of a known user.
const REFUSALS: &[Code] = &[
    Code::TokenMissing,
    Code::TokenMalformed,
    Code::TokenInvalid,
    Code::TokenExpired,
    Code::TokenNotYetValid,
    Code::TokenIssuer,
    Code::TokenAudience,
    Code::TokenParty,
    Code::TokenType,
    Code::TokenSubject,
    Code::TokenRole,
    Code::TokenRevoked,
    Code::UserNotFound,
    Code::AuthUnavailable,
    Code::Overloaded,
];

impl Input for AuthUser {
    fn describe(operation: &mut Operation<'_>) {
        Account::describe(operation);
        operation.refuses(&[Code::AccountDeletionScheduled]);
    }
}

impl Input for Account {
    fn describe(operation: &mut Operation<'_>) {
        operation.asks_who();
        operation.refuses(REFUSALS);
    }
}

impl Input for Signed {
    fn describe(operation: &mut Operation<'_>) {
        operation.asks_who();
        operation.refuses(REFUSALS);
    }
}

/// A known user with a good token, be their account about to be deleted: for the few routes that
/// are open to one that is.
pub(crate) struct Account {
    pub(crate) id: UserId,
    deletion_scheduled_at: Option<Timestamp>,
}

/// Somebody with a good token, known here or not.
pub(crate) struct Signed(pub(crate) Arc<Bearer>);

impl Account {
    /// Refuses what an account that is going to be deleted may not do.
    ///
    /// # Errors
    /// `ACCOUNT_DELETION_SCHEDULED`, with the instant.
    pub(crate) fn may(&self, action: AccountAction) -> Result<(), ApiError> {
        user::check_access(self.deletion_scheduled_at, action).map_err(|problem| {
            let scheduled_at = self.deletion_scheduled_at.map(String::from);
            ApiError::from(problem).with("deletion_scheduled_at", scheduled_at)
        })
    }

    /// The account that a principal has here. A user is the pair of issuer and subject.
    async fn of(principal: &Principal, state: &AppState) -> Result<Option<Self>, ApiError> {
        user::check_subject(&principal.subject)?;
        let account =
            state.store.glance().await?.account_of(&principal.issuer, &principal.subject).await?;
        Ok(account.map(|(id, deletion_scheduled_at)| Self { id, deletion_scheduled_at }))
    }
}

impl FromRequestParts<AppState> for Signed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let bearer = Arc::clone(identity(parts)?.required()?);
        user::check_subject(&bearer.subject)?;
        Ok(Self(bearer))
    }
}

impl FromRequestParts<AppState> for Account {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let account = Self::of(identity(parts)?.required()?, state).await?;
        account.ok_or(Code::UserNotFound.into())
    }
}

impl FromRequestParts<AppState> for AuthUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let account = <Account as FromRequestParts<_>>::from_request_parts(parts, state).await?;
        Self::of(&account)
    }
}

impl OptionalFromRequestParts<AppState> for AuthUser {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Option<Self>, ApiError> {
        match identity(parts)? {
            Identity::Known(principal) => {
                let account = Account::of(principal, state).await?;
                account.map(|account| Self::of(&account)).transpose()
            }
            Identity::Anonymous | Identity::Refused(_) => Ok(None),
        }
    }
}

impl AuthUser {
    fn of(account: &Account) -> Result<Self, ApiError> {
        account.may(AccountAction::Other)?;
        Ok(Self { id: account.id })
    }
}

/// What the layer around the route found out. A route without that layer answers nobody.
fn identity(parts: &Parts) -> Result<&Identity, ApiError> {
    parts.extensions.get::<Identity>().ok_or_else(|| {
        tracing::error!("a route asks who asks, but stands outside of the layer that knows");
        Code::InternalError.into()
    })
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;
    use crate::middleware::Identify;
    use crate::testing::TestServer;

    async fn told(app: &Router, request: Request<Body>) -> (StatusCode, String) {
        let response = app.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    fn probe() -> Router<AppState> {
        let maybe = async |user: Option<AuthUser>| user.map_or("nobody", |_| "somebody");
        Router::new().route("/maybe", get(maybe))
    }

    #[tokio::test]
    async fn who_may_ask_or_not_is_somebody_with_a_good_token_alone() {
        let server = TestServer::start().await;
        let state = server.state.clone();
        let request = Request::post("/dev/token").header("content-type", "application/json");
        let request = request.header("host", "localhost");
        let body = r#"{"user": "5eed0000-0000-4000-8000-000000000001"}"#;
        let (_, token) =
            told(&crate::router(state.clone()), request.body(body.into()).unwrap()).await;
        let token: serde_json::Value = serde_json::from_str(&token).unwrap();
        let token = token["access_token"].as_str().unwrap();
        let app = probe().route_layer(Identify::new(&state)).with_state(state.clone());
        let ask = |authorization: Option<String>| {
            let request = Request::get("/maybe");
            let request =
                authorization.into_iter().fold(request, |r, v| r.header("authorization", v));
            request.body(Body::empty()).unwrap()
        };
        for (authorization, who) in [
            (None, "nobody"),
            (Some("Basic eDp5".to_owned()), "nobody"),
            (Some("Bearer a.b.c".to_owned()), "nobody"),
            (Some(format!("Bearer {token}")), "somebody"),
        ] {
            assert_eq!(told(&app, ask(authorization)).await, (StatusCode::OK, who.to_owned()));
        }
        let bare = probe().with_state(state);
        let (status, _) = told(&bare, ask(Some(format!("Bearer {token}")))).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    }
}
