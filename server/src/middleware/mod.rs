//! The stack around every route, in order: what comes first here sees a request first.
//!
//! 1. [`request_id`] names the request, logs it, and writes the body of every refusal.
//! 2. [`rules_version`] tells in every answer by which rules it was decided.
//! 3. [`laptop`] refuses, in laptop mode, what was not meant for this machine.
//! 4. [`cors`] answers preflights and lets pages read the answers, refusals included.
//! 5. [`permits`] refuses what is more than the server works on at once.
//! 6. [`deadline`] gives up on a request that takes too long.
//! 7. [`panics`] turns a panic into a refusal.
//!
//! Health is asked for without a permit, so that who has the most to do can tell so.
//!
//! [`identity`] stands around the routes that ask who asks, and not here: other answers need no name.

mod cors;
mod deadline;
mod identity;
mod laptop;
mod panics;
mod permits;
mod request_id;
mod rules_version;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};

use crate::state::AppState;
pub(crate) use identity::{Identify, Identity};
pub(crate) use permits::{Permits, Place, needs_permit};

/// Puts the stack around the routes.
pub(crate) fn stack(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    // The layer added last is the outermost.
    routes
        .layer(panics::layer())
        .layer(from_fn_with_state(state.deadlines.request, deadline::keep))
        .layer(from_fn_with_state(state.clone(), permits::admit))
        .layer(cors::layer(&state.cors))
        .layer(from_fn_with_state(state.clone(), laptop::guard))
        .layer(map_response(rules_version::tell))
        .layer(from_fn(request_id::name))
}
