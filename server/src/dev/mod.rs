//! Laptop mode: sign-in without an identity provider, four people, a table to try, and a clock
//! that can be moved. None of it exists in `serve`.

mod clock;
mod fault;
mod keys;
mod lively;
mod people;
mod routes;
mod table;

use std::net::SocketAddr;
use std::path::Path;

use focus_core::token::{Policy, PolicyParts};
use url::Url;

use crate::clock::Clock;
use crate::config::{Algorithm, AuthSettings, IssuerSettings};
use crate::start::StartError;

pub(crate) use routes::routes;
pub(crate) use table::seed;

/// The issuer of development tokens. It is a name and stays the same on every port, since a user
/// is the pair of issuer and subject.
const ISSUER: &str = "http://localhost/dev";
const AUDIENCE: &str = "authenticated";
const JWKS_PATH: &str = "/.well-known/jwks.json";

/// What laptop mode has beside.
pub(crate) struct Dev {
    keys: keys::Keys,
    clock: clock::KeptClock,
}

impl Dev {
    /// Reads the development files, making them on the first start.
    pub(crate) fn open(data_dir: &Path, clock: &Clock) -> Result<Self, StartError> {
        let keys = keys::Keys::open(data_dir)?;
        let clock = clock::KeptClock::open(data_dir, clock.clone())?;
        Ok(Self { keys, clock })
    }

    /// This server as an issuer. Its keys are fetched over HTTP like everybody's.
    pub(crate) fn issuer(
        &self,
        address: SocketAddr,
        settings: &AuthSettings,
    ) -> Result<IssuerSettings, StartError> {
        let damaged = |what: &str| StartError::Development(format!("{what} is not usable"));
        let jwks_url = Url::parse(&format!("http://{address}/dev{JWKS_PATH}"));
        let policy = Policy::new(PolicyParts {
            issuers: vec![ISSUER.to_owned()],
            audiences: Some(vec![AUDIENCE.to_owned()]),
            leeway_seconds: settings.leeway_seconds,
            not_before_leeway_seconds: settings.not_before_leeway_seconds,
            ..PolicyParts::default()
        });
        Ok(IssuerSettings {
            policy: policy.map_err(|_| damaged("the development policy"))?,
            jwks_url: jwks_url.map_err(|_| damaged("the development address"))?,
            algorithms: vec![Algorithm::Es256],
        })
    }
}
