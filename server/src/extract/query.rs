//! What a query says: of a repeated parameter the first counts.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use focus_core::{Page, Problem};
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::state::AppState;

/// The parameters as an object of texts, for readers of the core.
pub(crate) struct QueryTexts(Value);

/// `?page=…&per_page=…`
pub(crate) struct PageQuery(pub(crate) Page);

impl QueryTexts {
    fn of(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let mut texts = Map::new();
        for (name, value) in url::form_urlencoded::parse(query) {
            texts.entry(name).or_insert_with(|| value.into());
        }
        Self(texts.into())
    }

    pub(crate) const fn object(&self) -> &Value {
        &self.0
    }

    /// The page that a list is asked for.
    ///
    /// # Errors
    /// As [`Page::parse`].
    pub(crate) fn page(&self) -> Result<Page, Vec<Problem>> {
        let find = |name: &str| self.0.get(name).and_then(Value::as_str);
        Page::parse(find("page"), find("per_page"))
    }
}

impl FromRequestParts<AppState> for QueryTexts {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        Ok(Self::of(parts))
    }
}

impl FromRequestParts<AppState> for PageQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        Ok(Self(QueryTexts::of(parts).page()?))
    }
}
