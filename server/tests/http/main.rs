//! The server over real sockets: every test starts its own, with files of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a helper that cannot do its work fails the test"
)]

mod bodies;
mod concurrency;
mod conventions;
mod executable;
mod history;
mod issuers;
mod laptop;
mod pending;
mod profile;
mod rate_order;
mod sessions;
mod settings;
mod skip;
mod stopping;
mod support;
mod tokens;
