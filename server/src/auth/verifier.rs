//! From the text of a token to who it speaks of.

use std::sync::Arc;

use focus_core::json::Document;
use focus_core::token::Policy;
use focus_core::{Code, Problem, Timestamp};

use super::algorithm::Algorithm;
use super::bearer::Bearer;
use super::judge::{self, Token};
use super::key_cache::{KeyCache, KeySetStatus, Source};
use super::refusal::Refusal;
use super::revocations::Revocations;
use super::verified::{Fingerprint, Verified, VerifiedTokens};
use crate::clock::Clock;
use crate::config::IssuerSettings;

/// Verifies tokens of the known issuers.
pub(crate) struct Verifier {
    issuers: Vec<Issuer>,
    verified: VerifiedTokens,
    revocations: Arc<Revocations>,
    clock: Clock,
}

/// What a request may do with what it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// It only reads.
    Read,
    /// It may change something.
    Write,
}

/// What is known of a token at once.
pub(crate) enum Recalled {
    /// It is good.
    Known(Arc<Bearer>),
    /// It was, and is no more; or nobody can tell.
    Refused(Refusal),
    /// It has to be verified, and is remembered by this.
    Unknown(Fingerprint),
}

struct Issuer {
    policy: Policy,
    algorithms: Vec<Algorithm>,
    keys: KeyCache,
}

impl Issuer {
    fn is_named(&self, name: &str) -> bool {
        self.policy.parts().issuers.iter().any(|known| known == name)
    }
}

impl Verifier {
    /// Begins to fetch the keys of every issuer.
    ///
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub(crate) fn start(
        issuers: impl IntoIterator<Item = IssuerSettings>,
        max_stale_seconds: u32,
        revocations: Arc<Revocations>,
        clock: &Clock,
    ) -> Result<Self, reqwest::Error> {
        let issuer = |settings: IssuerSettings| {
            let IssuerSettings { policy, jwks_url: url, algorithms } = settings;
            let source = Source { url, algorithms: algorithms.clone(), max_stale_seconds };
            let keys = KeyCache::start(source, clock.clone())?;
            Ok(Issuer { policy, algorithms, keys })
        };
        let issuers = issuers.into_iter().map(issuer).collect::<Result<_, _>>()?;
        let verified = VerifiedTokens::new();
        Ok(Self { issuers, verified, revocations, clock: clock.clone() })
    }

    /// Who a token speaks of, whether it was verified before or not.
    ///
    /// # Errors
    /// The first reason to refuse it.
    #[cfg(feature = "testing")]
    pub(crate) async fn verify(&self, token: &str) -> Result<Arc<Bearer>, Refusal> {
        match self.recall(token, Access::Read) {
            Recalled::Known(bearer) => Ok(bearer),
            Recalled::Refused(refusal) => Err(refusal),
            Recalled::Unknown(fingerprint) => {
                self.verify_anew(token, fingerprint, Access::Read).await
            }
        }
    }

    /// Who a token speaks of that was verified before. Looked at on every request: that it is not
    /// over, that the keys which verified it are still the issuer's, and that it was not revoked.
    pub(crate) fn recall(&self, token: &str, access: Access) -> Recalled {
        let fingerprint = self.verified.fingerprint(token);
        let Some(verified) = self.verified.get(&fingerprint) else {
            return Recalled::Unknown(fingerprint);
        };
        let now = self.clock.real();
        if !self.still_holds(&verified, now) {
            self.verified.remove(&fingerprint);
            return Recalled::Unknown(fingerprint);
        }
        match self.admit(&verified.bearer, access, now) {
            Ok(()) => Recalled::Known(Arc::clone(&verified.bearer)),
            Err(problem) => {
                if problem.code() == Code::TokenRevoked {
                    self.verified.remove(&fingerprint);
                }
                Recalled::Refused(Refusal::Revocation(problem))
            }
        }
    }

    /// Who a token speaks of that [`recall`](Self::recall) did not know. The signature is verified
    /// before the claims are believed.
    ///
    /// # Errors
    /// The first reason to refuse it.
    pub(crate) async fn verify_anew(
        &self,
        token: &str,
        fingerprint: Fingerprint,
        access: Access,
    ) -> Result<Arc<Bearer>, Refusal> {
        let verified = self.judge(token).await?;
        let bearer = Arc::clone(&verified.bearer);
        self.admit(&bearer, access, self.clock.real()).map_err(Refusal::Revocation)?;
        self.verified.insert(fingerprint, verified);
        Ok(bearer)
    }

    /// Whether a bearer's token was not revoked, as far as this instance knows.
    ///
    /// # Errors
    /// `TOKEN_REVOKED`, `AUTH_UNAVAILABLE`.
    fn admit(&self, bearer: &Bearer, access: Access, now: Timestamp) -> Result<(), Problem> {
        self.revocations.check(bearer, access == Access::Write, now)
    }

    /// Whether a bearer who was let in to read may write too.
    ///
    /// # Errors
    /// `TOKEN_REVOKED`, `AUTH_UNAVAILABLE`.
    pub(crate) fn may_write(&self, bearer: &Bearer) -> Result<(), Problem> {
        self.admit(bearer, Access::Write, self.clock.real())
    }

    /// Whether a bearer who was let in may stay: for answers that go on for long.
    pub(crate) fn may_stay(&self, bearer: &Bearer) -> bool {
        let now = self.clock.real();
        let is_over = bearer.is_expired(bearer.leeway_seconds, now);
        !is_over && self.admit(bearer, Access::Read, now).is_ok()
    }

    /// The revocations.
    pub(crate) const fn revocations(&self) -> &Arc<Revocations> {
        &self.revocations
    }

    async fn judge(&self, text: &str) -> Result<Verified, Refusal> {
        let token = Token::read(text)?;
        let document = token.claims()?;
        let (place, issuer) = self.issuer_of(&document)?;
        token.allow(&issuer.algorithms)?;
        let snapshot = issuer.keys.keys_for(token.header().kid.as_deref()).await?;
        let keys = snapshot.keys.as_deref().ok_or(Refusal::Unavailable)?;
        let key = keys.find(token.header()).inspect_err(|refusal| {
            if *refusal == Refusal::KeyUnknown {
                issuer.keys.note_unknown_kid();
            }
        })?;
        token.verify(key)?;
        let principal = judge::principal(&document, &issuer.policy, self.clock.real())?;
        let leeway_seconds = issuer.policy.parts().leeway_seconds;
        Ok(Verified {
            bearer: Arc::new(Bearer::new(principal, token.signed(), leeway_seconds)),
            issuer: place,
            generation: snapshot.generation,
            token_bytes: text.len(),
        })
    }

    fn still_holds(&self, verified: &Verified, now: Timestamp) -> bool {
        self.issuers.get(verified.issuer).is_some_and(|issuer| {
            !verified.bearer.is_expired(verified.bearer.leeway_seconds, now)
                && issuer.keys.serves(verified.generation, now)
        })
    }

    /// Whether every issuer has keys that serve.
    pub(crate) fn is_ready(&self) -> bool {
        let now = self.clock.real();
        self.issuers.iter().all(|issuer| issuer.keys.is_ready(now))
    }

    /// Waits until every issuer's keys were fetched, or could not be.
    pub(crate) async fn attempted(&self) {
        for issuer in &self.issuers {
            issuer.keys.attempted().await;
        }
    }

    /// How every issuer's keys stand.
    pub(crate) fn key_sets(&self) -> Vec<KeySetStatus> {
        let now = self.clock.real();
        let status = |issuer: &Issuer| {
            let name = issuer.policy.parts().issuers.first().map_or("", String::as_str);
            issuer.keys.status(name, now)
        };
        self.issuers.iter().map(status).collect()
    }

    /// Fetches every key set now; the keys that are held serve until then.
    pub(crate) async fn reload_keys(&self) {
        for issuer in &self.issuers {
            issuer.keys.reload().await;
        }
    }

    /// Forgets an issuer's keys and fetches them now. False when there is no such issuer.
    pub(crate) async fn invalidate_keys(&self, name: &str) -> bool {
        let named = self.issuers.iter().find(|issuer| issuer.is_named(name));
        let Some(issuer) = named else { return false };
        issuer.keys.invalidate().await;
        true
    }

    /// The issuer that the unverified claims name. Nothing else is believed of them.
    fn issuer_of(&self, claims: &Document<'_>) -> Result<(usize, &Issuer), Refusal> {
        let refused = |code| Refusal::Claims(Problem::new(code));
        let name = claims.root().member("iss").ok_or(refused(Code::TokenIssuer))?;
        let name = name.as_text().ok_or(refused(Code::TokenMalformed))?;
        let mut issuers = self.issuers.iter().enumerate();
        let named = issuers.find(|(_, issuer)| issuer.is_named(name));
        named.ok_or(refused(Code::TokenIssuer))
    }
}
