//! One fetch of a key set over HTTP.

use std::time::Duration;

use focus_core::key_set::{KEYS_BYTES_MAX, KEYS_FETCH_TIMEOUT_SECONDS};
use reqwest::redirect::{Attempt, Policy};
use url::Url;

use super::KeySet;
use crate::auth::algorithm::Algorithm;
use crate::auth::key_set::KeySetError;
use crate::causes;
use crate::guard::{Panicked, guarded};

/// Redirects that are followed, all within the origin.
const MAX_REDIRECTS: usize = 3;

/// What became of a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It brought other keys than before.
    Replaced,
    /// It brought the keys that were held.
    Unchanged,
    /// No connection, or it broke.
    Unreachable,
    /// Not in time.
    Timeout,
    /// Another status than 200, redirects to other origins among them.
    Status,
    /// More than is read.
    TooLarge,
    /// No key set.
    Malformed,
    /// A key set without a key that can be used.
    NoUsableKey,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Replaced,
        Self::Unchanged,
        Self::Unreachable,
        Self::Timeout,
        Self::Status,
        Self::TooLarge,
        Self::Malformed,
        Self::NoUsableKey,
    ];

    /// The name in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Unchanged => "unchanged",
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::Status => "status",
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::NoUsableKey => "no_usable_key",
        }
    }
}

/// Why a fetch brought no keys. Its text names no path and no query, which may hold secrets.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("{}", causes::told(.0))]
    Http(reqwest::Error),
    #[error("status {0}")]
    Status(u16),
    #[error("more than {KEYS_BYTES_MAX} bytes")]
    TooLarge,
    #[error("it is not UTF-8")]
    NotText,
    #[error(transparent)]
    Malformed(#[from] KeySetError),
    #[error("no usable key")]
    NoUsableKey,
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

impl FetchError {
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::Http(error) if error.is_timeout() => Outcome::Timeout,
            Self::Http(_) => Outcome::Unreachable,
            Self::Status(_) => Outcome::Status,
            Self::TooLarge | Self::Malformed(KeySetError::TooMany) => Outcome::TooLarge,
            Self::NotText | Self::Malformed(KeySetError::Malformed) | Self::Panicked(_) => {
                Outcome::Malformed
            }
            Self::NoUsableKey => Outcome::NoUsableKey,
        }
    }
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error.without_url())
    }
}

/// Fetches the key set of one issuer.
#[derive(Clone)]
pub(super) struct Fetcher {
    url: Url,
    origin: String,
    algorithms: Vec<Algorithm>,
    http: reqwest::Client,
}

impl Fetcher {
    pub(super) fn new(url: Url, algorithms: Vec<Algorithm>) -> Result<Self, reqwest::Error> {
        let timeout = KEYS_FETCH_TIMEOUT_SECONDS.unsigned_abs();
        let client = reqwest::Client::builder()
            .redirect(Policy::custom(within_origin))
            .timeout(Duration::from_secs(timeout))
            .user_agent(concat!("focus-server/", env!("CARGO_PKG_VERSION")));
        // To this machine it needs neither a proxy nor the machine's certificates, which may not
        // be there.
        let client = match url.scheme() {
            "http" => client.no_proxy().tls_certs_only([]),
            _ => client,
        };
        let origin = url.origin().ascii_serialization();
        Ok(Self { http: client.build()?, origin, url, algorithms })
    }

    /// Scheme, host and port: what logs may tell of the address.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// One fetch. Whatever an answer holds, the task that asked goes on.
    pub(super) async fn fetch(&self) -> Result<KeySet, FetchError> {
        guarded(self.fetch_and_read()).await?
    }

    async fn fetch_and_read(&self) -> Result<KeySet, FetchError> {
        let mut response = self.http.get(self.url.clone()).send().await?;
        let status = response.status().as_u16();
        // What becomes of the answer is for the core to say, below. Here it gets its name, and no
        // more of it is read than has to be.
        if status != 200 {
            return Err(FetchError::Status(status));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > KEYS_BYTES_MAX {
                return Err(FetchError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let text = std::str::from_utf8(&body).map_err(|_| FetchError::NotText)?;
        let keys = KeySet::read(text, &self.algorithms)?;
        if keys.may_replace(status, body.len()) { Ok(keys) } else { Err(FetchError::NoUsableKey) }
    }
}

/// Another origin's keys are not the issuer's.
fn within_origin(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let first = attempt.previous().first();
    let is_within = first.is_some_and(|first| first.origin() == attempt.url().origin());
    if is_within && attempt.previous().len() <= MAX_REDIRECTS {
        attempt.follow()
    } else {
        attempt.stop()
    }
}
