//! Who a request speaks for: the form of its token, the key set of the token's issuer, the
//! signature, the core's judgement of the claims, and whether it was revoked.
//!
//! [`judge()`] is all of it for keys that are at hand; the server does the same steps with keys that
//! it fetches and keeps.

mod algorithm;
mod bearer;
mod header;
mod judge;
mod jwk;
mod key_cache;
mod key_set;
mod refusal;
mod revocations;
mod roca;
mod verified;
mod verifier;

pub use algorithm::Algorithm;
pub(crate) use bearer::Bearer;
pub use judge::{judge, judge_compact, judge_signature};
pub use key_cache::{KeySetStatus, Outcome};
pub use key_set::{KeySet, KeySetError};
pub use refusal::{KeyProblem, Refusal};
pub(crate) use revocations::{News, Revocations};
pub(crate) use verified::Fingerprint;
pub(crate) use verifier::{Access, Recalled, Verifier};
