//! Which pages may call, and read the answers.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, HeaderValue};
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

use super::request_id::X_REQUEST_ID;
use super::rules_version::X_RULES_VERSION;
use crate::config::CorsOrigins;

/// How long a browser may remember a preflight's answer.
const MAX_AGE: Duration = Duration::from_secs(600);

pub(super) fn layer(origins: &CorsOrigins) -> CorsLayer {
    let origins = origins.clone();
    let allowed = move |origin: &HeaderValue, _: &_| {
        origin.to_str().is_ok_and(|origin| origins.allow(origin))
    };
    let ours = [X_REQUEST_ID, X_RULES_VERSION].map(HeaderName::from_static);
    let exposed = ours.into_iter().chain([RETRY_AFTER]).collect::<Vec<_>>();
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(allowed))
        .allow_credentials(true)
        // A wildcard is no wildcard beside credentials: what is asked for is named.
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(exposed)
        .max_age(MAX_AGE)
}
