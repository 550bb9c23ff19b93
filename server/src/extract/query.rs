//! The page that a list is asked for.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use focus_core::Page;

use crate::error::ApiError;
use crate::state::AppState;

/// `?page=…&per_page=…`; of a repeated parameter the first counts.
pub(crate) struct PageQuery(pub(crate) Page);

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
