//! A token that was verified: whom it speaks of, and what it is known by among revocations.

use std::ops::Deref;

use focus_core::revocation::{TokenHolder, TokenName, TokenTimes};
use focus_core::token::Principal;

use crate::shared::Name;

/// Whoever bears a good token.
#[derive(Debug)]
pub(crate) struct Bearer {
    /// Whom the token speaks of.
    pub(crate) principal: Principal,
    /// The token among revoked tokens.
    pub(super) token: Name,
    /// Its holder among those whose tokens were all revoked.
    pub(super) holder: Name,
    /// The issuer's leeway: how long a token is taken beyond its expiry.
    pub(super) leeway_seconds: u32,
}

impl Bearer {
    /// Whoever bears a token with these claims; `signed` is its header and claims.
    pub(super) fn new(principal: Principal, signed: &str, leeway_seconds: u32) -> Self {
        let Principal { issuer, subject, jti, .. } = &principal;
        let token = TokenName::of(issuer, jti.as_deref(), signed);
        let holder = TokenHolder { issuer, subject };
        Self {
            token: Name::of(&token.bytes()),
            holder: Name::of(&holder.bytes()),
            leeway_seconds,
            principal,
        }
    }

    pub(super) const fn times(&self) -> TokenTimes {
        TokenTimes {
            issued_at: self.principal.issued_at,
            expires_at: self.principal.expires_at,
            leeway_seconds: self.leeway_seconds,
        }
    }
}

impl Deref for Bearer {
    type Target = Principal;

    fn deref(&self) -> &Principal {
        &self.principal
    }
}
