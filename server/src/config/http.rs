//! Where to listen, who stands in between, which pages may call, and how much at once for how long.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;
use url::{Host, Url};

use super::Command;
use super::reader::Reader;
use super::setting::{Fallback, Kind, Needed, Setting};

pub(super) static ADDRESS: Setting = Setting {
    name: "FOCUS_ADDR",
    kind: Kind::Address,
    default: Fallback::Value("127.0.0.1:8080"),
    needed: Needed::Never,
    is_secret: false,
    about: "Where to listen; port 0 takes a free one",
};
pub(super) static CORS_ORIGINS: Setting = Setting {
    name: "CORS_ORIGINS",
    kind: Kind::List,
    default: Fallback::Words("in development any origin of this machine"),
    needed: Needed::OutsideDevelopment,
    is_secret: false,
    about: "The pages that may call, like `https://focus.example.com`; never `*`",
};
pub(super) static PUBLIC_BASE_URL: Setting = Setting {
    name: "PUBLIC_BASE_URL",
    kind: Kind::Url(&["https://", "http://"]),
    default: Fallback::Words("the first of CORS_ORIGINS; in development `http://localhost:3000`"),
    needed: Needed::Never,
    is_secret: false,
    about: "Where people find the page, `https://…` in staging and production; shared links begin so",
};
pub(super) static TRUSTED_PROXIES: Setting = Setting {
    name: "TRUSTED_PROXIES",
    kind: Kind::List,
    default: Fallback::Nothing,
    needed: Needed::Never,
    is_secret: false,
    about: "Addresses and networks (`10.0.0.0/8`) whose `X-Forwarded-For` is believed; not used yet",
};
pub(super) static MAX_CONCURRENT_REQUESTS: Setting = Setting {
    name: "MAX_CONCURRENT_REQUESTS",
    kind: Kind::Number { min: 1, max: 1_000_000 },
    default: Fallback::Value("512"),
    needed: Needed::Never,
    is_secret: false,
    about: "Requests that are worked on at once; more get 503 and may come again",
};
pub(super) static REQUEST_DEADLINE_SECONDS: Setting = seconds(
    "REQUEST_DEADLINE_SECONDS",
    (1, 600),
    Fallback::Value("30"),
    "Seconds until a request is answered or given up with 504",
);
pub(super) static BODY_DEADLINE_SECONDS: Setting = seconds(
    "BODY_DEADLINE_SECONDS",
    (1, 600),
    Fallback::Value("10"),
    "Seconds that a client may take to send a body",
);
pub(super) static DRAIN_DELAY_SECONDS: Setting = seconds(
    "DRAIN_DELAY_SECONDS",
    (0, 300),
    Fallback::ByEnvironment { development: "0", elsewhere: "5" },
    "Seconds between the signal to stop, from which on it is not ready, and accepting nobody any more",
);
pub(super) static DRAIN_DEADLINE_SECONDS: Setting = seconds(
    "DRAIN_DEADLINE_SECONDS",
    (0, 300),
    Fallback::Value("25"),
    "Seconds that running requests may take then, before they are cut off",
);

const fn seconds(
    name: &'static str,
    (min, max): (u32, u32),
    default: Fallback,
    about: &'static str,
) -> Setting {
    let kind = Kind::Number { min, max };
    Setting { name, kind, default, needed: Needed::Never, is_secret: false, about }
}

const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Where the page listens unless it is told otherwise.
const DEVELOPMENT_PAGE: &str = "http://localhost:3000";
const LOOPBACK_HOSTS: [&str; 4] = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];

/// Address, origins and deadlines.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// `FOCUS_ADDR`; port 0 takes any free one.
    pub address: SocketAddr,
    /// `CORS_ORIGINS`
    pub cors: CorsOrigins,
    /// `PUBLIC_BASE_URL`: what links to the page begin with.
    pub public_base_url: String,
    /// `TRUSTED_PROXIES`. Not used yet.
    pub trusted_proxies: Vec<IpNet>,
    /// `MAX_CONCURRENT_REQUESTS`, from 1.
    pub max_requests: u32,
    /// How long a request may take.
    pub deadlines: Deadlines,
    /// How the server stops.
    pub drain: Drain,
}

/// How long a request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// `BODY_DEADLINE_SECONDS`: until its body is read.
    pub body: Duration,
    /// `REQUEST_DEADLINE_SECONDS`: until it is answered.
    pub request: Duration,
}

/// How long the server takes to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drain {
    /// `DRAIN_DELAY_SECONDS`: how long it serves on, so that whoever sends clients here notices.
    pub delay: Duration,
    /// `DRAIN_DEADLINE_SECONDS`: how long running requests may take after that.
    pub deadline: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { body: Duration::from_secs(10), request: Duration::from_secs(30) }
    }
}

impl Default for Drain {
    fn default() -> Self {
        Self { delay: Duration::ZERO, deadline: Duration::from_secs(25) }
    }
}

/// Which pages may call this server from a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorsOrigins {
    /// Pages of this machine, on any port.
    Loopback,
    /// These origins and no others.
    Listed(Vec<String>),
}

impl CorsOrigins {
    /// Whether a page of this origin may call.
    #[must_use]
    pub fn allow(&self, origin: &str) -> bool {
        match self {
            Self::Listed(origins) => origins.iter().any(|known| known == origin),
            Self::Loopback => {
                let Some((host, normal)) = parse_origin(origin) else { return false };
                normal == origin && matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
            }
        }
    }
}

pub(super) fn read(reader: &mut Reader<'_>) -> HttpSettings {
    let cors = origins(reader);
    HttpSettings {
        address: address(reader),
        public_base_url: public_base_url(&cors, reader),
        cors,
        trusted_proxies: trusted_proxies(reader),
        max_requests: reader.number(&MAX_CONCURRENT_REQUESTS).unwrap_or(1),
        deadlines: Deadlines {
            body: duration(&BODY_DEADLINE_SECONDS, reader),
            request: duration(&REQUEST_DEADLINE_SECONDS, reader),
        },
        drain: Drain {
            delay: duration(&DRAIN_DELAY_SECONDS, reader),
            deadline: duration(&DRAIN_DEADLINE_SECONDS, reader),
        },
    }
}

fn duration(setting: &'static Setting, reader: &mut Reader<'_>) -> Duration {
    // Without a number nothing is started.
    Duration::from_secs(reader.number(setting).unwrap_or_default().into())
}

fn address(reader: &mut Reader<'_>) -> SocketAddr {
    let text = reader.text(&ADDRESS).unwrap_or_default();
    let numeric = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    let Ok(address) = numeric.unwrap_or(text).parse::<SocketAddr>() else {
        return reader.malformed(&ADDRESS).unwrap_or(DEFAULT_ADDRESS);
    };
    if reader.command == Command::Dev && !address.ip().is_loopback() {
        reader.problem(&ADDRESS, "must be a loopback address: dev listens on this machine only");
    }
    address
}

fn origins(reader: &mut Reader<'_>) -> CorsOrigins {
    let Some(listed) = reader.list(&CORS_ORIGINS) else { return CorsOrigins::Loopback };
    let mut origins = Vec::with_capacity(listed.len());
    for origin in listed {
        if origin == "*" {
            // Credentials are allowed, and browsers refuse the wildcard beside them.
            reader.problem(&CORS_ORIGINS, "must list origins: Wildcard (*) is not one");
            continue;
        }
        match parse_origin(&origin) {
            None => reader.problem(&CORS_ORIGINS, "has an entry that is no http or https origin"),
            Some((host, _))
                if reader.environment.has_production_rules()
                    && LOOPBACK_HOSTS.contains(&host.as_str()) =>
            {
                reader.problem(&CORS_ORIGINS, &format!("has an origin of this machine ({host})"));
            }
            Some((_, normal)) => origins.push(normal),
        }
    }
    CorsOrigins::Listed(origins)
}

fn public_base_url(cors: &CorsOrigins, reader: &mut Reader<'_>) -> String {
    let Some(url) = reader.url(&PUBLIC_BASE_URL) else {
        // The origins are those of the page.
        return match cors {
            CorsOrigins::Listed(origins) => origins.first().cloned().unwrap_or_default(),
            CorsOrigins::Loopback => DEVELOPMENT_PAGE.to_owned(),
        };
    };
    if url.query().is_some() || url.fragment().is_some() {
        reader.problem(&PUBLIC_BASE_URL, "must end with its path");
    }
    if reader.environment.has_production_rules() && url.scheme() != "https" {
        reader
            .problem(&PUBLIC_BASE_URL, "must be https where ENVIRONMENT is staging or production");
    }
    url.into()
}

fn trusted_proxies(reader: &mut Reader<'_>) -> Vec<IpNet> {
    let mut networks = Vec::new();
    for text in reader.list(&TRUSTED_PROXIES).unwrap_or_default() {
        let alone = || text.parse::<IpAddr>().map(IpNet::from);
        match text.parse::<IpNet>().or_else(|_| alone()) {
            Ok(network) => {
                if network.prefix_len() == 0 {
                    reader.warning(TRUSTED_PROXIES.name, "believes everybody's X-Forwarded-For");
                }
                networks.push(network.trunc());
            }
            Err(_) => {
                reader.problem(&TRUSTED_PROXIES, "has an entry that is no address and no network");
            }
        }
    }
    networks
}

/// The host of an origin and the origin as a browser writes it.
fn parse_origin(text: &str) -> Option<(String, String)> {
    let url = Url::parse(text).ok()?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let bare = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || !plain || !bare {
        return None;
    }
    let host = match url.host()? {
        Host::Ipv6(ip) => format!("[{ip}]"),
        host => host.to_string(),
    };
    let normal = url.origin().ascii_serialization();
    Some((host, normal))
}
