//! The route table.

mod apply_referral;
mod cancel;
mod created;
mod credits;
mod deletion;
mod diary;
mod diary_note;
mod events;
mod fallback;
mod fresh;
mod gift;
mod health;
mod join;
mod leave;
mod me;
mod owed;
mod pending_ratings;
mod person;
mod quick_match;
mod rate;
mod rating_history;
mod reflections;
mod revoke;
mod root;
mod seating;
mod session;
mod skip;
mod standing;
mod summary;
mod time;
mod upcoming;
pub(crate) mod upcoming_slots;
mod update_me;

use axum::Router;

pub(crate) use fresh::{Fresh, fresh};
pub(crate) use owed::record_session;
pub(crate) use rate::Rate;

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
        .post("/auth/revoke", revoke::revoke, &revoke::ABOUT)
        .get("/users/me", me::me, &me::ABOUT)
        .patch("/users/me", update_me::update_me, &update_me::ABOUT)
        .delete("/users/me", deletion::delete_me, &deletion::DELETE)
        .post("/users/me/cancel-deletion", deletion::cancel_deletion, &deletion::CANCEL)
        .get("/credits/balance", credits::balance, &credits::BALANCE)
        .post("/credits/gift", gift::gift, &gift::ABOUT)
        .get("/credits/referral", credits::referral, &credits::REFERRAL)
        .post("/credits/referral/apply", apply_referral::apply_referral, &apply_referral::ABOUT)
        .post("/sessions/quick-match", quick_match::quick_match, &quick_match::ABOUT)
        .get("/sessions/diary", diary::diary, &diary::DIARY)
        .get("/sessions/diary/stats", diary::diary_stats, &diary::STATS)
        .post("/sessions/diary/{id}/note", diary_note::add_note, &diary_note::ABOUT)
        .get("/sessions/{id}/reflections", reflections::reflections, &reflections::READ)
        .post("/sessions/{id}/reflections", reflections::reflect, &reflections::WRITE)
        .get("/sessions/upcoming", upcoming::upcoming, &upcoming::ABOUT)
        .get("/sessions/upcoming-slots", upcoming_slots::upcoming_slots, &upcoming_slots::ABOUT)
        .get("/sessions/pending-ratings", pending_ratings::pending_ratings, &pending_ratings::ABOUT)
        .get("/sessions/rating-history", rating_history::rating_history, &rating_history::ABOUT)
        .get("/sessions/{id}", session::session, &session::ABOUT)
        .get("/sessions/{id}/summary", summary::summary, &summary::ABOUT)
        .post("/sessions/{id}/join", join::join, &join::ABOUT)
        .post("/sessions/{id}/leave", leave::leave, &leave::ABOUT)
        .post("/sessions/{id}/cancel", cancel::cancel, &cancel::ABOUT)
        .get("/sessions/{id}/events", events::events, &events::ABOUT)
        .post("/sessions/{id}/rate", rate::rate, &rate::ABOUT)
        .post("/sessions/{id}/rate/skip", skip::skip, &skip::ABOUT)
}

/// Routes that do not look at tokens: public paths (`focus_core::path`), profiles, and what
/// pages and monitors ask for.
fn for_everybody() -> Api {
    Api::under("")
        .get("/api/v1/users/{user_id}", person::person, &person::ABOUT)
        .get("/api/v1/time", time::time, &time::ABOUT)
        .get("/", root::root, &root::ABOUT)
        .get("/health", health::health, &health::HEALTH_ABOUT)
        .get("/monitoring/health", health::health, &health::HEALTH_ABOUT)
        .get("/health/redis", health::redis, &health::REDIS_ABOUT)
        .get("/health/livekit", health::livekit, &health::LIVEKIT_ABOUT)
        .get("/health/live", health::live, &health::LIVE_ABOUT)
        .get("/health/ready", health::ready, &health::READY_ABOUT)
        .get("/openapi.json", openapi::api, &openapi::API_ABOUT)
        .get("/docs", openapi::docs, &openapi::DOCS_ABOUT)
}
