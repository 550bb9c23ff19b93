//! What a user received, without who gave it.

use axum::Json;
use axum::extract::State;
use focus_core::rating::RatingValue;
use focus_core::rating::history::{HistorySummary, summary};
use focus_core::{MAX_PAGE_SIZE, SessionId, Timestamp, Uuid};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::{AuthUser, PageQuery};
use crate::openapi::About;
use crate::state::AppState;
use crate::store::HistoryItem;

pub(super) const ABOUT: About =
    About { summary: "What you received, without who gave it", refusals: &[] };

/// Ratings, newest first.
#[derive(Serialize, JsonSchema)]
pub(super) struct RatingHistory {
    summary: HistorySummary,
    items: Vec<Item>,
    /// Green and red ratings, of every page.
    total: u64,
    #[schemars(range(min = 1))]
    page: u32,
    #[schemars(range(min = 1, max = MAX_PAGE_SIZE))]
    per_page: u32,
}

/// One rating.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingHistoryItem")]
struct Item {
    id: Uuid,
    session_id: SessionId,
    rating: RatingValue,
    created_at: Timestamp,
}

pub(super) async fn rating_history(
    State(state): State<AppState>,
    user: AuthUser,
    PageQuery(page): PageQuery,
) -> Result<Json<RatingHistory>, ApiError> {
    let history = state.store.read().await?.history(user.id, page).await?;
    let summary = summary(history.green, history.red);
    Ok(Json(RatingHistory {
        total: summary.total_received,
        summary,
        items: history.items.into_iter().map(Item::from).collect(),
        page: page.page,
        per_page: page.per_page,
    }))
}

impl From<HistoryItem> for Item {
    fn from(item: HistoryItem) -> Self {
        Self {
            id: item.id,
            session_id: item.session_id,
            rating: item.rating,
            created_at: item.created_at,
        }
    }
}
