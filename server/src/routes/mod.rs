//! The route table.

mod events;
mod fallback;
mod fresh;
mod health;
mod me;
mod owed;
mod pending_ratings;
mod rate;
mod rating_history;
mod session;
mod skip;
mod time;
mod upcoming;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use fresh::{Fresh, fresh};
pub(crate) use owed::record_session;

use crate::dev;
use crate::middleware::Identify;
use crate::state::AppState;

/// Every route of this server; the development ones only in laptop mode.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let mut routes = Router::new()
        .merge(for_somebody().route_layer(Identify::new(state)))
        .merge(for_everybody());
    if state.dev.is_some() {
        routes = routes.nest("/dev", dev::routes());
    }
    routes.fallback(fallback::not_found).method_not_allowed_fallback(fallback::method_not_allowed)
}

/// Routes that ask who asks.
fn for_somebody() -> Router<AppState> {
    let api = Router::new()
        .route("/users/me", get(me::me))
        .route("/sessions/upcoming", get(upcoming::upcoming))
        .route("/sessions/pending-ratings", get(pending_ratings::pending_ratings))
        .route("/sessions/rating-history", get(rating_history::rating_history))
        .route("/sessions/{id}", get(session::session))
        .route("/sessions/{id}/events", get(events::events))
        .route("/sessions/{id}/rate", post(rate::rate))
        .route("/sessions/{id}/rate/skip", post(skip::skip));
    Router::new().nest("/api/v1", api)
}

/// Routes that do not look at tokens: public paths, all of them (`focus_core::path`).
fn for_everybody() -> Router<AppState> {
    Router::new()
        .route("/api/v1/time", get(time::time))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
}
