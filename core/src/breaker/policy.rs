//! When a breaker opens, and for how long.

use crate::words::word_set;

/// How a breaker behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// When it opens.
    pub trip: Trip,
    /// Milliseconds that it stays open for.
    pub open_ms: u32,
    /// Milliseconds after which a probe that has not reported is given up.
    pub probe_ms: u32,
}

/// When a breaker opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// By the share of calls of the last 60 seconds that failed.
    Rate {
        /// It opens strictly above this share: at 100 never.
        threshold_percent: u32,
        /// With fewer calls than this it stays closed.
        minimum_calls: u32,
    },
    /// By failures in a row.
    Consecutive {
        /// It opens at this many; 0 means 1.
        failures: u32,
    },
}

/// Milliseconds after which a probe is given up, unless a policy says otherwise: as long as a
/// request of anybody's may take.
pub const PROBE_DEADLINE_MS: u32 = 30_000;

impl Policy {
    /// More than half of at least five calls, 30 seconds.
    pub const RATE: Self = Self {
        trip: Trip::Rate { threshold_percent: 50, minimum_calls: 5 },
        open_ms: 30_000,
        probe_ms: PROBE_DEADLINE_MS,
    };
    /// Sign-in at another provider: three in a row, two minutes.
    pub const OAUTH: Self = Self::consecutive(3, 120_000);
    /// Requests to other servers: three in a row, a minute.
    pub const HTTP: Self = Self::consecutive(3, 60_000);

    const fn consecutive(failures: u32, open_ms: u32) -> Self {
        Self { trip: Trip::Consecutive { failures }, open_ms, probe_ms: PROBE_DEADLINE_MS }
    }
}

word_set! {
    /// A policy that has a name.
    BreakerPolicy {
        /// [`Policy::RATE`]
        Rate "rate",
        /// [`Policy::OAUTH`]
        Oauth "oauth",
        /// [`Policy::HTTP`]
        Http "http",
    }
}

impl BreakerPolicy {
    /// The policy.
    #[must_use]
    pub const fn policy(self) -> Policy {
        match self {
            Self::Rate => Policy::RATE,
            Self::Oauth => Policy::OAUTH,
            Self::Http => Policy::HTTP,
        }
    }
}
