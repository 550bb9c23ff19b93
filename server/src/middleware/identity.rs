//! Who asks: the token of a request is verified once, before anything else reads the request.
//!
//! A service of its own and no function, since a token that was verified before needs no waiting:
//! then the request goes on at once, and nothing is boxed.

use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Extension;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::Response;
use focus_core::token::parse_bearer;
use focus_core::{Code, Problem};
use futures_util::future::{BoxFuture, Either};
use tower::{Layer, Service};

use crate::auth::{Access, Bearer, Fingerprint, Recalled, Refusal};
use crate::openapi::{Input, Operation};
use crate::state::AppState;

/// What the token of a request says. It is kept among the extensions of the request.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// There is none.
    Anonymous,
    /// It is good.
    Known(Arc<Bearer>),
    /// It is not, or nobody can judge it right now.
    Refused(Problem),
}

impl Identity {
    /// Whom a route asks for that answers nobody else.
    ///
    /// # Errors
    /// `TOKEN_MISSING`, or why the token is not taken.
    pub(crate) fn required(&self) -> Result<&Arc<Bearer>, Problem> {
        match self {
            Self::Known(bearer) => Ok(bearer),
            Self::Anonymous => Err(Problem::new(Code::TokenMissing)),
            Self::Refused(problem) => Err(*problem),
        }
    }
}

/// Whoever takes it out takes a user out too, which tells of it.
impl Input for Extension<Identity> {
    fn describe(_: &mut Operation<'_>) {}
}

impl From<Refusal> for Identity {
    fn from(refusal: Refusal) -> Self {
        // What a client is told is less: it may be a forger.
        tracing::debug!(reason = refusal.code(), "a token was refused");
        Self::Refused(refusal.problem())
    }
}

/// The layer around every route that asks who asks.
#[derive(Clone)]
pub(crate) struct Identify(AppState);

impl Identify {
    pub(crate) fn new(state: &AppState) -> Self {
        Self(state.clone())
    }
}

impl<S> Layer<S> for Identify {
    type Service = Identified<S>;

    fn layer(&self, inner: S) -> Identified<S> {
        Identified { inner, state: self.0.clone() }
    }
}

/// A route that learns who asks.
#[derive(Clone)]
pub(crate) struct Identified<S> {
    inner: S,
    state: AppState,
}

impl<S> Service<Request> for Identified<S>
where
    S: Service<Request, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Either<S::Future, BoxFuture<'static, Result<Response, S::Error>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let access = if request.method().is_safe() { Access::Read } else { Access::Write };
        match at_once(request.headers(), access, &self.state) {
            Ok(identity) => {
                request.extensions_mut().insert(identity);
                Either::Left(self.inner.call(request))
            }
            Err((token, fingerprint)) => {
                let state = self.state.clone();
                let next = self.inner.clone();
                // The one that said it is ready is the one to be called.
                let mut inner = std::mem::replace(&mut self.inner, next);
                Either::Right(Box::pin(async move {
                    let judged = state.verifier.verify_anew(&token, fingerprint, access).await;
                    let identity = judged.map_or_else(Identity::from, Identity::Known);
                    request.extensions_mut().insert(identity);
                    inner.call(request).await
                }))
            }
        }
    }
}

/// Who asks, if that can be told without waiting; else the token, and what to remember it by.
fn at_once(
    headers: &HeaderMap,
    access: Access,
    state: &AppState,
) -> Result<Identity, (String, Fingerprint)> {
    let token = match token(headers) {
        Ok(Some(token)) => token,
        Ok(None) => return Ok(Identity::Anonymous),
        Err(problem) => return Ok(Identity::Refused(problem)),
    };
    match state.verifier.recall(token, access) {
        Recalled::Known(bearer) => Ok(Identity::Known(bearer)),
        Recalled::Refused(refusal) => Ok(refusal.into()),
        Recalled::Unknown(fingerprint) => Err((token.to_owned(), fingerprint)),
    }
}

fn token(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let texts = || headers.get_all(AUTHORIZATION).iter().map(|value| value.to_str());
    if texts().any(|text| text.is_err()) {
        return Err(Problem::new(Code::TokenMalformed));
    }
    parse_bearer(texts().flatten())
}
