//! Who a request speaks for: the key set of the token's issuer, the signature, and then the
//! core's judgement of the claims.

mod header;
mod key_set;
mod key_source;
mod verifier;

pub(crate) use verifier::Verifier;
