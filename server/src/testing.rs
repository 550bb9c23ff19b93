//! A server on a real socket with a database of its own, for tests of this crate and of others.
//! Its clock stands until a test moves it.
#![expect(clippy::expect_used, reason = "a test that cannot start has failed")]

use std::path::{Path, PathBuf};

use focus_core::Timestamp;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::config::{Command, DatabaseSettings, Deadlines, IssuerSettings, Settings, Source};
use crate::{router, serve, start};

/// When a test server's clock stands unless a test says otherwise: 2026-05-01T09:30:00Z. In
/// laptop mode the seeded table begins then.
pub const START: Timestamp = Timestamp::from_unix_millis(1_777_627_800_000);

/// What a test server is made of.
pub struct Options {
    /// `dev` has people, a table and tokens; `serve` has none of them.
    pub command: Command,
    /// Further issuers.
    pub issuers: Vec<IssuerSettings>,
    /// Where the real clock stands.
    pub real: Timestamp,
    /// How long a request may take.
    pub deadlines: Deadlines,
}

impl Default for Options {
    fn default() -> Self {
        let deadlines = Deadlines::default();
        Self { command: Command::Dev, issuers: Vec::new(), real: START, deadlines }
    }
}

/// A running server. Dropping it stops it and removes its files.
pub struct TestServer {
    /// `http://127.0.0.1:…`, without a slash at the end.
    pub base_url: String,
    /// The server's clock.
    pub clock: Clock,
    data: TempDir,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl TestServer {
    /// Starts laptop mode on a free port, its clock at [`START`].
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// Starts a server on a free port.
    pub async fn start_with(options: Options) -> Self {
        let data = TempDir::new().expect("a directory for the test's files");
        Self::start_in(data, options).await
    }

    async fn start_in(data: TempDir, options: Options) -> Self {
        start::install_cryptography();
        let settings = settings(data.path(), &options);
        let clock = Clock::manual(options.real);
        let server = start::start(&settings, clock.clone()).await.expect("the server starts");
        let base_url = format!("http://{}", server.address);
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async {
            // A dropped sender means stop as well.
            let _ = stopped.await;
        };
        let serving = tokio::spawn(serve::serve(server.listener, router(server.state), stopped));
        Self { base_url, clock, data, stop: Some(stop), serving }
    }

    /// Stops the server and waits until it is gone; the files stay for [`restart_with`].
    ///
    /// [`restart_with`]: Self::restart_with
    async fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
            let _ = (&mut self.serving).await;
        }
    }

    /// Stops the server and starts another on the same files, with a clock of its own.
    pub async fn restart_with(mut self, options: Options) -> Self {
        self.stop().await;
        Self::start_in(self.data, options).await
    }

    /// The address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The server's files.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.data.path()
    }

    /// The server's database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.path().join(DATABASE)
    }
}

const DATABASE: &str = "focus.sqlite3";

fn settings(data_dir: &Path, options: &Options) -> Settings {
    let variable = |name: &str| match name {
        "ENVIRONMENT" => Some("development".into()),
        "FOCUS_ADDR" => Some("127.0.0.1:0".into()),
        "FOCUS_DATA_DIR" => Some(data_dir.into()),
        _ => None,
    };
    let loaded = Settings::load(options.command, &Source::of(variable));
    let mut settings = loaded.expect("the settings are usable");
    settings.database = DatabaseSettings::SqliteFile(data_dir.join(DATABASE));
    settings.auth.issuers.clone_from(&options.issuers);
    settings.http.deadlines = options.deadlines;
    settings
}
