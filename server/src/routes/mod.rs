//! The route table.

mod apply_referral;
mod created;
mod credits;
mod events;
mod fallback;
mod fresh;
mod gift;
mod health;
mod me;
mod owed;
mod pending_ratings;
mod rate;
mod rating_history;
mod session;
mod skip;
mod standing;
mod time;
mod upcoming;

use axum::Router;

pub(crate) use fresh::{Fresh, fresh};
pub(crate) use owed::record_session;

use crate::dev;
use crate::middleware::Identify;
use crate::openapi::{self, Api};
use crate::state::AppState;

/// Every route of this server; the development ones only in laptop mode.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let mut routes = Router::new()
        .merge(for_somebody().into_router().route_layer(Identify::new(state)))
        .merge(for_everybody().into_router());
    if state.dev.is_some() {
        routes = routes.nest("/dev", dev::routes());
    }
    routes.fallback(fallback::not_found).method_not_allowed_fallback(fallback::method_not_allowed)
}

/// Every route that the document tells of.
pub(crate) fn table() -> [Api; 2] {
    [for_somebody(), for_everybody()]
}

/// Routes that ask who asks.
fn for_somebody() -> Api {
    Api::under("/api/v1")
        .get("/users/me", me::me, &me::ABOUT)
        .get("/credits/balance", credits::balance, &credits::BALANCE)
        .post("/credits/gift", gift::gift, &gift::ABOUT)
        .get("/credits/referral", credits::referral, &credits::REFERRAL)
        .post("/credits/referral/apply", apply_referral::apply_referral, &apply_referral::ABOUT)
        .get("/sessions/upcoming", upcoming::upcoming, &upcoming::ABOUT)
        .get("/sessions/pending-ratings", pending_ratings::pending_ratings, &pending_ratings::ABOUT)
        .get("/sessions/rating-history", rating_history::rating_history, &rating_history::ABOUT)
        .get("/sessions/{id}", session::session, &session::ABOUT)
        .get("/sessions/{id}/events", events::events, &events::ABOUT)
        .post("/sessions/{id}/rate", rate::rate, &rate::ABOUT)
        .post("/sessions/{id}/rate/skip", skip::skip, &skip::ABOUT)
}

/// Routes that do not look at tokens: public paths, all of them (`focus_core::path`).
fn for_everybody() -> Api {
    Api::under("")
        .get("/api/v1/time", time::time, &time::ABOUT)
        .get("/health/live", health::live, &health::LIVE_ABOUT)
        .get("/health/ready", health::ready, &health::READY_ABOUT)
        .get("/openapi.json", openapi::api, &openapi::API_ABOUT)
        .get("/docs", openapi::docs, &openapi::DOCS_ABOUT)
}
