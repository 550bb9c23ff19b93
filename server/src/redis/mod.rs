//! The way to Redis: verified at start, and made anew whenever it no longer leads anywhere.
//!
//! `redis`' own connection manager keeps a connection after a response timed out and after
//! `READONLY`, so a socket that hangs, or a master that became a replica, would fail every command
//! from then on. Here an owner ([`link`]) replaces the connection after two timeouts in a row or
//! the first `READONLY` ([`wear`]), and when it is ten minutes old. A command that comes just then
//! waits for the new one a moment; while Redis stays away everybody is told at once. Whatever the layout, a new
//! connection begins with its address ([`wire`]): Sentinels are asked anew who is the master.

mod error;
mod hear;
mod link;
mod names;
#[cfg(test)]
mod tests;
mod wear;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use ::redis::{Cmd, FromRedisValue, ScriptInvocation};
use focus_core::backoff::Backoff;

use crate::causes;
use crate::config::RedisSettings;

pub(crate) use error::{ConnectError, RedisFailure};
pub(crate) use hear::Hearing;
use link::{Link, MAX_AGE_MS, Request};
pub(crate) use names::{CHANGED_REVOCATIONS, REVOCATIONS, cache_version, cached};
use wire::Wire;

/// How long a command may take.
const RESPONSE_TIMEOUT: Duration = Duration::from_millis(250);
/// How long a connection may take until it answers its first ping.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// What rustls says of an answer that is not TLS.
const NOT_TLS: &str = "InvalidContentType";

/// A Redis; clones share the connection.
#[derive(Clone)]
pub(crate) struct Redis(Arc<Link>);

impl Redis {
    /// Connects and verifies that Redis answers, three times at most, and warns of a Redis that
    /// would forget what it was told to keep.
    ///
    /// # Errors
    /// When it does not answer.
    pub(crate) async fn connect(settings: RedisSettings) -> Result<Self, ConnectError> {
        Self::connect_for(settings, MAX_AGE_MS).await
    }

    /// The same with connections that are renewed at this age, in milliseconds.
    async fn connect_for(settings: RedisSettings, max_age_ms: u32) -> Result<Self, ConnectError> {
        let backoff = Backoff::REDIS_START;
        let mut attempt = 0;
        let wire = loop {
            let error = match Wire::connect(&settings).await {
                Ok(wire) => break wire,
                Err(error) => error,
            };
            let delay = backoff.delay_ms(attempt);
            attempt += 1;
            let mut cause = causes::told(&error);
            // A server that speaks no TLS waits for the rest of a command, or refuses it in its own words.
            let is_timeout = matches!(error, RedisFailure::TimedOut);
            if settings.is_tls && (is_timeout || cause.contains(NOT_TLS)) {
                cause.push_str("; does Redis speak TLS there?");
            }
            let Some(delay_ms) = delay else {
                return Err(ConnectError { attempts: attempt, cause });
            };
            tracing::warn!(
                attempt,
                attempts = backoff.attempts,
                delay_ms,
                cause,
                "Redis does not answer yet"
            );
            tokio::time::sleep(Duration::from_millis(delay_ms.into())).await;
        };
        tracing::info!("Redis connection verified");
        Self::warn_of_eviction(&wire).await;
        Ok(Self(Link::new(settings, wire, max_age_ms)))
    }

    /// Whether it answers and can be written.
    ///
    /// # Errors
    /// When it does not, or cannot.
    pub(crate) async fn ping(&self) -> Result<(), RedisFailure> {
        self.ask(&wire::alive()).await
    }

    /// What a command is answered with. It is sent again on a new connection when the old one had to
    /// be replaced, so it must do the same when it is done twice.
    ///
    /// # Errors
    /// When nobody answered, or not so.
    pub(crate) async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, RedisFailure> {
        self.0.ask(Request::Command(command)).await
    }

    /// What a script is answered with; as [`ask`](Self::ask).
    ///
    /// # Errors
    /// When nobody answered, or not so.
    pub(crate) async fn run<T: FromRedisValue>(
        &self,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, RedisFailure> {
        self.0.ask(Request::Script(script)).await
    }

    /// Which connection it is: counts up whenever there is a new one. 0 while there is none; commands
    /// fail at once then, unless the last one was lost a moment ago.
    pub(crate) fn generation(&self) -> u64 {
        self.0.generation()
    }

    /// Hears what is published on a channel, from now on and across connections.
    pub(crate) fn hear(&self, channel: &'static str) -> Hearing {
        Hearing::begin(&self.0, channel)
    }

    /// Lets go of it: connections are closed, nothing is heard, and every further command fails.
    pub(crate) fn close(&self) {
        self.0.close();
    }

    /// Evicted revocations would let logged-out tokens back in. In a cluster every master is asked.
    async fn warn_of_eviction(wire: &Wire) {
        let policies = wire.eviction_policies().await;
        let cause = policies.as_ref().err().map(|error| causes::told(error));
        let policies = policies.unwrap_or_default();
        if policies.is_empty() {
            tracing::warn!(
                cause,
                "Redis does not tell its maxmemory-policy: it should be noeviction"
            );
        }
        if let Some(policy) = policies.iter().find(|policy| *policy != "noeviction") {
            tracing::warn!(
                policy,
                "Redis throws away what it should keep when its memory is full: set maxmemory-policy to noeviction"
            );
        }
    }
}
