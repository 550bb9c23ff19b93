//! The page that a list is asked for.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use focus_core::{Code, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page};
use schemars::JsonSchema;

use crate::error::ApiError;
use crate::openapi::{Input, Operation};
use crate::state::AppState;

/// `?page=…&per_page=…`; of a repeated parameter the first counts.
pub(crate) struct PageQuery(pub(crate) Page);

#[derive(JsonSchema)]
#[expect(dead_code, reason = "the core reads the query")]
struct Parameters {
    /// Which page, counted from 1.
    #[schemars(range(min = 1, max = u32::MAX), extend("default" = 1))]
    page: Option<u32>,
    /// Items of a page.
    #[schemars(range(min = 1, max = MAX_PAGE_SIZE), extend("default" = DEFAULT_PAGE_SIZE))]
    per_page: Option<u32>,
}

impl Input for PageQuery {
    fn describe(operation: &mut Operation<'_>) {
        operation.query::<Parameters>();
        operation.refuses(&[Code::WrongType, Code::TooFew, Code::TooMany, Code::ValidationError]);
    }
}

impl FromRequestParts<AppState> for PageQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let find = |wanted: &str| {
            let mut pairs = url::form_urlencoded::parse(query);
            pairs.find(|(name, _)| name == wanted).map(|(_, value)| value)
        };
        let page = Page::parse(find("page").as_deref(), find("per_page").as_deref())?;
        Ok(Self(page))
    }
}
