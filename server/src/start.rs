//! Opens everything that the settings name: the address, the database, the keys.

use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::auth::{Revocations, Verifier};
use crate::causes;
use crate::clock::Clock;
use crate::config::{Command, DatabaseSettings, IssuerSettings, Settings, SqliteSettings};
use crate::dev::{self, Dev};
use crate::health::{Checkup, Glances};
use crate::jobs::Progress;
use crate::lifecycle::Lifecycle;
use crate::livekit::LiveKit;
use crate::middleware::Permits;
use crate::redis::Redis;
use crate::shared::{Caches, InProcess, InRedis, Shared};
use crate::state::{AppState, Parts};
use crate::store::Store;

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Somebody else listens there, or nobody may.
    #[error("cannot listen on {address}: {reason}")]
    Address {
        /// Where.
        address: SocketAddr,
        /// Why not.
        reason: std::io::Error,
    },
    /// A file cannot be read or written.
    #[error("cannot use {}: {reason}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        reason: std::io::Error,
    },
    /// The database cannot be used.
    #[error("cannot use the database {place}: {reason}")]
    Database {
        /// Its file.
        place: String,
        /// Why not.
        reason: String,
    },
    /// Redis does not answer.
    #[error("{0}")]
    Redis(String),
    /// The revocations cannot be read.
    #[error("revocations cannot be read: {0}")]
    Revocations(String),
    /// The client that fetches key sets cannot be made.
    #[error("key sets cannot be fetched: {0}")]
    KeySets(String),
    /// The development files are damaged.
    #[error("{0}")]
    Development(String),
}

impl StartError {
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        |reason| Self::File { path, reason }
    }
}

/// A server that is about to serve.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// The socket.
    pub listener: TcpListener,
    /// What requests can reach.
    pub state: AppState,
}

/// Makes aws-lc-rs the cryptography of the whole process. Further calls change nothing.
pub fn install_cryptography() {
    // Both tell only that somebody was faster, and everybody here installs the same.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
}

/// Makes a directory that nobody else may look into; one that is there stays as it is.
fn make_private(directory: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// Opens the database alone.
///
/// # Errors
/// When the data directory cannot be made, or the database cannot be used.
pub(crate) async fn open_store(settings: &Settings, clock: Clock) -> Result<Store, StartError> {
    // A program whose rows and secrets are elsewhere may run where nothing can be written.
    let keeps_files =
        matches!(settings.database, DatabaseSettings::Sqlite(SqliteSettings::File(_)));
    if keeps_files || settings.command == Command::Dev {
        make_private(&settings.data_dir).map_err(StartError::file(&settings.data_dir))?;
    }
    Store::open(&settings.database, clock).await.map_err(|error| unusable(settings, &error))
}

/// What instances share: Redis, or, without one, this process.
pub(crate) async fn open_shared(
    settings: &Settings,
    clock: &Clock,
) -> Result<Arc<dyn Shared>, StartError> {
    let shared: Arc<dyn Shared> = match &settings.redis {
        None => Arc::new(InProcess::new(clock.clone())),
        Some(redis) => {
            let connected = Redis::connect(redis.clone()).await;
            let redis = connected.map_err(|error| StartError::Redis(error.to_string()))?;
            Arc::new(InRedis::new(redis))
        }
    };
    let place = settings.redis.as_ref().map_or("this process".to_owned(), ToString::to_string);
    tracing::info!(kind = shared.kind(), "what instances share is kept in {place}");
    Ok(shared)
}

fn unusable(settings: &Settings, error: &dyn Error) -> StartError {
    StartError::Database { place: settings.database.to_string(), reason: causes::told(error) }
}

/// Opens everything. Nothing is answered until somebody serves. In laptop mode a `lively` start on
/// an empty database makes other people and a past too.
///
/// # Errors
/// The first thing that is away.
pub async fn start(settings: &Settings, clock: Clock, lively: bool) -> Result<Server, StartError> {
    let asked = settings.http.address;
    let away = |reason| StartError::Address { address: asked, reason };
    let listener = TcpListener::bind(asked).await.map_err(away)?;
    let address = listener.local_addr().map_err(away)?;
    let store = open_store(settings, clock.clone()).await?;
    tracing::info!(engine = store.engine(), "rows are kept in {}", settings.database);
    let shared = open_shared(settings, &clock).await?;
    let store = store.caching(Caches::new(Arc::clone(&shared), clock.clone()));
    let dev = match settings.command {
        Command::Serve => None,
        Command::Dev => Some(Dev::open(&settings.data_dir, &clock)?),
    };
    let mut issuers: Vec<IssuerSettings> = settings.auth.issuers.clone();
    if let Some(dev) = &dev {
        issuers.push(dev.issuer(address, &settings.auth)?);
        let seeded = dev::seed(&store, lively).await;
        seeded.map_err(|error| unusable(settings, &error))?;
    }
    if issuers.is_empty() {
        tracing::warn!("no issuer is configured: every token will be refused");
    }
    let stale_reads = settings.auth.stale_reads;
    let revocations = Revocations::start(Arc::clone(&shared), stale_reads, clock.clone()).await;
    let revocations = revocations.map_err(|error| StartError::Revocations(causes::told(&error)))?;
    let max_stale = settings.auth.jwks_max_stale_seconds;
    // Fetches from now on, so that the first request need not wait; in laptop mode this asks
    // ourselves.
    let verifier = Verifier::start(issuers, max_stale, revocations, &clock);
    let verifier = verifier.map_err(|error| StartError::KeySets(causes::told(&error)))?;
    let (cors, deadlines) = (settings.http.cors.clone(), settings.http.deadlines);
    let public_base_url = settings.http.public_base_url.clone();
    let livekit = settings.livekit.as_ref().map(LiveKit::new);
    let state = AppState::new(Parts {
        clock,
        store,
        shared,
        needs_redis: settings.redis.as_ref().is_some_and(|redis| redis.is_required),
        verifier,
        cors,
        deadlines,
        public_base_url,
        life: Lifecycle::default(),
        permits: Permits::new(settings.http.max_requests),
        checkup: Checkup::new(&settings.database),
        glances: Glances::default(),
        jobs: Progress::new(),
        livekit,
        dev,
    });
    Ok(Server { address, listener, state })
}
