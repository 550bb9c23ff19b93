//! The name of a request: taken from the client when it is sane, else minted; in every answer
//! and on every log line.

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use crate::clock::Stopwatch;
use crate::error::ApiError;
use crate::ids;

pub(super) const X_REQUEST_ID: &str = "x-request-id";
const X_CORRELATION_ID: &str = "x-correlation-id";
const MAX_LENGTH: usize = 128;

pub(super) async fn name(request: Request, next: Next) -> Response {
    let id = incoming(request.headers()).unwrap_or_else(|| ids::uuid().to_string());
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let span = tracing::info_span!("request", request_id = id, method = %request.method(), route);
    let stopwatch = Stopwatch::start();
    async {
        let mut response = next.run(request).await;
        let error = response.extensions_mut().remove::<ApiError>();
        if let Some(error) = &error {
            *response.body_mut() = Body::from(error.body(&id));
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(CONTENT_TYPE, json);
        }
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(HeaderName::from_static(X_REQUEST_ID), value);
        }
        let status = response.status().as_u16();
        let code = error.as_ref().map_or("-", |error| error.code().as_str());
        let elapsed_us = u64::try_from(stopwatch.elapsed().as_micros()).unwrap_or(u64::MAX);
        tracing::info!(status, code, elapsed_us, "answered");
        response
    }
    .instrument(span)
    .await
}

fn incoming(headers: &HeaderMap) -> Option<String> {
    let sane = |name| {
        let text = headers.get(name)?.to_str().ok()?;
        let fits = (1..=MAX_LENGTH).contains(&text.len());
        (fits && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| text.to_owned())
    };
    sane(X_REQUEST_ID).or_else(|| sane(X_CORRELATION_ID))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(headers: &[(&'static str, &str)]) -> Option<String> {
        let map = headers.iter().map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap())
        });
        incoming(&map.collect())
    }

    #[test]
    fn only_a_sane_id_is_taken() {
        assert_eq!(taken(&[(X_REQUEST_ID, "a-1")]).as_deref(), Some("a-1"));
        assert!(taken(&[(X_REQUEST_ID, &"x".repeat(128))]).is_some());
        for bad in ["", "two words", "é", &"x".repeat(129)] {
            assert_eq!(taken(&[(X_REQUEST_ID, bad)]), None, "{bad}");
        }
    }

    #[test]
    fn the_correlation_id_is_the_second_choice() {
        let both = [(X_REQUEST_ID, "one"), (X_CORRELATION_ID, "two")];
        assert_eq!(taken(&both).as_deref(), Some("one"));
        let bad = [(X_REQUEST_ID, "not sane"), (X_CORRELATION_ID, "two")];
        assert_eq!(taken(&bad).as_deref(), Some("two"));
    }
}
