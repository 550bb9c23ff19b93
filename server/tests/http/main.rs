//! The server over real sockets: every test starts its own, with files of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a helper that cannot do its work fails the test"
)]

mod agreement;
mod audit;
mod bad_keys;
mod bodies;
mod concurrency;
mod conventions;
mod credits;
mod crowd;
mod database_away;
mod deletion;
mod diary;
mod documented;
mod events;
mod executable;
mod fuzz;
mod hammer;
mod history;
mod idempotency;
mod issuers;
mod jobs;
mod key_faults;
mod key_sets;
mod laptop;
mod lively;
mod made;
mod openapi;
mod paths;
mod pending;
mod person;
mod profile;
mod profile_update;
mod provider;
mod published;
mod rate_order;
mod reached;
mod redis_away;
mod reflections;
mod revocation;
mod sessions;
mod settings;
mod settlement;
mod sign_up;
mod skip;
mod standing;
mod staying_up;
mod stopping;
mod support;
mod tables;
mod tokens;
mod traps;
mod verify_token;
