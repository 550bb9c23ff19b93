//! Opens everything that the settings name: the address, the database, the keys.

use std::error::Error as _;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::auth::Verifier;
use crate::clock::Clock;
use crate::config::{Command, IssuerSettings, Settings};
use crate::dev::{self, Dev};
use crate::state::{AppState, Parts};
use crate::store;

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
    #[error("the data directory cannot be used: {0}")]
    DataDirectory(std::io::Error),
    /// The database cannot be used.
    #[error("{0}")]
    Database(String),
    /// The client that fetches key sets cannot be made.
    #[error("key sets cannot be fetched: {0}")]
    KeySets(String),
    /// The development files are damaged.
    #[error("{0}")]
    Development(String),
}

/// A server that is ready to serve.
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

/// Opens everything. Nothing is answered until somebody serves.
///
/// # Errors
/// The first thing that is away.
pub async fn start(settings: &Settings, clock: Clock) -> Result<Server, StartError> {
    let asked = settings.http.address;
    let away = |reason| StartError::Address { address: asked, reason };
    let listener = TcpListener::bind(asked).await.map_err(away)?;
    let address = listener.local_addr().map_err(away)?;
    std::fs::create_dir_all(&settings.data_dir).map_err(StartError::DataDirectory)?;
    let told = |error: store::OpenError| StartError::Database(error.to_string());
    let store = store::open(&settings.database).await.map_err(told)?;
    let dev = match settings.command {
        Command::Serve => None,
        Command::Dev => Some(Dev::open(&settings.data_dir, &clock)?),
    };
    let mut issuers: Vec<IssuerSettings> = settings.auth.issuers.clone();
    if let Some(dev) = &dev {
        issuers.push(dev.issuer(address, &settings.auth)?);
        let seeded = dev::seed(store.as_ref(), clock.now()).await;
        seeded.map_err(|error| StartError::Database(error.to_string()))?;
    }
    if issuers.is_empty() {
        tracing::warn!("no issuer is configured: every token will be refused");
    }
    let verifier = Verifier::new(issuers, &clock).map_err(|error| {
        let cause = error.source().map(ToString::to_string);
        StartError::KeySets(cause.unwrap_or_else(|| error.to_string()))
    })?;
    let cors = settings.http.cors.clone();
    let state = AppState::new(Parts { clock, store, verifier, cors, dev });
    // So that the first request need not wait for keys; in laptop mode this asks ourselves.
    let ahead = state.clone();
    tokio::spawn(async move { ahead.verifier.is_ready().await });
    Ok(Server { address, listener, state })
}
