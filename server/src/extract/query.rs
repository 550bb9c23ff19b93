//! What a query says: of a repeated parameter the first counts.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use focus_core::{Code, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page, Problem};
use schemars::JsonSchema;
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::openapi::{Input, Operation};
use crate::state::AppState;

/// The parameters as an object of texts, for readers of the core. It is not judged by `T`, which
/// only tells what they should say.
pub(crate) struct QueryTexts<T>(Value, PhantomData<T>);

/// `?page=…&per_page=…`
pub(crate) struct PageQuery(pub(crate) Page);

/// Which part of a list is wanted.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "the core reads the query")]
pub(crate) struct PageParameters {
    /// Which page, counted from 1.
    #[schemars(range(min = 1, max = u32::MAX), extend("default" = 1))]
    page: Option<u32>,
    /// Items of a page.
    #[schemars(range(min = 1, max = MAX_PAGE_SIZE), extend("default" = DEFAULT_PAGE_SIZE))]
    per_page: Option<u32>,
}

impl<T> QueryTexts<T> {
    fn of(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let mut texts = Map::new();
        for (name, value) in url::form_urlencoded::parse(query) {
            texts.entry(name).or_insert_with(|| value.into());
        }
        Self(texts.into(), PhantomData)
    }

    pub(crate) const fn object(&self) -> &Value {
        &self.0
    }

    /// What a parameter says.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// The page that a list is asked for.
    ///
    /// # Errors
    /// As [`Page::parse`].
    pub(crate) fn page(&self) -> Result<Page, Vec<Problem>> {
        Page::parse(self.get("page"), self.get("per_page"))
    }
}

impl<T: JsonSchema> Input for QueryTexts<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.query::<T>();
    }
}

impl Input for PageQuery {
    fn describe(operation: &mut Operation<'_>) {
        operation.query::<PageParameters>();
        operation.refuses(&[Code::WrongType, Code::TooFew, Code::TooMany, Code::ValidationError]);
    }
}

impl<T> FromRequestParts<AppState> for QueryTexts<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        Ok(Self::of(parts))
    }
}

impl FromRequestParts<AppState> for PageQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        Ok(Self(QueryTexts::<PageParameters>::of(parts).page()?))
    }
}
