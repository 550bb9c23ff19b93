//! Answers that nobody may keep.

use axum::Json;
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;
use schemars::JsonSchema;

use crate::openapi::{Operation, Output};

/// JSON that must not be kept.
pub(crate) type Fresh<T> = ([(HeaderName, &'static str); 1], Json<T>);

pub(crate) const fn fresh<T>(answer: T) -> Fresh<T> {
    ([(CACHE_CONTROL, "no-store")], Json(answer))
}

impl<T: JsonSchema> Output for Fresh<T> {
    fn describe(operation: &mut Operation<'_>) {
        Json::<T>::describe(operation);
        operation.keeps_fresh();
    }
}
