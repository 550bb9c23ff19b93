//! The rules of Focus Squad, decided once for every side.
//!
//! Four people sit at a table for 55 minutes and rate each other afterwards. This crate decides
//! which phase a session is in ([`phase`]), which session an id names and whether it may be rated
//! ([`session`]), what a page counts down to ([`countdown`]), whether somebody is there
//! ([`presence`]), when sessions start ([`slot`]), who is seated where ([`matching`], [`seat`]),
//! what a rating may say and who may give it ([`rating`]), what a session leaves behind
//! ([`settlement`], [`streak`]), what received ratings come to ([`reliability`]), what credits pay
//! for and how they move ([`credit`]), who people are to each other
//! ([`user`], [`report`]), what they write down ([`reflection`], [`diary`]), who enters a room and
//! what it tells ([`livekit`]), how often somebody may ask ([`limit`]), whether a request is a
//! replay ([`idempotency`]), what a token's claims are worth ([`token`]), whether it was taken back
//! ([`revocation`]) and what it may be used for ([`scope`]). A server goes by the rest: whom a request comes from ([`client`]), what
//! is open to everybody ([`path`]), what to do about calls that fail ([`backoff`], [`breaker`]), how
//! far and how well something is ([`processing`], [`health`]), how long keys serve ([`key_set`]),
//! which secrets will do ([`secret`], [`password`]), where rows are kept ([`database_address`]).
//! [`rulebook`] tells whether another side goes by the same rules.
//!
//! It does not know the time, the network, a database or a random number: `now` and facts come in
//! as arguments, answers go out as plain data. So the same inputs give the same bytes in a server
//! and, compiled to WebAssembly, in a browser.
//!
//! Every refusal is a [`Problem`] with a [`Code`] out of one closed list.
//!
//! ```
//! use focus_core::{phase, Timestamp};
//!
//! let start = Timestamp::parse("2026-05-01T09:30:00Z").unwrap();
//! let now = Timestamp::parse("2026-05-01T09:30:56Z").unwrap();
//! assert_eq!(phase::info(start, now).time_remaining, 124);
//! ```

#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod ask;
pub mod backoff;
pub mod breaker;
pub mod client;
mod code;
pub mod countdown;
pub mod credit;
pub mod database_address;
mod decimal;
pub mod diary;
mod digits;
pub mod facts;
pub mod health;
mod id;
pub mod idempotency;
pub mod json;
pub mod key_set;
pub mod limit;
pub mod livekit;
pub mod matching;
pub mod notification;
mod order;
mod page;
pub mod password;
pub mod path;
mod percent;
pub mod phase;
pub mod presence;
mod problem;
pub mod processing;
pub mod rating;
pub mod reflection;
pub mod reliability;
pub mod report;
pub mod revocation;
pub mod rulebook;
pub mod schedule;
#[cfg(feature = "schemars")]
mod schema;
pub mod scope;
pub mod seat;
pub mod secret;
pub mod session;
pub mod settlement;
pub mod slot;
pub mod streak;
pub mod text;
mod time;
pub mod token;
pub mod user;
pub mod word_sets;
mod words;

pub use code::Code;
pub use decimal::{Hundredths, divide_half_up};
pub use id::{SessionId, UserId, Uuid};
pub use page::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page};
pub use problem::{Allowed, Expected, Field, Params, Path, Problem, summary_code};
pub use time::Timestamp;
