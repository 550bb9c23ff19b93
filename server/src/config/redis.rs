//! `REDIS_URL`: where revocations and caches are kept that many instances share.

use std::fmt;

use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use super::reader::Reader;
use super::secret::{Secret, is_default_password};
use super::setting::{Fallback, Kind, Needed, Setting};

pub(super) static REDIS_URL: Setting = Setting {
    name: "REDIS_URL",
    kind: Kind::Url(&["redis://", "rediss://", "redis+sentinel://", "redis+cluster://"]),
    default: Fallback::Words("in development a store in this process"),
    needed: Needed::OutsideDevelopment,
    is_secret: true,
    about: "One server, `redis://…` or `rediss://…`, or `redis+sentinel://host:26379,host:26379?master=name`, or `redis+cluster://host:6379,host:6379`; the last two with `tls=true` over TLS, Sentinels with `sentinel_user=` and `sentinel_password=` where they ask for them",
};

pub(super) static REDIS_REQUIRED: Setting = Setting {
    name: "REDIS_REQUIRED",
    kind: Kind::Flag,
    default: Fallback::Value("false"),
    needed: Needed::Never,
    is_secret: false,
    about: "Whether nobody is to be sent to a server whose Redis is away: then it is not ready",
};

const PORT: u16 = 6_379;
const SENTINEL_PORT: u16 = 26_379;

/// The Redis to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedisSettings {
    /// How its servers stand to each other.
    pub layout: RedisLayout,
    /// Where they are, or their Sentinels: at least one, host and port. IPv6 addresses have no
    /// brackets.
    pub hosts: Vec<(String, u16)>,
    /// Whether they speak TLS.
    pub is_tls: bool,
    /// Who signs in to Redis.
    pub login: RedisLogin,
    /// The number of the database; 0 unless the address says otherwise.
    pub database: u32,
    /// `REDIS_REQUIRED`: whether the server is not ready without it.
    pub is_required: bool,
}

/// Who signs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedisLogin {
    /// The user; none for the default one.
    pub user: Option<String>,
    /// The password; none where nobody asks for one.
    pub password: Option<Secret>,
}

/// How the servers of a Redis stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedisLayout {
    /// One server.
    Single,
    /// Sentinels tell which server is the master of this name.
    Sentinel {
        /// The name.
        master: String,
        /// Who signs in to the Sentinels.
        login: RedisLogin,
    },
    /// Servers that share the keys.
    Cluster,
}

/// Where it is, without anybody's password.
impl fmt::Display for RedisSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.layout {
            RedisLayout::Single => {}
            RedisLayout::Sentinel { master, .. } => write!(f, "{master} of Sentinel ")?,
            RedisLayout::Cluster => f.write_str("cluster ")?,
        }
        for (at, (host, port)) in self.hosts.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let is_v6 = host.contains(':');
            let (open, close) = if is_v6 { ("[", "]") } else { ("", "") };
            write!(f, "{comma}{open}{host}{close}:{port}")?;
        }
        Ok(())
    }
}

pub(super) fn read(reader: &mut Reader<'_>) -> Option<RedisSettings> {
    let is_required = reader.flag(&REDIS_REQUIRED);
    let text = reader.text(&REDIS_URL)?;
    let settings = match RedisSettings::parse(&text) {
        Ok(settings) => settings,
        Err(Bad::Form) => return reader.malformed(&REDIS_URL),
        Err(Bad::Master) => {
            reader.problem(&REDIS_URL, "must name the master: redis+sentinel://host?master=name");
            return None;
        }
        Err(Bad::Option) => {
            reader.problem(&REDIS_URL, "has an option (behind the ?) without meaning");
            return None;
        }
    };
    if reader.environment.has_production_rules() && settings.has_default_password() {
        reader.problem(&REDIS_URL, "has a password that Redis images come with");
    }
    Some(RedisSettings { is_required, ..settings })
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bad {
    Form,
    Master,
    Option,
}

impl RedisSettings {
    /// The Redis of an address, as `REDIS_URL` has it.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn of_url(url: &str) -> Option<Self> {
        Self::parse(url).ok()
    }

    fn parse(text: &str) -> Result<Self, Bad> {
        let (scheme, rest) = text.split_once("://").ok_or(Bad::Form)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (credentials, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
        let mut options = Options::read(query)?;
        let (layout, port) = match scheme {
            "redis" | "rediss" => (RedisLayout::Single, PORT),
            "redis+cluster" => (RedisLayout::Cluster, PORT),
            "redis+sentinel" => {
                let master = options.master.take().ok_or(Bad::Master)?;
                let login = std::mem::take(&mut options.sentinel);
                (RedisLayout::Sentinel { master, login }, SENTINEL_PORT)
            }
            _ => return Err(Bad::Form),
        };
        let is_single = layout == RedisLayout::Single;
        if options.has_sentinels() || options.is_tls.is_some() && is_single {
            return Err(Bad::Option);
        }
        let hosts: Option<Vec<_>> = hosts.split(',').map(|host| read_host(host, port)).collect();
        let hosts = hosts.filter(|hosts| !is_single || hosts.len() == 1).ok_or(Bad::Form)?;
        let database = match database {
            "" => Some(0),
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
            _ => None,
        };
        Ok(Self {
            layout,
            hosts,
            is_tls: scheme == "rediss" || options.is_tls == Some(true),
            login: RedisLogin { user: decode(user)?, password: decode(password)?.map(Secret::new) },
            database: database.ok_or(Bad::Form)?,
            is_required: false,
        })
    }

    fn has_default_password(&self) -> bool {
        let of_sentinels = match &self.layout {
            RedisLayout::Sentinel { login, .. } => Some(login),
            RedisLayout::Single | RedisLayout::Cluster => None,
        };
        [Some(&self.login), of_sentinels].into_iter().flatten().any(|login| {
            let password = login.password.as_ref().map_or("", Secret::expose);
            is_default_password(login.user.as_deref().unwrap_or_default(), password)
        })
    }
}

/// What stands behind the question mark.
#[derive(Default)]
struct Options {
    master: Option<String>,
    sentinel: RedisLogin,
    is_tls: Option<bool>,
}

impl Options {
    fn read(query: &str) -> Result<Self, Bad> {
        let mut options = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.into_owned();
            match (&*name, value.as_str()) {
                ("master", "") => return Err(Bad::Master),
                ("master", _) => options.master = Some(value),
                ("sentinel_user", _) => options.sentinel.user = Some(value),
                ("sentinel_password", _) => options.sentinel.password = Some(Secret::new(value)),
                ("tls", "true") => options.is_tls = Some(true),
                ("tls", "false") => options.is_tls = Some(false),
                _ => return Err(Bad::Option),
            }
        }
        Ok(options)
    }

    /// Whether something is said of Sentinels, which nobody took.
    fn has_sentinels(&self) -> bool {
        self.master.is_some() || self.sentinel != RedisLogin::default()
    }
}

/// The text that was percent-encoded; none of an empty one.
fn decode(text: &str) -> Result<Option<String>, Bad> {
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| Bad::Form)?;
    Ok(Some(decoded.into_owned()).filter(|text| !text.is_empty()))
}

/// A host with its port, or with the one that is usual.
fn read_host(text: &str, port: u16) -> Option<(String, u16)> {
    // A scheme that the parser knows nothing of, so that it adds and drops nothing.
    let url = url::Url::parse(&format!("redis://{text}")).ok()?;
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.path().is_empty()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.port() != Some(0);
    let host = url.host_str().filter(|host| is_plain && !host.is_empty())?;
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    Some((bare.to_owned(), url.port().unwrap_or(port)))
}

#[cfg(test)]
mod tests;
