//! The rules of Focus Squad, decided once for every side.
//!
//! Four people sit at a table for 55 minutes and rate each other afterwards. This crate decides
//! which phase a session is in ([`phase`]), which session an id names and whether it may be rated
//! ([`session`]), when sessions start ([`slot`]), who is seated where ([`matching`], [`seat`]),
//! what a rating may say and who may give it ([`rating`]), what a session leaves behind
//! ([`settlement`], [`streak`]), what received ratings come to ([`reliability`]), what credits pay
//! for and how they move ([`credit`]), whether a request is a replay ([`idempotency`]), and what a
//! token's claims are worth ([`token`]). [`rulebook`] tells whether another side goes by the same
//! rules.
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
mod code;
pub mod credit;
mod decimal;
mod digits;
pub mod facts;
mod id;
pub mod idempotency;
pub mod json;
pub mod key_set;
pub mod matching;
mod page;
pub mod path;
pub mod phase;
mod problem;
pub mod rating;
pub mod reliability;
pub mod rulebook;
pub mod seat;
pub mod session;
pub mod settlement;
pub mod slot;
pub mod streak;
pub mod text;
mod time;
pub mod token;
pub mod word_sets;
mod words;

pub use code::Code;
pub use decimal::{Hundredths, divide_half_up};
pub use id::{SessionId, UserId, Uuid};
pub use page::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page};
pub use problem::{Allowed, Expected, Field, Params, Path, Problem, summary_code};
pub use time::Timestamp;
