//! Bearer tokens, up to the signature and after it: everything but the cryptography.
//!
//! The order is fixed and the first failure wins: the header ([`parse_bearer`]), the three parts,
//! then, once a server has verified the signature, the claims ([`check_claims`]). Nothing here
//! verifies a signature: claims of an unverified token say nothing about who sent it.

mod base64url;
mod bearer;
mod check;
mod claims;
mod compact;
mod policy;
mod texts;

pub use bearer::parse_bearer;
pub(crate) use check::has_come;
pub use check::{Principal, check, check_claims};
pub use claims::{Claims, NumericDate, claims};
pub use compact::{Compact, CompactError, MAX_TOKEN_LENGTH, claims_text, unverified_claims_text};
pub use policy::{MAX_LEEWAY_SECONDS, Policy, PolicyParts, Wanted, policy_fields};
pub use texts::Texts;
