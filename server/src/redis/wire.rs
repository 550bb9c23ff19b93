//! One connection to Redis, whatever the layout.

use std::time::Duration;

use ::redis::aio::{ConnectionLike, MultiplexedConnection, PubSub};
use ::redis::cluster::ClusterClientBuilder;
use ::redis::cluster_async::ClusterConnection;
use ::redis::cluster_routing::{MultipleNodeRoutingInfo, RoutingInfo};
use ::redis::io::tcp::TcpSettings;
use ::redis::io::tcp::socket2::TcpKeepalive;
use ::redis::sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType};
use ::redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _,
    Pipeline, RedisConnectionInfo, RedisFuture, RedisResult, TlsMode, Value, cmd,
};

use super::error::RedisFailure;
use super::names::ALIVE;
use super::{CONNECT_TIMEOUT, RESPONSE_TIMEOUT};
use crate::config::{RedisLayout, RedisLogin, RedisSettings, Secret};

/// In a cluster a command may be sent on to other servers; all of that together.
const CLUSTER_TIMEOUT: Duration = RESPONSE_TIMEOUT.saturating_mul(2);
/// How long one server of a cluster may take to be connected: a silent one is waited for twice
/// within [`CONNECT_TIMEOUT`], by the client's own way of doing it.
const MEMBER_TIMEOUT: Duration = Duration::from_millis(500);
/// How often the client asks a cluster again that says that it moves or has no master for a key, and
/// the shortest and longest wait in between, in milliseconds: all of it before [`CLUSTER_TIMEOUT`].
const CLUSTER_RETRIES: u32 = 5;
const CLUSTER_WAITS: (u64, u64) = (10, 60);
/// From when on the machine looks whether a silent peer is still there, and how often.
const KEEPALIVE: Duration = Duration::from_secs(10);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);
/// How long what was sent may stay unacknowledged before the machine gives the connection up.
#[cfg(target_os = "linux")]
const USER_TIMEOUT: Duration = Duration::from_secs(5);

const ALIVE_SECONDS: u32 = 60;

/// A connection. Clones share it.
#[derive(Clone)]
pub(super) enum Wire {
    One(MultiplexedConnection),
    Many(ClusterConnection),
}

impl Wire {
    /// Connects, signs in and pings.
    pub(super) async fn connect(settings: &RedisSettings) -> Result<Self, RedisFailure> {
        let connecting = async {
            let mut wire = match &settings.layout {
                RedisLayout::Single | RedisLayout::Sentinel { .. } => {
                    let config = AsyncConnectionConfig::new()
                        .set_connection_timeout(Some(CONNECT_TIMEOUT))
                        .set_response_timeout(Some(RESPONSE_TIMEOUT));
                    let client = client(settings).await?;
                    let connection = client.get_multiplexed_async_connection_with_config(&config);
                    Self::One(connection.await?)
                }
                RedisLayout::Cluster => {
                    let nodes: Vec<_> = nodes(settings)?;
                    let client = ClusterClientBuilder::new(nodes)
                        .tcp_settings(tcp())
                        .connection_timeout(MEMBER_TIMEOUT)
                        .retries(CLUSTER_RETRIES)
                        .min_retry_wait(CLUSTER_WAITS.0)
                        .max_retry_wait(CLUSTER_WAITS.1)
                        .response_timeout(RESPONSE_TIMEOUT)
                        .overall_response_timeout(Some(CLUSTER_TIMEOUT))
                        .build()?;
                    Self::Many(client.get_async_connection().await?)
                }
            };
            // A replica answers too, and what it holds may be old.
            alive().exec_async(&mut wire).await?;
            Ok(wire)
        };
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, connecting).await;
        connected.unwrap_or(Err(RedisFailure::TimedOut))
    }

    /// What becomes of keys when the memory is full, on each server that holds some and tells it.
    pub(super) async fn eviction_policies(&self) -> RedisResult<Vec<String>> {
        let mut command = cmd("CONFIG");
        command.arg("GET").arg("maxmemory-policy");
        let answers = match self.clone() {
            Self::One(mut connection) => vec![connection.send_packed_command(&command).await?],
            Self::Many(mut connection) => {
                let masters = RoutingInfo::MultiNode((MultipleNodeRoutingInfo::AllMasters, None));
                match connection.route_command(command, masters).await? {
                    // By the addresses of the masters.
                    Value::Map(answers) => answers.into_iter().map(|(_, answer)| answer).collect(),
                    answer => vec![answer],
                }
            }
        };
        let policy = |answer: Value| {
            let told: Vec<String> = ::redis::from_redis_value(answer)?;
            Ok(told.into_iter().nth(1))
        };
        answers.into_iter().filter_map(|answer| policy(answer).transpose()).collect()
    }

    /// Whether a master of a cluster does not answer. One server alone is known by its own timeouts.
    pub(super) async fn has_silent_part(&self) -> bool {
        match self {
            Self::One(_) => false,
            // This asks all masters.
            Self::Many(_) => cmd("PING").query_async::<Value>(&mut self.clone()).await.is_err(),
        }
    }
}

/// A small write, which every server refuses that only reads, has no memory left or lets us do nothing.
pub(super) fn alive() -> Cmd {
    let mut command = cmd("SET");
    command.arg(ALIVE).arg("1").arg("EX").arg(ALIVE_SECONDS);
    command
}

/// A connection that hears what is published. In a cluster every server tells of everything.
pub(super) async fn listen(
    settings: &RedisSettings,
    channel: &'static str,
) -> Result<PubSub, RedisFailure> {
    let mut last = RedisFailure::Away;
    let (places, deadline) = match settings.layout {
        RedisLayout::Cluster => (settings.hosts.len(), MEMBER_TIMEOUT),
        RedisLayout::Single | RedisLayout::Sentinel { .. } => (1, CONNECT_TIMEOUT),
    };
    for place in 0..places {
        let connecting = async {
            let client = match settings.layout {
                RedisLayout::Cluster => {
                    let node = nodes(settings)?.into_iter().nth(place).ok_or(RedisFailure::Away)?;
                    Client::open(node)?
                }
                RedisLayout::Single | RedisLayout::Sentinel { .. } => client(settings).await?,
            };
            let mut heard = client.get_async_pubsub().await?;
            heard.subscribe(channel).await?;
            Ok(heard)
        };
        match tokio::time::timeout(deadline, connecting).await {
            Ok(Ok(heard)) => return Ok(heard),
            Ok(Err(error)) => last = error,
            Err(_) => last = RedisFailure::TimedOut,
        }
    }
    Err(last)
}

/// The server that writes.
async fn client(settings: &RedisSettings) -> Result<Client, RedisFailure> {
    match &settings.layout {
        RedisLayout::Sentinel { master, login } => {
            // Made anew each time, so that no Sentinel's old answer is believed.
            let mut sentinels = sentinels(settings, master, login)?;
            Ok(sentinels.async_get_client().await?)
        }
        RedisLayout::Single | RedisLayout::Cluster => {
            let node = nodes(settings)?.into_iter().next().ok_or(RedisFailure::Away)?;
            Ok(Client::open(node)?)
        }
    }
}

fn sentinels(
    settings: &RedisSettings,
    master: &str,
    login: &RedisLogin,
) -> RedisResult<SentinelClient> {
    let addresses = settings.hosts.iter().map(|host| address(host, settings.is_tls));
    let mut builder = SentinelClientBuilder::new(addresses, master, SentinelServerType::Master)?
        .set_client_to_redis_db(settings.database.into())
        .set_client_to_redis_tcp_settings(tcp())
        .set_client_to_sentinel_tcp_settings(tcp());
    if settings.is_tls {
        builder = builder.set_client_to_redis_tls_mode(TlsMode::Secure);
    }
    if let Some(user) = &settings.login.user {
        builder = builder.set_client_to_redis_username(user);
    }
    if let Some(password) = &settings.login.password {
        builder = builder.set_client_to_redis_password(password.expose());
    }
    if let Some(user) = &login.user {
        builder = builder.set_client_to_sentinel_username(user);
    }
    if let Some(password) = &login.password {
        builder = builder.set_client_to_sentinel_password(password.expose());
    }
    builder.build()
}

fn nodes(settings: &RedisSettings) -> RedisResult<Vec<ConnectionInfo>> {
    let RedisLogin { user, password } = &settings.login;
    let mut redis = RedisConnectionInfo::default()
        .set_db(settings.database.into())
        .set_lib_name("focus-server", env!("CARGO_PKG_VERSION"));
    if let Some(user) = user {
        redis = redis.set_username(user);
    }
    if let Some(password) = password.as_ref().map(Secret::expose) {
        redis = redis.set_password(password);
    }
    let node = |host| {
        let info = address(host, settings.is_tls).into_connection_info()?;
        Ok(info.set_tcp_settings(tcp()).set_redis_settings(redis.clone()))
    };
    settings.hosts.iter().map(node).collect()
}

fn address((host, port): &(String, u16), is_tls: bool) -> ConnectionAddr {
    let (host, port) = (host.clone(), *port);
    if is_tls {
        ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None }
    } else {
        ConnectionAddr::Tcp(host, port)
    }
}

fn tcp() -> TcpSettings {
    let keepalive = TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE_INTERVAL);
    let settings = TcpSettings::default().set_nodelay(true).set_keepalive(keepalive);
    #[cfg(target_os = "linux")]
    let settings = settings.set_user_timeout(USER_TIMEOUT);
    settings
}

impl ConnectionLike for Wire {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(connection) => connection.req_packed_command(command),
            Self::Many(connection) => connection.req_packed_command(command),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(connection) => connection.req_packed_commands(pipeline, offset, count),
            Self::Many(connection) => connection.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::One(connection) => connection.get_db(),
            Self::Many(connection) => connection.get_db(),
        }
    }
}
