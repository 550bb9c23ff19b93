//! From the text of a token to who it speaks of.

use std::time::Duration;

use focus_core::json;
use focus_core::token::{Policy, Principal, check_claims, unverified_claims_text};
use focus_core::{Code, Problem};
use url::Url;

use super::header::{self, Header, Parts};
use super::key_source::{KeySource, Unavailable};
use crate::clock::Clock;
use crate::config::{Algorithm, IssuerSettings};

const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

/// Verifies tokens of the known issuers.
pub(crate) struct Verifier {
    issuers: Vec<Issuer>,
    clock: Clock,
}

struct Issuer {
    policy: Policy,
    algorithms: Vec<Algorithm>,
    keys: KeySource,
}

/// The client that fetches an issuer's key set: no redirects, so no other origin's keys. To this
/// machine it needs neither a proxy nor the machine's certificates, which may not be there.
fn http_client(url: &Url) -> Result<reqwest::Client, reqwest::Error> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(FETCH_TIMEOUT)
        .user_agent(concat!("focus-server/", env!("CARGO_PKG_VERSION")));
    match url.scheme() {
        "http" => client.no_proxy().tls_certs_only([]).build(),
        _ => client.build(),
    }
}

impl Verifier {
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub(crate) fn new(
        issuers: impl IntoIterator<Item = IssuerSettings>,
        clock: &Clock,
    ) -> Result<Self, reqwest::Error> {
        let issuer = |settings: IssuerSettings| {
            let http = http_client(&settings.jwks_url)?;
            let keys = KeySource::new(settings.jwks_url, http, clock.clone());
            Ok(Issuer { policy: settings.policy, algorithms: settings.algorithms, keys })
        };
        let issuers = issuers.into_iter().map(issuer).collect::<Result<_, _>>()?;
        Ok(Self { issuers, clock: clock.clone() })
    }

    /// Who a token speaks of. The signature is verified before the claims are believed.
    ///
    /// # Errors
    /// The token codes; `AUTH_UNAVAILABLE` when there are no keys to judge with.
    pub(crate) async fn verify(&self, token: &str) -> Result<Principal, Problem> {
        let claims = unverified_claims_text(token)?;
        let (header, parts) = header::read(token)?;
        let issuer = self.issuer_of(&claims)?;
        issuer.verify_signature(&header, &parts).await?;
        check_claims(token, &issuer.policy, self.clock.real())
    }

    /// Whether every issuer's keys can be had.
    pub(crate) async fn is_ready(&self) -> bool {
        for issuer in &self.issuers {
            if issuer.keys.keys().await.is_err() {
                return false;
            }
        }
        true
    }

    /// The issuer that the unverified claims name. Nothing else is believed of them.
    fn issuer_of(&self, claims: &str) -> Result<&Issuer, Problem> {
        let malformed = Problem::new(Code::TokenMalformed);
        let claims = json::read(claims).map_err(|_| malformed)?;
        claims.root().as_object().ok_or(malformed)?;
        let name = match claims.root().member("iss") {
            Some(name) => name.as_text().ok_or(malformed)?,
            None => return Err(Problem::new(Code::TokenIssuer)),
        };
        let named = |issuer: &&Issuer| issuer.policy.parts().issuers.iter().any(|i| i == name);
        self.issuers.iter().find(named).ok_or(Problem::new(Code::TokenIssuer))
    }
}

impl Issuer {
    async fn verify_signature(&self, header: &Header, parts: &Parts<'_>) -> Result<(), Problem> {
        let invalid = Problem::new(Code::TokenInvalid);
        if !self.algorithms.contains(&header.algorithm) {
            return Err(invalid);
        }
        let mut keys = self.keys.keys().await?;
        if let Some(kid) = &header.kid
            && !keys.knows(kid)
        {
            keys = self.keys.newer_than(&keys).await?;
        }
        let key = keys.find(header.kid.as_deref(), header.algorithm).ok_or(invalid)?;
        let algorithm = match header.algorithm {
            Algorithm::Rs256 => jsonwebtoken::Algorithm::RS256,
            Algorithm::Es256 => jsonwebtoken::Algorithm::ES256,
        };
        let message = parts.message.as_bytes();
        match jsonwebtoken::crypto::verify(parts.signature, message, key, algorithm) {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(invalid),
        }
    }
}

impl From<Unavailable> for Problem {
    fn from(_: Unavailable) -> Self {
        Self::new(Code::AuthUnavailable)
    }
}
