//! Tokens that were verified before, so that the signature is paid for once.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use siphasher::sip128::SipHasher24;

use super::bearer::Bearer;
use crate::ids;

/// Bytes of tokens that are remembered, and about how many tokens that are.
const MAX_BYTES: u64 = 16 * 1_024 * 1_024;
const MANY: usize = 16_384;
/// What an entry weighs beside the texts of its claims, which are about as long as the token.
const ENTRY_BYTES: u64 = 512;

/// SipHash-2-4 of a whole token, 128 bits, with a key of this process that nobody ever sees. So
/// nobody can look for two tokens with the same, and to hit upon one by chance is as hard as to
/// guess a key. SHA-256 would take four times as long where the processor does not help.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint(u128);

/// A token that was verified with keys of one generation.
pub(super) struct Verified {
    pub(super) bearer: Arc<Bearer>,
    /// Which of the verifier's issuers.
    pub(super) issuer: usize,
    pub(super) generation: u64,
    pub(super) token_bytes: usize,
}

/// A bounded store of verified tokens. What is in it is believed only after its expiry and its
/// keys were looked at again.
pub(super) struct VerifiedTokens {
    tokens: Cache<Fingerprint, Arc<Verified>, Weight>,
    hasher: SipHasher24,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Fingerprint, Arc<Verified>> for Weight {
    fn weight(&self, _: &Fingerprint, verified: &Arc<Verified>) -> u64 {
        ENTRY_BYTES + verified.token_bytes as u64
    }
}

impl VerifiedTokens {
    pub(super) fn new() -> Self {
        let tokens = Cache::with_weighter(MANY, MAX_BYTES, Weight);
        Self { tokens, hasher: SipHasher24::new_with_key(&ids::hash_key()) }
    }

    pub(super) fn fingerprint(&self, token: &str) -> Fingerprint {
        Fingerprint(self.hasher.hash(token.as_bytes()).as_u128())
    }

    pub(super) fn get(&self, fingerprint: &Fingerprint) -> Option<Arc<Verified>> {
        self.tokens.get(fingerprint)
    }

    pub(super) fn insert(&self, fingerprint: Fingerprint, verified: Verified) {
        self.tokens.insert(fingerprint, Arc::new(verified));
    }

    pub(super) fn remove(&self, fingerprint: &Fingerprint) {
        self.tokens.remove(fingerprint);
    }
}
