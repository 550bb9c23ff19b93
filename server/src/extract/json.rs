//! JSON bodies: the right type, a bounded size, there in time, and well-formed.

use std::marker::PhantomData;
use std::pin::pin;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use focus_core::{Code, Params, Problem};
use futures_util::FutureExt as _;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Body as _;
use schemars::JsonSchema;
use serde_json::Value;

use super::unique::Unique;
use crate::error::ApiError;
use crate::middleware::Place;
use crate::openapi::{Input, Operation};
use crate::state::AppState;

/// The largest body in bytes.
const MAX_BODY_BYTES: usize = 65_536;

/// A body that must be there. It is not judged by `T`, which only tells what it should hold: the
/// core judges, and tells every problem at once.
pub(crate) struct JsonBody<T>(pub(crate) Value, pub(crate) PhantomData<T>);

/// A body that may be absent.
pub(crate) struct OptionalJsonBody<T>(pub(crate) Option<Value>, pub(crate) PhantomData<T>);

/// What a body is refused with, whatever it should hold.
const REFUSALS: &[Code] = &[
    Code::MalformedJson,
    Code::UnsupportedMediaType,
    Code::BodyTooLarge,
    Code::ValidationError,
    Code::Missing,
    Code::WrongType,
    Code::UnknownValue,
    Code::TooFew,
    Code::TooMany,
    Code::TooLong,
    Code::TooShort,
    Code::InvalidId,
    Code::InvalidText,
    Code::InvalidTimestamp,
];

impl<T: JsonSchema> Input for JsonBody<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.body::<T>(true);
        operation.refuses(REFUSALS);
    }
}

impl<T: JsonSchema> Input for OptionalJsonBody<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.body::<T>(false);
        operation.refuses(REFUSALS);
    }
}

impl<T> FromRequest<AppState> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        require_json(&parts.headers)?;
        let bytes = read(&parts, body, state).await?;
        Ok(Self(parse(&bytes)?, PhantomData))
    }
}

impl<T> FromRequest<AppState> for OptionalJsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        if body.is_end_stream() {
            return Ok(Self(None, PhantomData));
        }
        let typed = require_json(&parts.headers);
        let bytes = read(&parts, body, state).await;
        if bytes.as_ref().is_ok_and(Bytes::is_empty) {
            return Ok(Self(None, PhantomData));
        }
        typed?;
        let bytes = bytes?;
        Ok(Self(Some(parse(&bytes)?), PhantomData))
    }
}

/// `application/json`, or any type ending in `+json`.
fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    let essence = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = essence.and_then(|text| text.split(';').next()).unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let is_json = essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"));
    if is_json { Ok(()) } else { Err(Problem::new(Code::UnsupportedMediaType)) }
}

async fn read(parts: &Parts, body: Body, state: &AppState) -> Result<Bytes, Problem> {
    let max = u32::try_from(MAX_BODY_BYTES).unwrap_or(u32::MAX);
    let too_large = Problem::new(Code::BodyTooLarge).with(Params::Max(max));
    if declared(&parts.headers).is_some_and(|length| length > MAX_BODY_BYTES as u64) {
        return Err(too_large);
    }
    let mut collecting = pin!(Limited::new(body, MAX_BODY_BYTES).collect());
    let collected = match collecting.as_mut().now_or_never() {
        Some(collected) => collected,
        None => {
            // Others are worked on while this client is waited for.
            let place = parts.extensions.get::<Place>();
            place.inspect(|place| place.leave());
            let collected = tokio::time::timeout(state.deadlines.body, collecting).await;
            let collected = collected.map_err(|_| Problem::new(Code::DeadlineExceeded))?;
            place.map_or(Ok(()), |place| place.come_back(&state.permits)).map_err(Problem::new)?;
            collected
        }
    };
    match collected {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large),
        // The client broke off.
        Err(_) => Err(malformed(1, 1)),
    }
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = String::from_utf8_lossy(valid);
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count());
        malformed(line, column + 1)
    })?;
    let read = serde_json::from_str(text).map(|Unique(value)| value);
    read.map_err(|error| {
        let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
        malformed(error.line(), characters(line, error.column()))
    })
}

/// The column in characters of a column in bytes, both counted from 1.
fn characters(line: &str, bytes: usize) -> usize {
    line.char_indices().take_while(|(start, _)| *start < bytes).count().max(1)
}

fn malformed(line: usize, column: usize) -> Problem {
    let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
    let at = Params::At { line: number(line), column: number(column) };
    Problem::new(Code::MalformedJson).with(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(body: &[u8]) -> Params {
        parse(body).unwrap_err().params()
    }

    #[test]
    fn malformed_json_is_told_with_line_and_column_in_characters() {
        assert_eq!(place(b""), Params::At { line: 1, column: 1 });
        assert_eq!(place(b"{\"a\": ]"), Params::At { line: 1, column: 7 });
        assert_eq!(place("{\n \"é\": ]".as_bytes()), Params::At { line: 2, column: 7 });
        assert_eq!(place(b"{} x"), Params::At { line: 1, column: 4 });
    }

    #[test]
    fn a_member_that_stands_twice_is_malformed_json_at_its_second_place() {
        assert_eq!(place(br#"{"a": 1, "a": 1}"#), Params::At { line: 1, column: 12 });
        assert_eq!(
            place(b"[{\"a\": {}},\n {\"b\": 1,\n \"\\u0062\": 2}]"),
            Params::At { line: 3, column: 9 }
        );
        assert!(parse(br#"{"a": {"a": 1}, "b": [{"a": 1}, {"a": 1}]}"#).is_ok());
    }

    #[test]
    fn bytes_that_are_no_utf8_are_malformed_json() {
        assert_eq!(place(b"{\"a\":\n\"\xff\"}"), Params::At { line: 2, column: 2 });
    }

    #[test]
    fn the_type_must_be_json() {
        let told = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, value.parse().unwrap());
            require_json(&headers).is_ok()
        };
        for good in ["application/json", "Application/JSON; charset=utf-8", "application/a+json"] {
            assert!(told(good), "{good}");
        }
        for bad in ["text/plain", "application/jsonp", "json", "text/json", ""] {
            assert!(!told(bad), "{bad}");
        }
        assert!(require_json(&HeaderMap::new()).is_err());
    }
}
