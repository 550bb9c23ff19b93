//! Who may ask how often: tiers, routes, and everybody together.

use alloc::vec::Vec;

use super::Quota;
use crate::credit::CreditTier;
use crate::words::word_set;

/// Requests in a minute by one address without a user.
pub const ANONYMOUS_PER_MINUTE: u32 = 60;
/// Requests in a minute by a user who pays nothing.
pub const FREE_PER_MINUTE: u32 = 100;
/// Requests in a minute by a user who pays.
pub const PREMIUM_PER_MINUTE: u32 = 1_000;
/// Requests in a minute by everybody together.
pub const GLOBAL_PER_MINUTE: u32 = 10_000;

word_set! {
    /// How often somebody may ask.
    RateTier {
        /// No user: an address is counted.
        Anonymous "anonymous",
        /// Pays nothing.
        Free "free",
        /// Pays.
        Premium "premium",
        /// Runs the product, and is not limited.
        Admin "admin",
    }
}

/// Routes with a quota of their own, by method and by template below the API's prefix: requests of
/// one user in a minute.
pub const ROUTE_QUOTAS: &[(&str, u32)] = &[
    ("POST /sessions/quick-match", 5),
    ("POST /sessions/{id}/cancel", 10),
    ("POST /sessions/{id}/rate", 10),
    ("POST /sessions/{id}/rate/skip", 10),
    ("POST /credits/gift", 10),
    ("POST /credits/referral/apply", 5),
    ("PATCH /users/me", 15),
    ("DELETE /users/me", 5),
    ("POST /sessions/diary/{id}/note", 30),
    ("POST /sessions/{id}/reflections", 30),
];

/// A quota with the name that headers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedQuota {
    /// `user`, `address`, `route` or `global`.
    pub name: &'static str,
    /// What it allows.
    pub quota: Quota,
}

impl RateTier {
    /// The tier of an account by what it pays for; without an account, nobody's.
    #[must_use]
    pub const fn of(account: Option<CreditTier>) -> Self {
        match account {
            None => Self::Anonymous,
            Some(CreditTier::Free) => Self::Free,
            Some(CreditTier::Pro | CreditTier::Elite | CreditTier::Infinite) => Self::Premium,
            Some(CreditTier::Admin) => Self::Admin,
        }
    }

    /// What one user of the tier, or one address, may ask.
    #[must_use]
    pub const fn quota(self) -> Quota {
        Quota::per_minute(match self {
            Self::Anonymous => ANONYMOUS_PER_MINUTE,
            Self::Free => FREE_PER_MINUTE,
            Self::Premium => PREMIUM_PER_MINUTE,
            Self::Admin => 0,
        })
    }
}

/// The quota of a route: `POST /sessions/{id}/rate`; none for one without.
#[must_use]
pub fn route_quota(route: &str) -> Option<Quota> {
    let known = ROUTE_QUOTAS.iter().find(|(known, _)| *known == route);
    known.map(|(_, amount)| Quota::per_minute(*amount))
}

/// The quotas that a request must keep, all at once: the user's (or, without one, the address's),
/// the route's where it has one, and everybody's. A route counts for each user by itself, and
/// without a user for each address; it limits every tier.
#[must_use]
pub fn quotas(tier: RateTier, route: Option<&str>) -> Vec<NamedQuota> {
    let own = if tier == RateTier::Anonymous { "address" } else { "user" };
    let mut quotas = Vec::from([NamedQuota { name: own, quota: tier.quota() }]);
    let route = route.and_then(route_quota);
    quotas.extend(route.map(|quota| NamedQuota { name: "route", quota }));
    quotas.push(NamedQuota { name: "global", quota: Quota::per_minute(GLOBAL_PER_MINUTE) });
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paid_tier_is_premium_and_admins_are_not_limited() {
        for tier in CreditTier::ALL.iter().copied() {
            let rate = RateTier::of(Some(tier));
            assert_eq!(rate == RateTier::Free, !tier.is_paid());
            assert_eq!(rate.quota().is_unlimited(), tier == CreditTier::Admin);
        }
        assert_eq!(RateTier::of(None).quota(), Quota::per_minute(60));
    }

    #[test]
    fn routes_stand_once_and_have_a_quota() {
        for (at, (route, amount)) in ROUTE_QUOTAS.iter().enumerate() {
            assert!(*amount > 0);
            assert_eq!(ROUTE_QUOTAS.iter().position(|(known, _)| known == route), Some(at));
        }
    }

    #[test]
    fn a_request_keeps_its_own_limit_its_routes_and_everybodys() {
        let told = |tier, route| {
            let named = |quota: NamedQuota| (quota.name, quota.quota.amount);
            quotas(tier, route).into_iter().map(named).collect::<Vec<_>>()
        };
        let rate = Some("POST /sessions/{id}/rate");
        let free = [("user", 100), ("route", 10), ("global", 10_000)];
        assert_eq!(told(RateTier::Free, rate), free);
        assert_eq!(
            told(RateTier::Anonymous, Some("GET /x")),
            [("address", 60), ("global", 10_000)]
        );
        assert_eq!(told(RateTier::Admin, None), [("user", 0), ("global", 10_000)]);
    }
}
