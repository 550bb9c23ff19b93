//! Whose tokens are taken: `SUPABASE_URL`, `OIDC_ISSUERS` and the leeways.

use focus_core::key_set::KEYS_MAX_STALE_SECONDS;
use focus_core::token::{MAX_LEEWAY_SECONDS, Policy, PolicyParts};
use serde::Deserialize;
use url::{Host, Url};

use super::reader::Reader;
use super::{Command, Environment};
pub use crate::auth::Algorithm;

const DEFAULT_NOT_BEFORE_LEEWAY: u32 = 30;
/// Thirty days.
const LONGEST_MAX_STALE: u32 = 2_592_000;
const SUPABASE_AUDIENCE: &str = "authenticated";

/// Whose tokens are taken.
#[derive(Clone, Debug)]
pub struct AuthSettings {
    /// The issuers; in laptop mode the server adds its own.
    pub issuers: Vec<IssuerSettings>,
    /// `AUTH_LEEWAY_SECONDS`: how long a token is taken beyond its expiry.
    pub leeway_seconds: u32,
    /// `AUTH_NOT_BEFORE_LEEWAY_SECONDS`: how early a token is taken.
    pub not_before_leeway_seconds: u32,
    /// `JWKS_MAX_STALE_SECONDS`: how long key sets serve while they cannot be fetched anew.
    pub jwks_max_stale_seconds: u32,
}

/// One issuer.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// What its tokens must say.
    pub policy: Policy,
    /// Where its key set is.
    pub jwks_url: Url,
    /// How its tokens may be signed.
    pub algorithms: Vec<Algorithm>,
}

/// The algorithms of an entry: none that would need a secret of ours.
fn foreign(names: Vec<String>) -> Option<Vec<Algorithm>> {
    let algorithm = |name: String| Algorithm::parse(&name).filter(|it| !it.is_symmetric());
    names.into_iter().map(algorithm).collect()
}

/// One entry of `OIDC_ISSUERS`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    issuer: String,
    jwks_url: Option<String>,
    audiences: Vec<String>,
    authorized_parties: Option<Vec<String>>,
    algorithms: Option<Vec<String>>,
}

pub(super) fn read(
    command: Command,
    environment: Environment,
    reader: &mut Reader<'_>,
) -> AuthSettings {
    let leeway_seconds = reader.number("AUTH_LEEWAY_SECONDS", 0, MAX_LEEWAY_SECONDS);
    let not_before_leeway_seconds = reader.number(
        "AUTH_NOT_BEFORE_LEEWAY_SECONDS",
        DEFAULT_NOT_BEFORE_LEEWAY,
        MAX_LEEWAY_SECONDS,
    );
    let jwks_max_stale_seconds =
        reader.number("JWKS_MAX_STALE_SECONDS", KEYS_MAX_STALE_SECONDS, LONGEST_MAX_STALE);
    let mut settings = AuthSettings {
        issuers: Vec::new(),
        leeway_seconds,
        not_before_leeway_seconds,
        jwks_max_stale_seconds,
    };
    let supabase = reader.text("SUPABASE_URL");
    let oidc = reader.text("OIDC_ISSUERS");
    if supabase.is_none() && oidc.is_none() {
        if command == Command::Serve && !environment.is_development() {
            reader.missing("SUPABASE_URL");
        }
        return settings;
    }
    if let Some(url) = supabase {
        let issuer = format!("{}/auth/v1", url.trim_end_matches('/'));
        let audiences = vec![SUPABASE_AUDIENCE.to_owned()];
        let entry =
            Entry { issuer, jwks_url: None, audiences, authorized_parties: None, algorithms: None };
        add("SUPABASE_URL", entry, &mut settings, reader);
    }
    if let Some(text) = oidc {
        match serde_json::from_str::<Vec<Entry>>(&text) {
            Ok(entries) => {
                for entry in entries {
                    add("OIDC_ISSUERS", entry, &mut settings, reader);
                }
            }
            Err(error) => reader.problem(format!(
                "OIDC_ISSUERS is not the JSON array it should be, at column {}",
                error.column()
            )),
        }
    }
    settings
}

fn add(name: &str, entry: Entry, settings: &mut AuthSettings, reader: &mut Reader<'_>) {
    let known = |known: &IssuerSettings| known.policy.parts().issuers.contains(&entry.issuer);
    if settings.issuers.iter().any(known) {
        reader.problem(format!("{name} names an issuer twice"));
        return;
    }
    let jwks_url = entry
        .jwks_url
        .clone()
        .unwrap_or_else(|| format!("{}/.well-known/jwks.json", entry.issuer.trim_end_matches('/')));
    if holds_secrets(&entry.issuer) || holds_secrets(&jwks_url) {
        reader.problem(format!("{name} must not have a user or a password in its addresses"));
        return;
    }
    let Some(jwks_url) = Url::parse(&jwks_url).ok().filter(is_trustworthy) else {
        reader.problem(format!("{name} needs https addresses, or http ones of this machine"));
        return;
    };
    let algorithms = entry.algorithms.map_or(Some(Algorithm::FOREIGN.to_vec()), foreign);
    let Some(algorithms) = algorithms else {
        reader.problem(format!("{name} has an algorithm that no foreign issuer may use"));
        return;
    };
    if algorithms.is_empty() {
        reader.problem(format!("{name} has an issuer without algorithms"));
        return;
    }
    let parts = PolicyParts {
        issuers: vec![entry.issuer],
        audiences: Some(entry.audiences),
        authorized_parties: entry.authorized_parties,
        leeway_seconds: settings.leeway_seconds,
        not_before_leeway_seconds: settings.not_before_leeway_seconds,
        ..PolicyParts::default()
    };
    match Policy::new(parts) {
        Ok(policy) => settings.issuers.push(IssuerSettings { policy, jwks_url, algorithms }),
        Err(problems) => {
            let places: Vec<_> = problems.iter().map(|p| p.path.to_string()).collect();
            reader.problem(format!("{name} makes no usable policy: {}", places.join(", ")));
        }
    }
}

/// Whether a user or a password stands in an address: these would go where addresses go.
fn holds_secrets(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

/// Keys that come over an open line are anybody's keys.
fn is_trustworthy(url: &Url) -> bool {
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Ipv4(ip))) => ip.is_loopback(),
        ("http", Some(Host::Ipv6(ip))) => ip.is_loopback(),
        ("http", Some(Host::Domain(name))) => name == "localhost",
        _ => false,
    }
}
