//! Who a request speaks for: the form of its token, the key set of the token's issuer, the
//! signature, and then the core's judgement of the claims.
//!
//! [`judge()`] is all of it for keys that are at hand; the server does the same steps with keys that
//! it fetches and keeps.

mod algorithm;
mod header;
mod judge;
mod jwk;
mod key_cache;
mod key_set;
mod refusal;
mod roca;
mod verified;
mod verifier;

pub use algorithm::Algorithm;
pub use judge::{judge, judge_compact, judge_signature};
pub use key_cache::{KeySetStatus, Outcome};
pub use key_set::{KeySet, KeySetError};
pub use refusal::{KeyProblem, Refusal};
pub(crate) use verified::Fingerprint;
pub(crate) use verifier::Verifier;
