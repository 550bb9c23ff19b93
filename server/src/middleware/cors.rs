//! Which pages may call, and read the answers.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, HeaderValue};
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

use super::request_id::X_REQUEST_ID;
use crate::config::CorsOrigins;

/// How long a browser may remember a preflight's answer.
const MAX_AGE: Duration = Duration::from_secs(600);

pub(super) fn layer(origins: &CorsOrigins) -> CorsLayer {
    let origins = origins.clone();
    let allowed = move |origin: &HeaderValue, _: &_| {
        origin.to_str().is_ok_and(|origin| origins.allow(origin))
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(allowed))
        .allow_credentials(true)
        // A wildcard is no wildcard beside credentials: what is asked for is named.
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([HeaderName::from_static(X_REQUEST_ID), RETRY_AFTER])
        .max_age(MAX_AGE)
}
