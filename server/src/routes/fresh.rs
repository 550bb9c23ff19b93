//! Answers that nobody may keep.

use axum::Json;
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;

/// JSON that must not be kept.
pub(crate) type Fresh<T> = ([(HeaderName, &'static str); 1], Json<T>);

pub(crate) const fn fresh<T>(answer: T) -> Fresh<T> {
    ([(CACHE_CONTROL, "no-store")], Json(answer))
}
