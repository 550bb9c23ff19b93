//! The one shape of every refusal: `detail`, `code`, `request_id`, and `errors` where there are
//! places to name.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use focus_core::{Code, Path, Problem, SessionId, Timestamp, summary_code};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::causes;
use crate::status::status;
use crate::store::StoreError;

/// Seconds after which a client may try again when the server could not judge.
pub(crate) const RETRY_AFTER_SECONDS: &str = "5";

/// A refusal on its way to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    code: Code,
    detail: String,
    problems: Vec<Problem>,
    members: Map<String, Value>,
}

impl ApiError {
    /// Tells one thing more in the body, beside the members that every refusal has.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// Tells it in other words.
    pub(crate) fn saying(mut self, detail: String) -> Self {
        self.detail = detail;
        self
    }

    pub(crate) const fn code(&self) -> Code {
        self.code
    }

    pub(crate) fn status(&self) -> StatusCode {
        status(self.code)
    }

    /// The body, which names the request.
    pub(crate) fn body(&self, request_id: &str) -> Vec<u8> {
        let wants_errors = self.status() == StatusCode::UNPROCESSABLE_ENTITY
            || self.problems.iter().any(|problem| problem.path != Path::ROOT);
        let errors = wants_errors.then(|| self.problems.iter().map(Entry::of).collect());
        let body = Body {
            detail: &self.detail,
            code: self.code,
            request_id,
            errors,
            members: &self.members,
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }

    fn challenge(&self) -> Option<&'static str> {
        match (self.status(), self.code) {
            (StatusCode::UNAUTHORIZED, Code::TokenMissing) => Some("Bearer"),
            (StatusCode::UNAUTHORIZED, _) => Some("Bearer error=\"invalid_token\""),
            _ => None,
        }
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        vec![problem].into()
    }
}

impl From<Vec<Problem>> for ApiError {
    fn from(problems: Vec<Problem>) -> Self {
        let code = summary_code(&problems);
        let first = problems.first().filter(|problem| problem.code() == code);
        let detail = first.map_or_else(|| code.template().to_owned(), Problem::message);
        Self { code, detail, problems, members: Map::new() }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match error {
            // Whoever sent it is told, and nobody else.
            StoreError::Unstorable => return Code::InvalidText.into(),
            StoreError::Busy(_) | StoreError::Lost(_) => Code::Overloaded,
            StoreError::Conflict | StoreError::Corrupt(_) | StoreError::Database(_) => {
                Code::InternalError
            }
        };
        let cause = causes::told(&error);
        tracing::error!(cause, code = code.as_str(), "the database did not answer as it should");
        code.into()
    }
}

/// The body is written by the request-id middleware, which knows the id.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        if let Some(challenge) = self.challenge() {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Why a request was refused.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Refusal")]
pub(crate) struct Body<'a> {
    /// A sentence for people.
    detail: &'a str,
    code: Code,
    /// How the log calls the request.
    request_id: &'a str,
    /// Each problem with its place, where there are places to name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Entry>")]
    errors: Option<Vec<Entry>>,
    #[serde(flatten)]
    #[schemars(with = "Members")]
    members: &'a Map<String, Value>,
}

/// What some refusals tell beside ([`ApiError::with`]).
#[derive(Serialize, JsonSchema)]
struct Members {
    /// The sentence once more, where older clients look for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    message: Option<String>,
    /// The session that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "SessionId")]
    existing_session_id: Option<SessionId>,
    /// When that session starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Timestamp")]
    start_time: Option<Timestamp>,
    /// When the account is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Timestamp")]
    deletion_scheduled_at: Option<Timestamp>,
}

/// One problem.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RefusalEntry")]
struct Entry {
    /// Where: `ratings[1].reasons`; empty for the request as a whole.
    path: Path,
    code: Code,
    /// A sentence for people.
    message: String,
}

impl Entry {
    fn of(problem: &Problem) -> Self {
        Self { path: problem.path, code: problem.code(), message: problem.message() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_may_tell_one_thing_more() {
        let error = ApiError::from(Code::AlreadyInSession).with("existing_session_id", "s");
        let body: Value = serde_json::from_slice(&error.body("r-1")).unwrap();
        assert_eq!(body["existing_session_id"], "s");
        assert_eq!(body["code"], "ALREADY_IN_SESSION");
    }

    #[test]
    fn a_database_that_has_no_time_is_told_as_an_overloaded_server() {
        let error = ApiError::from(StoreError::from(sqlx::Error::PoolTimedOut));
        let body: serde_json::Value = serde_json::from_slice(&error.body("r-1")).unwrap();
        assert_eq!(body["code"], "OVERLOADED");
        let response = error.into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()["retry-after"], "5");
    }
}
