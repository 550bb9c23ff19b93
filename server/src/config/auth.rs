//! Whose tokens are taken: Supabase's, Clerk's and those of `OIDC_ISSUERS`, and how exactly.

use focus_core::token::{MAX_LEEWAY_SECONDS, Policy, PolicyParts};
use serde::Deserialize;
use url::{Host, Url};

use super::providers::{SUPABASE_URL, SupabaseSettings};
use super::reader::{NO_PASSWORDS, Reader, holds_login};
use super::secret::{self, Secret};
use super::setting::{Fallback, Kind, Needed, Setting};
pub use crate::auth::Algorithm;
pub use focus_core::revocation::StaleReads;

const LEEWAY: Kind = Kind::Number { min: 0, max: MAX_LEEWAY_SECONDS };

pub(super) static CLERK_ISSUER: Setting = Setting {
    name: "CLERK_ISSUER",
    kind: Kind::Url(&["https://", "http://"]),
    default: Fallback::Nothing,
    needed: Needed::With("CLERK_AUTHORIZED_PARTIES"),
    is_secret: false,
    about: "The issuer of Clerk's tokens, `https://…`, exactly as they spell it",
};
pub(super) static CLERK_AUTHORIZED_PARTIES: Setting = Setting {
    name: "CLERK_AUTHORIZED_PARTIES",
    kind: Kind::List,
    default: Fallback::Nothing,
    needed: Needed::With("CLERK_ISSUER"),
    is_secret: false,
    about: "The `azp` that may stand in them: the origins of your pages",
};
pub(super) static OIDC_ISSUERS: Setting = Setting {
    name: "OIDC_ISSUERS",
    kind: Kind::Json,
    default: Fallback::Nothing,
    needed: Needed::Never,
    is_secret: true,
    about: r#"`[{"issuer", "jwks_url"?, "audiences", "authorized_parties"?, "algorithms"?}]`; algorithms are RS256 and ES256"#,
};
pub(super) static LEEWAY_SECONDS: Setting = Setting {
    name: "AUTH_LEEWAY_SECONDS",
    kind: LEEWAY,
    default: Fallback::Value("0"),
    needed: Needed::Never,
    is_secret: false,
    about: "Seconds that a token is taken beyond its expiry",
};
pub(super) static NOT_BEFORE_LEEWAY_SECONDS: Setting = Setting {
    name: "AUTH_NOT_BEFORE_LEEWAY_SECONDS",
    kind: LEEWAY,
    default: Fallback::Value("30"),
    needed: Needed::Never,
    is_secret: false,
    about: "Seconds that a token is taken before its time",
};
pub(super) static JWKS_MAX_STALE_SECONDS: Setting = Setting {
    name: "JWKS_MAX_STALE_SECONDS",
    kind: Kind::Number { min: 0, max: 2_592_000 },
    default: Fallback::Value("86400"),
    needed: Needed::Never,
    is_secret: false,
    about: "Seconds that key sets serve while they cannot be fetched anew",
};
pub(super) static REVOCATION_STALE_READS: Setting = Setting {
    name: "REVOCATION_STALE_READS",
    kind: Kind::Word(StaleReads::WORDS),
    default: Fallback::Value("deny"),
    needed: Needed::Never,
    is_secret: false,
    about: "Whether requests that only read are answered while revocations are unknown",
};
pub(super) static JWT_SECRET: Setting = Setting {
    name: "JWT_SECRET",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: Needed::Never,
    is_secret: true,
    about: "What own tokens are signed with, at least 50 characters: `focus-server gen-secret` makes one; not used yet",
};

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
    /// `REVOCATION_STALE_READS`: what becomes of reads while revocations are unknown.
    pub stale_reads: StaleReads,
    /// `JWT_SECRET`, strong enough to sign with. Not used yet.
    pub jwt_secret: Option<Secret>,
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

pub(super) fn read(supabase: Option<&SupabaseSettings>, reader: &mut Reader<'_>) -> AuthSettings {
    let mut settings = AuthSettings {
        issuers: Vec::new(),
        leeway_seconds: reader.number(&LEEWAY_SECONDS).unwrap_or_default(),
        not_before_leeway_seconds: reader.number(&NOT_BEFORE_LEEWAY_SECONDS).unwrap_or_default(),
        jwks_max_stale_seconds: reader.number(&JWKS_MAX_STALE_SECONDS).unwrap_or_default(),
        stale_reads: reader
            .word(&REVOCATION_STALE_READS)
            .and_then(|word| StaleReads::parse(&word))
            .unwrap_or(StaleReads::Deny),
        jwt_secret: jwt_secret(reader),
    };
    if let Some(supabase) = supabase {
        let issuer = format!("{}/auth/v1", supabase.url.trim_end_matches('/'));
        let audiences = Some(vec![SUPABASE_AUDIENCE.to_owned()]);
        let wanted = Wanted { issuer, audiences, ..Wanted::default() };
        add(&SUPABASE_URL, wanted, &mut settings, reader);
    }
    // Their very text is what tokens are compared with.
    let issuer = reader.url(&CLERK_ISSUER).map(|_| reader.raw(&CLERK_ISSUER));
    let authorized_parties = reader.list(&CLERK_AUTHORIZED_PARTIES);
    if let (Some(issuer), Some(_)) = (issuer, &authorized_parties) {
        // Its tokens name no audience: the parties alone bind them to our pages.
        let algorithms = Some(vec![Algorithm::Rs256.as_str().to_owned()]);
        let wanted = Wanted { issuer, authorized_parties, algorithms, ..Wanted::default() };
        add(&CLERK_ISSUER, wanted, &mut settings, reader);
    }
    if let Some(text) = reader.text(&OIDC_ISSUERS) {
        match serde_json::from_str::<Vec<Entry>>(&text) {
            Ok(entries) => {
                for entry in entries {
                    add(&OIDC_ISSUERS, entry.into(), &mut settings, reader);
                }
            }
            Err(error) => {
                let column = error.column();
                let told = format!("is not the JSON array it should be, at column {column}");
                reader.problem(&OIDC_ISSUERS, &told);
            }
        }
    }
    settings
}

fn jwt_secret(reader: &mut Reader<'_>) -> Option<Secret> {
    let text = reader.text(&JWT_SECRET)?;
    match secret::judge(&text) {
        Ok(odd) => {
            if let Some(odd) = odd {
                reader.warning(JWT_SECRET.name, odd);
            }
            Some(Secret::new(text))
        }
        Err(problems) => {
            let told =
                format!("is too weak: {} focus-server gen-secret makes one", problems.join(" "));
            reader.problem(&JWT_SECRET, &told);
            None
        }
    }
}

/// An issuer as somebody wants it, before it was judged.
#[derive(Default)]
struct Wanted {
    issuer: String,
    jwks_url: Option<String>,
    audiences: Option<Vec<String>>,
    authorized_parties: Option<Vec<String>>,
    algorithms: Option<Vec<String>>,
}

impl From<Entry> for Wanted {
    fn from(entry: Entry) -> Self {
        let Entry { issuer, jwks_url, audiences, authorized_parties, algorithms } = entry;
        Self { issuer, jwks_url, audiences: Some(audiences), authorized_parties, algorithms }
    }
}

/// Adds an issuer, or notes everything that is wrong with it.
fn add(at: &'static Setting, entry: Wanted, settings: &mut AuthSettings, reader: &mut Reader<'_>) {
    let names = |known: &IssuerSettings| known.policy.parts().issuers.contains(&entry.issuer);
    let is_known = settings.issuers.iter().any(names);
    let jwks_url = jwks_url(&entry);
    let algorithms = algorithms(entry.algorithms);
    let policy = Policy::new(PolicyParts {
        issuers: vec![entry.issuer],
        audiences: entry.audiences,
        authorized_parties: entry.authorized_parties,
        leeway_seconds: settings.leeway_seconds,
        not_before_leeway_seconds: settings.not_before_leeway_seconds,
        ..PolicyParts::default()
    });
    match (is_known, policy, jwks_url, algorithms) {
        (false, Ok(policy), Ok(jwks_url), Ok(algorithms)) => {
            settings.issuers.push(IssuerSettings { policy, jwks_url, algorithms });
        }
        (_, policy, jwks_url, algorithms) => {
            let known = is_known.then_some("names an issuer that is named already");
            let told = known.into_iter().chain(jwks_url.err()).chain(algorithms.err());
            told.for_each(|told| reader.problem(at, told));
            if let Err(problems) = policy {
                let places: Vec<_> = problems.iter().map(|p| p.path.to_string()).collect();
                reader.problem(at, &format!("makes no usable policy: {}", places.join(", ")));
            }
        }
    }
}

/// Where an issuer's key set is, unless somebody could read or replace what is on its way there.
fn jwks_url(entry: &Wanted) -> Result<Url, &'static str> {
    let usual = || format!("{}/.well-known/jwks.json", entry.issuer.trim_end_matches('/'));
    let address = entry.jwks_url.clone().unwrap_or_else(usual);
    if holds_login(&entry.issuer) || holds_login(&address) {
        return Err(NO_PASSWORDS);
    }
    let url = Url::parse(&address).ok().filter(is_trustworthy);
    url.ok_or("needs https addresses, or http ones of this machine")
}

/// The algorithms of an issuer: none that would need a secret of ours.
fn algorithms(names: Option<Vec<String>>) -> Result<Vec<Algorithm>, &'static str> {
    let Some(names) = names else { return Ok(Algorithm::FOREIGN.to_vec()) };
    if names.is_empty() {
        return Err("has an issuer without algorithms");
    }
    let foreign = |name: &String| Algorithm::parse(name).filter(|it| !it.is_symmetric());
    let algorithms: Option<_> = names.iter().map(foreign).collect();
    algorithms.ok_or("has an algorithm that no foreign issuer may use")
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
