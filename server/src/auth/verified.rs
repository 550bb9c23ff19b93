//! Tokens that were verified before, so that the signature is paid for once.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use focus_core::token::Principal;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// Bytes of tokens that are remembered, and about how many tokens that are.
const MAX_BYTES: u64 = 16 * 1_024 * 1_024;
const MANY: usize = 16_384;
/// What an entry weighs beside the texts of its claims, which are about as long as the token.
const ENTRY_BYTES: u64 = 512;

/// SHA-256 of a whole token: who could find two tokens with the same could forge signatures too.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub(super) fn of(token: &str) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        Self(bytes)
    }
}

/// A token that was verified with keys of one generation.
pub(super) struct Verified {
    pub(super) principal: Arc<Principal>,
    /// Which of the verifier's issuers.
    pub(super) issuer: usize,
    pub(super) generation: u64,
    pub(super) token_bytes: usize,
}

/// A bounded store of verified tokens. What is in it is believed only after its expiry and its
/// keys were looked at again.
pub(super) struct VerifiedTokens(Cache<Fingerprint, Arc<Verified>, Weight>);

#[derive(Clone)]
struct Weight;

impl Weighter<Fingerprint, Arc<Verified>> for Weight {
    fn weight(&self, _: &Fingerprint, verified: &Arc<Verified>) -> u64 {
        ENTRY_BYTES + verified.token_bytes as u64
    }
}

impl VerifiedTokens {
    pub(super) fn new() -> Self {
        Self(Cache::with_weighter(MANY, MAX_BYTES, Weight))
    }

    pub(super) fn get(&self, fingerprint: &Fingerprint) -> Option<Arc<Verified>> {
        self.0.get(fingerprint)
    }

    pub(super) fn insert(&self, fingerprint: Fingerprint, verified: Verified) {
        self.0.insert(fingerprint, Arc::new(verified));
    }

    pub(super) fn remove(&self, fingerprint: &Fingerprint) {
        self.0.remove(fingerprint);
    }
}
