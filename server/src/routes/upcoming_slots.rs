//! The next slots: who waits there, how many are likely to come, and whether one sits there oneself.

use axum::Json;
use axum::extract::State;
use focus_core::session::TableMode;
use focus_core::slot::{self, HeldSeat, UPCOMING_SLOTS_COUNT};
use focus_core::{Timestamp, text};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::{AuthUser, QueryTexts};
use crate::openapi::About;
use crate::shared::CacheKey;
use crate::state::AppState;
use crate::store::{MySeat, SlotCount, Store, StoreError};

pub(super) const ABOUT: About =
    About { summary: "The next slots, and how many people are likely to be there", refusals: &[] };

/// Which tables count.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "the handler reads the query")]
pub(super) struct Parameters {
    /// Only tables of this mode; there are none of a mode that does not exist.
    mode: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct UpcomingSlots {
    slots: Vec<TimeSlotInfo>,
}

#[derive(Serialize, JsonSchema)]
struct TimeSlotInfo {
    start_time: Timestamp,
    queue_count: i64,
    estimated_count: u32,
    has_user_session: bool,
}

pub(super) async fn upcoming_slots(
    State(state): State<AppState>,
    user: AuthUser,
    query: QueryTexts<Parameters>,
) -> Result<Json<UpcomingSlots>, ApiError> {
    let slots = slot::upcoming(state.clock.now(), UPCOMING_SLOTS_COUNT);
    let (Some(first), Some(last)) = (slots.first(), slots.last()) else {
        return Ok(Json(UpcomingSlots { slots: Vec::new() }));
    };
    let starts = *first..=*last;
    let queue = match mode(query.get("mode")) {
        Wanted::Any => queue(&state.store, &slots, None).await?,
        Wanted::One(mode) => queue(&state.store, &slots, Some(mode)).await?,
        // Nobody waits for a mode that does not exist.
        Wanted::Unknown => Vec::new(),
    };
    let seats = state.store.glance().await?.my_seats(user.id, starts).await?;
    let held = |seat: &MySeat| HeldSeat { start_time: seat.start_time, left_at: None };
    let held: Vec<_> = seats.iter().map(held).collect();
    let info = |start_time: Timestamp| {
        let count = queue.iter().find(|count| count.start_time == start_time);
        TimeSlotInfo {
            start_time,
            queue_count: count.map_or(0, |count| count.people),
            estimated_count: slot::estimate_demand(start_time),
            has_user_session: slot::held_seat(&held, start_time).is_some(),
        }
    };
    Ok(Json(UpcomingSlots { slots: slots.into_iter().map(info).collect() }))
}

/// How many people wait at these slots: the same for everybody who asks, and asked by every page
/// that is open, so it is cached.
pub(crate) async fn queue(
    store: &Store,
    slots: &[Timestamp],
    mode: Option<TableMode>,
) -> Result<Vec<SlotCount>, StoreError> {
    let (Some(first), Some(last)) = (slots.first(), slots.last()) else { return Ok(Vec::new()) };
    let key = CacheKey::slot_counts(slots, mode);
    let load = async || store.glance().await?.queue(*first..=*last, mode).await;
    store.caches().read(&key, load).await
}

enum Wanted {
    Any,
    One(TableMode),
    Unknown,
}

/// A blank mode is none.
fn mode(mode: Option<&str>) -> Wanted {
    match mode.filter(|mode| !text::trim(mode).is_empty()) {
        None => Wanted::Any,
        Some(mode) => TableMode::parse(mode).map_or(Wanted::Unknown, Wanted::One),
    }
}
