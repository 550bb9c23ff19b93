//! `REDIS_URL`: where limits and revocations are kept. Read and judged; nothing uses it yet.

use super::reader::Reader;
use super::secret::{Secret, is_default_password};
use super::setting::{Fallback, Kind, Needed, Setting};

pub(super) static REDIS_URL: Setting = Setting {
    name: "REDIS_URL",
    kind: Kind::Url(&["redis://", "rediss://", "redis+sentinel://", "redis+cluster://"]),
    default: Fallback::Words("in development a store in this process"),
    needed: Needed::OutsideDevelopment,
    is_secret: true,
    about: "One server, `redis://…` or `rediss://…`, or `redis+sentinel://host:26379,host:26379?master=name`, or `redis+cluster://host:6379,host:6379`; not used yet",
};

/// The Redis to use. Not used yet.
#[derive(Clone, Debug)]
pub struct RedisSettings {
    /// How its servers stand to each other.
    pub layout: RedisLayout,
    /// `REDIS_URL`
    pub url: Secret,
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
    },
    /// Servers that share the keys.
    Cluster,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Option<RedisSettings> {
    let text = reader.text(&REDIS_URL)?;
    let Some((layout, parts)) = parse(&text) else {
        return reader.malformed(&REDIS_URL);
    };
    let Some(layout) = layout else {
        reader.problem(&REDIS_URL, "must name the master: redis+sentinel://host?master=name");
        return None;
    };
    let is_default = is_default_password(parts.user, parts.password);
    if reader.environment.has_production_rules() && is_default {
        reader.problem(&REDIS_URL, "has a password that Redis images come with");
    }
    Some(RedisSettings { layout, url: Secret::new(text) })
}

struct Credentials<'a> {
    user: &'a str,
    password: &'a str,
}

/// The layout, which is absent when only the master's name is, and who signs in.
fn parse(text: &str) -> Option<(Option<RedisLayout>, Credentials<'_>)> {
    let (scheme, rest) = text.split_once("://")?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    let (credentials, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !hosts.split(',').all(is_host) || !is_number(database) || text.contains('#') {
        return None;
    }
    let layout = match scheme {
        "redis" | "rediss" if !hosts.contains(',') => Some(RedisLayout::Single),
        "redis+cluster" => Some(RedisLayout::Cluster),
        "redis+sentinel" => {
            let mut members = url::form_urlencoded::parse(query.as_bytes());
            let master = members.find(|(name, value)| name == "master" && !value.is_empty());
            master.map(|(_, master)| RedisLayout::Sentinel { master: master.into_owned() })
        }
        _ => return None,
    };
    Some((layout, Credentials { user, password }))
}

/// Whether a text is a host, with a port or without.
fn is_host(text: &str) -> bool {
    // A scheme that the parser knows nothing of, so that it adds and drops nothing.
    url::Url::parse(&format!("redis://{text}")).is_ok_and(|url| {
        url.has_host()
            && url.username().is_empty()
            && url.port() != Some(0)
            && url.host_str().is_some_and(|host| !host.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> Option<Option<RedisLayout>> {
        parse(text).map(|(layout, _)| layout)
    }

    #[test]
    fn one_server_sentinels_and_clusters_are_told_apart() {
        let master = Some(RedisLayout::Sentinel { master: "mine".to_owned() });
        for (text, wanted) in [
            ("redis://localhost", Some(RedisLayout::Single)),
            ("rediss://u:p%40@[::1]:6380/3", Some(RedisLayout::Single)),
            ("redis+cluster://a:1,b:2,[::1]:3", Some(RedisLayout::Cluster)),
            ("redis+sentinel://:p@a:1,b/0?master=mine", master),
            ("redis+sentinel://a:1", None),
            ("redis+sentinel://a:1?master=", None),
        ] {
            assert_eq!(layout(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_address() {
        for text in [
            "",
            "localhost:6379",
            "http://localhost",
            "redis://",
            "redis://a:0",
            "redis://a:65536",
            "redis://a,b",
            "redis://a/x",
            "redis+cluster://a,,b",
            "redis://a#b",
        ] {
            assert_eq!(layout(text), None, "{text}");
        }
    }
}
