//! The route table.

mod cancel;
mod fallback;
mod fresh;
mod health;
mod join;
mod leave;
mod me;
mod owed;
mod pending_ratings;
mod quick_match;
mod rate;
mod rating_history;
mod seating;
mod session;
mod skip;
mod summary;
mod time;
mod upcoming;
mod upcoming_slots;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use fresh::{Fresh, fresh};

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
        .route("/sessions/quick-match", post(quick_match::quick_match))
        .route("/sessions/upcoming", get(upcoming::upcoming))
        .route("/sessions/upcoming-slots", get(upcoming_slots::upcoming_slots))
        .route("/sessions/pending-ratings", get(pending_ratings::pending_ratings))
        .route("/sessions/rating-history", get(rating_history::rating_history))
        .route("/sessions/{id}", get(session::session))
        .route("/sessions/{id}/summary", get(summary::summary))
        .route("/sessions/{id}/join", post(join::join))
        .route("/sessions/{id}/leave", post(leave::leave))
        .route("/sessions/{id}/cancel", post(cancel::cancel))
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
