//! Who asks: the token of a request is verified once, before anything else reads the request.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::Response;
use focus_core::token::{Principal, parse_bearer};
use focus_core::{Code, Problem, path};

use crate::auth::Verifier;
use crate::state::AppState;

/// What the token of a request says. It is kept among the extensions of the request.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// There is none, or the path is public.
    Anonymous,
    /// It is good.
    Known(Arc<Principal>),
    /// It is not, or nobody can judge it right now.
    Refused(Problem),
}

/// Around every route, and around nothing else: what is answered without a route needs no name.
pub(crate) async fn identify(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let identity = if path::is_public(request.uri().path()) {
        Identity::Anonymous
    } else {
        Identity::of(request.headers(), &state.verifier).await
    };
    request.extensions_mut().insert(identity);
    next.run(request).await
}

impl Identity {
    async fn of(headers: &HeaderMap, verifier: &Verifier) -> Self {
        let token = match token(headers) {
            Ok(Some(token)) => token,
            Ok(None) => return Self::Anonymous,
            Err(problem) => return Self::Refused(problem),
        };
        match verifier.verify(token).await {
            Ok(principal) => Self::Known(principal),
            Err(refusal) => {
                // What a client is told is less: it may be a forger.
                tracing::debug!(reason = refusal.code(), "a token was refused");
                Self::Refused(refusal.problem())
            }
        }
    }

    /// Whom a route asks for that answers nobody else.
    ///
    /// # Errors
    /// `TOKEN_MISSING`, or why the token is not taken.
    pub(crate) fn required(&self) -> Result<&Arc<Principal>, Problem> {
        match self {
            Self::Known(principal) => Ok(principal),
            Self::Anonymous => Err(Problem::new(Code::TokenMissing)),
            Self::Refused(problem) => Err(*problem),
        }
    }
}

fn token(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut texts = Vec::new();
    for value in headers.get_all(AUTHORIZATION) {
        texts.push(value.to_str().map_err(|_| Problem::new(Code::TokenMalformed))?);
    }
    parse_bearer(texts)
}
