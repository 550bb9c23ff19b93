//! The route table.

mod deletion;
mod diary;
mod diary_note;
mod fallback;
mod fresh;
mod health;
mod me;
mod owed;
mod pending_ratings;
mod person;
mod rate;
mod rating_history;
mod reflections;
mod session;
mod skip;
mod time;
mod upcoming;
mod update_me;

use axum::Router;
use axum::routing::{delete, get, patch, post};

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
        .route("/users/me", patch(update_me::update_me))
        .route("/users/me", delete(deletion::delete_me))
        .route("/users/me/cancel-deletion", post(deletion::cancel_deletion))
        .route("/sessions/diary", get(diary::diary))
        .route("/sessions/diary/stats", get(diary::diary_stats))
        .route("/sessions/diary/{id}/note", post(diary_note::add_note))
        .route("/sessions/{id}/reflections", get(reflections::reflections))
        .route("/sessions/{id}/reflections", post(reflections::reflect))
        .route("/sessions/upcoming", get(upcoming::upcoming))
        .route("/sessions/pending-ratings", get(pending_ratings::pending_ratings))
        .route("/sessions/rating-history", get(rating_history::rating_history))
        .route("/sessions/{id}", get(session::session))
        .route("/sessions/{id}/rate", post(rate::rate))
        .route("/sessions/{id}/rate/skip", post(skip::skip));
    Router::new().nest("/api/v1", api)
}

/// Routes that do not look at tokens: public paths (`focus_core::path`), and the profiles of
/// others, whose addresses no list of paths can hold.
fn for_everybody() -> Router<AppState> {
    Router::new()
        .route("/api/v1/time", get(time::time))
        .route("/api/v1/users/{user_id}", get(person::person))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
}
