//! `X-Idempotency-Key`: the name that a client gives a request which may arrive twice.

use std::fmt::Write as _;

use aws_lc_rs::digest;
use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::request::Parts;
use focus_core::{Code, Problem, UserId, Uuid, idempotency};
use serde_json::Value;

use crate::error::ApiError;
use crate::openapi::{Input, Operation};
use crate::state::AppState;
use crate::store::KeyedRequest;

const HEADER: &str = "x-idempotency-key";

/// The key of a request, if it has one, and where it went.
pub(crate) struct IdempotencyKey {
    key: Option<Uuid>,
    route: String,
    path: String,
}

impl IdempotencyKey {
    /// The request of this user with this body.
    pub(crate) fn request(self, user: UserId, body: Option<&Value>) -> KeyedRequest {
        // The route's template names the key's realm; which session it was about belongs to what
        // must be the same.
        let told = format!("{}\n{}", self.path, body.unwrap_or(&Value::Null));
        let hash = digest::digest(&digest::SHA256, told.as_bytes());
        let mut body_hash = String::with_capacity(2 * digest::SHA256_OUTPUT_LEN);
        for byte in hash.as_ref() {
            // Writing into a text never fails.
            let _ = write!(body_hash, "{byte:02x}");
        }
        KeyedRequest { user, key: self.key, route: self.route, body_hash }
    }
}

impl Input for IdempotencyKey {
    fn describe(operation: &mut Operation<'_>) {
        let about = "A request with a key that was answered within a day is answered the same";
        operation.header::<Uuid>("X-Idempotency-Key", about);
        operation.refuses(&[Code::IdempotencyKeyInvalid, Code::IdempotencyKeyReused]);
    }
}

impl FromRequestParts<AppState> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let mut keys = parts.headers.get_all(HEADER).iter();
        let key = match (keys.next(), keys.next()) {
            (None, _) => None,
            (Some(key), None) => {
                // Bytes that are no text are no key either.
                Some(idempotency::parse_key(key.to_str().unwrap_or_default())?)
            }
            (Some(_), Some(_)) => {
                return Err(Problem::new(Code::IdempotencyKeyInvalid).into());
            }
        };
        let path = parts.uri.path().to_owned();
        let route = parts.extensions.get::<MatchedPath>();
        let route = route.map_or_else(|| path.clone(), |route| route.as_str().to_owned());
        let route = format!("{} {route}", parts.method);
        Ok(Self { key, route, path })
    }
}
