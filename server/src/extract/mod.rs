//! What handlers take out of a request. Each refuses in the one error shape, and handlers list
//! them in the order in which the contract checks.

mod facts;
mod idempotency;
mod json;
mod query;
mod session_path;
mod unique;
mod user;

pub(crate) use facts::read_facts;
pub(crate) use idempotency::IdempotencyKey;
pub(crate) use json::{JsonBody, OptionalJsonBody};
pub(crate) use query::PageQuery;
pub(crate) use session_path::SessionPath;
pub(crate) use user::AuthUser;
