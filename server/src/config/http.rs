//! Where to listen, which pages may call, and how long a request may take.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use url::{Host, Url};

use super::reader::Reader;
use super::{Command, Environment};

const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const LOOPBACK_HOSTS: [&str; 4] = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];

/// Address, origins and deadlines.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// `FOCUS_ADDR`; port 0 takes any free one.
    pub address: SocketAddr,
    /// `CORS_ORIGINS`
    pub cors: CorsOrigins,
    /// No variable sets them.
    pub deadlines: Deadlines,
}

/// How long a request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Until its body is read.
    pub body: Duration,
    /// Until it is answered.
    pub request: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { body: Duration::from_secs(10), request: Duration::from_secs(30) }
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

pub(super) fn read(
    command: Command,
    environment: Environment,
    reader: &mut Reader<'_>,
) -> HttpSettings {
    let (address, cors) = (address(command, reader), origins(environment, reader));
    HttpSettings { address, cors, deadlines: Deadlines::default() }
}

fn address(command: Command, reader: &mut Reader<'_>) -> SocketAddr {
    let Some(text) = reader.text("FOCUS_ADDR") else { return DEFAULT_ADDRESS };
    let numeric = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    let Ok(address) = numeric.unwrap_or(text).parse::<SocketAddr>() else {
        reader.problem("FOCUS_ADDR must be an address and a port, like 127.0.0.1:8080");
        return DEFAULT_ADDRESS;
    };
    if command == Command::Dev && !address.ip().is_loopback() {
        reader.problem("dev listens on this machine only: FOCUS_ADDR must be a loopback address");
    }
    address
}

fn origins(environment: Environment, reader: &mut Reader<'_>) -> CorsOrigins {
    let Some(text) = reader.text("CORS_ORIGINS") else {
        if !environment.is_development() {
            reader.missing("CORS_ORIGINS");
        }
        return CorsOrigins::Loopback;
    };
    let listed = if text.starts_with('[') {
        serde_json::from_str::<Vec<String>>(&text).ok()
    } else {
        let trimmed = text.split(',').map(|origin| origin.trim().to_owned());
        Some(trimmed.filter(|origin| !origin.is_empty()).collect())
    };
    match &listed {
        None => reader.problem("CORS_ORIGINS is not a JSON array of texts"),
        Some(listed) if listed.is_empty() => reader.problem("CORS_ORIGINS lists no origin"),
        Some(_) => {}
    }
    let listed = listed.unwrap_or_default();
    let mut origins = Vec::with_capacity(listed.len());
    for origin in listed {
        if origin == "*" {
            // Credentials are allowed, and browsers refuse the wildcard beside them.
            reader.problem("CORS_ORIGINS must list origins: the wildcard (*) is not one");
            continue;
        }
        match parse_origin(&origin) {
            None => reader.problem("CORS_ORIGINS has an entry that is no http or https origin"),
            Some((host, _))
                if environment.has_production_rules()
                    && LOOPBACK_HOSTS.contains(&host.as_str()) =>
            {
                reader.problem("CORS_ORIGINS has an origin of this machine");
            }
            Some((_, normal)) => origins.push(normal),
        }
    }
    CorsOrigins::Listed(origins)
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
