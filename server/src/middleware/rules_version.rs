//! Which rules decided, in every answer: a page that goes by others can notice.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use focus_core::rulebook;

/// The name of the header.
pub(super) const X_RULES_VERSION: &str = rulebook::HEADER;

pub(super) async fn tell(mut response: Response) -> Response {
    let version = HeaderValue::from_static(rulebook::VERSION);
    response.headers_mut().insert(HeaderName::from_static(X_RULES_VERSION), version);
    response
}
