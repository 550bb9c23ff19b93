//! The stack around every route, in order: what comes first here sees a request first.
//!
//! 1. [`request_id`] names the request, logs it, and writes the body of every refusal.
//! 2. [`cors`] answers preflights and lets pages read the answers, refusals included.
//! 3. [`panics`] turns a panic into a refusal.

mod cors;
mod panics;
mod request_id;
#[cfg(test)]
mod tests;

use axum::Router;

use crate::state::AppState;

/// Puts the stack around the routes.
pub(crate) fn stack(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    // The layer added last is the outermost.
    routes
        .layer(panics::layer())
        .layer(cors::layer(&state.cors))
        .layer(axum::middleware::from_fn(request_id::name))
}
