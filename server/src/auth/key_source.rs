//! Where an issuer's keys come from: fetched over HTTP, kept an hour, one fetch at a time.

use std::sync::{Arc, PoisonError, RwLock};

use focus_core::Timestamp;
use url::Url;

use super::key_set::KeySet;
use crate::causes;
use crate::clock::Clock;

/// How long keys are fresh.
const FRESH_MS: i64 = 3_600_000;
/// How long keys serve while no fresh ones can be had.
const MAX_AGE_MS: i64 = 86_400_000;
/// The least time between two fetches, while keys are held and while none are.
const PAUSE_MS: i64 = 10_000;
const PAUSE_WITHOUT_KEYS_MS: i64 = 1_000;
/// The largest answer that is read.
const MAX_BYTES: usize = 65_536;

/// There are no keys to judge with right now.
#[derive(Debug)]
pub(super) struct Unavailable;

/// The keys of one issuer.
pub(super) struct KeySource {
    url: Url,
    http: reqwest::Client,
    clock: Clock,
    held: RwLock<Held>,
    flight: tokio::sync::Mutex<()>,
}

#[derive(Clone, Default)]
struct Held {
    keys: Option<(Arc<KeySet>, Timestamp)>,
    attempt: Option<Attempt>,
}

#[derive(Clone, Copy)]
struct Attempt {
    at: Timestamp,
    worked: bool,
}

impl KeySource {
    pub(super) fn new(url: Url, http: reqwest::Client, clock: Clock) -> Self {
        let flight = tokio::sync::Mutex::default();
        Self { url, http, clock, held: RwLock::default(), flight }
    }

    /// The keys, fetched if none are held or the held ones are no longer fresh.
    ///
    /// # Errors
    /// When none are held and none can be had.
    pub(super) async fn keys(&self) -> Result<Arc<KeySet>, Unavailable> {
        if let Some(keys) = self.held_for(FRESH_MS) {
            return Ok(keys);
        }
        let _flight = self.flight.lock().await;
        if let Some(keys) = self.held_for(FRESH_MS) {
            return Ok(keys);
        }
        let stale = self.held_for(MAX_AGE_MS);
        let pause = if stale.is_some() { PAUSE_MS } else { PAUSE_WITHOUT_KEYS_MS };
        if self.last_attempt(pause).is_none() {
            self.fetch().await;
        }
        self.held_for(MAX_AGE_MS).ok_or(Unavailable)
    }

    /// The keys after one more fetch, for a token whose `kid` is not among `seen`; no fetch when
    /// the last one was less than ten seconds ago.
    ///
    /// # Errors
    /// When the last fetch failed, so that nobody knows whether the key exists.
    pub(super) async fn newer_than(&self, seen: &Arc<KeySet>) -> Result<Arc<KeySet>, Unavailable> {
        let _flight = self.flight.lock().await;
        let held = self.held_for(MAX_AGE_MS).ok_or(Unavailable)?;
        if !Arc::ptr_eq(&held, seen) {
            return Ok(held);
        }
        let attempt = match self.last_attempt(PAUSE_MS) {
            Some(attempt) => attempt,
            None => self.fetch().await,
        };
        if attempt.worked { self.held_for(MAX_AGE_MS).ok_or(Unavailable) } else { Err(Unavailable) }
    }

    fn held_for(&self, most_ms: i64) -> Option<Arc<KeySet>> {
        let (keys, since) = self.snapshot().keys?;
        (self.clock.real() < since.plus_millis(most_ms)).then_some(keys)
    }

    fn last_attempt(&self, within_ms: i64) -> Option<Attempt> {
        let attempt = self.snapshot().attempt?;
        (self.clock.real() < attempt.at.plus_millis(within_ms)).then_some(attempt)
    }

    fn snapshot(&self) -> Held {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// One fetch, whose outcome is kept. The caller holds the flight lock.
    async fn fetch(&self) -> Attempt {
        let outcome = self.download().await;
        let at = self.clock.real();
        let attempt = Attempt { at, worked: outcome.is_ok() };
        let url = self.url.origin().ascii_serialization();
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        held.attempt = Some(attempt);
        match outcome {
            Ok(keys) => {
                if keys.skipped > 0 {
                    tracing::warn!(url, skipped = keys.skipped, "keys of the key set are unusable");
                }
                held.keys = Some((Arc::new(keys), at));
            }
            Err(reason) => tracing::warn!(url, reason, "the key set could not be fetched"),
        }
        attempt
    }

    async fn download(&self) -> Result<KeySet, String> {
        let told = |error: reqwest::Error| causes::told(&error.without_url());
        let mut response = self.http.get(self.url.clone()).send().await.map_err(told)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(format!("status {}", response.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(told)? {
            if body.len() + chunk.len() > MAX_BYTES {
                return Err(format!("more than {MAX_BYTES} bytes"));
            }
            body.extend_from_slice(&chunk);
        }
        let text = String::from_utf8(body).map_err(|_| "not UTF-8")?;
        KeySet::read(&text).ok_or_else(|| "no usable key".to_owned())
    }
}
