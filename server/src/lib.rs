//! The server of Focus Squad: routes, storage and sign-in around the rules of `focus-core`.
//!
//! Nothing here decides about sessions, ratings, phases or claims. A handler fetches facts, asks
//! the core, writes, and answers. [`start::start`] opens everything that the settings name,
//! [`router`] answers requests, [`serve::serve`] speaks HTTP.

pub mod audit;
pub mod auth;
mod causes;
pub mod cli;
pub mod clock;
pub mod commands;
mod companions;
pub mod config;
mod dev;
mod error;
mod extract;
#[cfg(feature = "testing")]
pub mod fuzz;
mod guard;
mod health;
pub mod ids;
pub mod jobs;
pub mod lifecycle;
mod livekit;
mod middleware;
pub mod openapi;
mod ready;
mod redis;
mod routes;
pub mod serve;
mod settlement;
mod shared;
pub mod shutdown;
pub mod start;
mod state;
mod status;
mod store;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verify_token;
mod warm_up;

use axum::Router;

pub use state::AppState;

/// Everything that answers a request.
pub fn router(state: AppState) -> Router {
    middleware::stack(routes::routes(&state), &state).with_state(state)
}
