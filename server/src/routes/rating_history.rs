//! What a user received, without who gave it.

use axum::Json;
use axum::extract::State;
use focus_core::rating::RatingValue;
use focus_core::rating::history::{HistorySummary, summary};
use focus_core::{SessionId, Timestamp, Uuid};
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::{AuthUser, PageQuery};
use crate::state::AppState;
use crate::store::HistoryItem;

#[derive(Serialize)]
pub(super) struct RatingHistory {
    summary: HistorySummary,
    items: Vec<Item>,
    total: u64,
    page: u32,
    per_page: u32,
}

#[derive(Serialize)]
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
