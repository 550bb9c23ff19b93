//! A server on a real socket with a database of its own, for tests of this crate and of others.
//! Its clock stands until a test moves it.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot start has failed")]

mod database;
pub mod document;
mod keeper;
mod patience;
pub mod postgres;
pub mod proxy;
pub mod reads;
pub mod redis;

use std::path::Path;
use std::sync::Arc;

use axum::routing::get;
use axum::{Extension, Router};
use focus_core::Timestamp;
use focus_core::key_set::KEYS_MAX_STALE_SECONDS;
use focus_core::revocation::StaleReads;
use focus_core::token::Principal;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use self::database::TestDatabase;
pub use self::patience::within;
use crate::auth::Refusal;
use crate::clock::Clock;
use crate::config::{
    Command, Deadlines, Drain, IssuerSettings, LiveKitSettings, RedisSettings, Settings, Source,
};
use crate::error::ApiError;
use crate::jobs::{self, Job, Runner};
use crate::lifecycle::Life;
use crate::middleware::{self, Identify, Identity};
use crate::{AppState, router, serve, start, warm_up};

/// When a test server's clock stands unless a test says otherwise: 2026-05-01T09:30:00Z. In
/// laptop mode the seeded table begins then.
pub const START: Timestamp = Timestamp::from_unix_millis(1_777_627_800_000);

/// What a test server is made of.
pub struct Options {
    /// `dev` has people, a table and tokens; `serve` has none of them.
    pub command: Command,
    /// Further issuers.
    pub issuers: Vec<IssuerSettings>,
    /// How long key sets serve while they cannot be fetched anew.
    pub jwks_max_stale_seconds: u32,
    /// Where the real clock stands.
    pub real: Timestamp,
    /// The rooms; none in development unless a test has some.
    pub livekit: Option<LiveKitSettings>,
    /// Whether laptop mode has other people and a past beside the four.
    pub lively: bool,
    /// How long a request may take.
    pub deadlines: Deadlines,
    /// What becomes of reads while revocations are unknown.
    pub stale_reads: StaleReads,
    /// Redis, by its address; without it what instances share is in the process.
    pub redis_url: Option<String>,
    /// Whether it is not ready without Redis.
    pub redis_required: bool,
    /// How many requests are worked on at once.
    pub max_requests: u32,
    /// Whether jobs are run when they are due, as in a server that is not a test's.
    pub jobs: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            command: Command::Dev,
            issuers: Vec::new(),
            jwks_max_stale_seconds: KEYS_MAX_STALE_SECONDS,
            real: START,
            livekit: None,
            lively: false,
            deadlines: Deadlines::default(),
            stale_reads: StaleReads::Deny,
            redis_url: None,
            redis_required: false,
            max_requests: 10_000,
            jobs: false,
        }
    }
}

/// What outlives a server that is started again.
struct Files {
    data: TempDir,
    database: TestDatabase,
}

/// A running server. Dropping it stops it and removes its files.
pub struct TestServer {
    /// `http://127.0.0.1:…`, without a slash at the end.
    pub base_url: String,
    /// The server's clock.
    pub clock: Clock,
    /// What requests reach, for what no request can ask.
    pub state: AppState,
    files: Arc<Files>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
    runner: Option<Runner>,
}

impl TestServer {
    /// Starts laptop mode on a free port, its clock at [`START`].
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// Starts a server on a free port.
    pub async fn start_with(options: Options) -> Self {
        Self::start_on(TestDatabase::chosen().await, options).await
    }

    /// Starts a server on this database.
    pub async fn start_on(database: TestDatabase, options: Options) -> Self {
        let data = TempDir::new().expect("a directory for the test's files");
        Self::start_in(Arc::new(Files { data, database }), options).await
    }

    async fn start_in(files: Arc<Files>, options: Options) -> Self {
        start::install_cryptography();
        let settings = settings(&files, &options);
        let clock = Clock::manual(options.real);
        let server = start::start(&settings, clock.clone(), options.lively).await;
        let server = server.expect("the server starts");
        let base_url = format!("http://{}", server.address);
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async {
            // A dropped sender means stop as well.
            let _ = stopped.await;
        };
        let state = server.state.clone();
        let (life, app) = (state.life.clone(), router(server.state));
        let serving = serve::serve(server.listener, app, life, Drain::default(), stopped);
        let serving = tokio::spawn(serving);
        match options.command {
            // The server asks itself for keys, and its clock stands: it would not try again.
            Command::Dev => warm_up::warm_up(&state).await,
            Command::Serve => {
                warm_up::beforehand(&state).await;
                let state = state.clone();
                // The first fetch may wait for what the test is about to do.
                tokio::spawn(async move {
                    state.verifier.attempted().await;
                    state.life.reach(Life::Ready);
                });
            }
        }
        let runner = options.jobs.then(|| Runner::start(&state));
        Self { base_url, clock, state, files, stop: Some(stop), serving, runner }
    }

    /// Stops the server and waits until it is gone; the files stay for [`restart_with`].
    ///
    /// [`restart_with`]: Self::restart_with
    async fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
            let _ = (&mut self.serving).await;
            if let Some(runner) = &self.runner {
                runner.ask_to_stop();
                runner.stopped().await;
            }
        }
    }

    /// Stops the server and starts another on the same files, with a clock of its own.
    pub async fn restart_with(mut self, options: Options) -> Self {
        self.stop().await;
        Self::start_in(Arc::clone(&self.files), options).await
    }

    /// Another instance: its own port and clock, the same files and the same database.
    pub async fn start_beside(&self, options: Options) -> Self {
        Self::start_in(Arc::clone(&self.files), options).await
    }

    /// Runs a job for this time, and tells what it did or why it was not run.
    ///
    /// # Panics
    /// When there is no such job.
    pub async fn run_job(&self, name: &str, now: Timestamp) -> String {
        let job = Job::find(name).expect("there is such a job");
        let told = jobs::command::run(&self.state.store, &self.clock, job, now).await;
        told.unwrap_or_else(|error| error.to_string())
    }

    /// Waits until the jobs that run here have done what is due by the clock.
    pub async fn caught_up(&self) {
        self.state.jobs.caught_up(self.clock.now()).await;
    }

    /// Whom a token speaks of, as requests find it out.
    ///
    /// # Errors
    /// Why it is refused.
    pub async fn verify(&self, token: &str) -> Result<Principal, Refusal> {
        self.state.verifier.verify(token).await.map(|bearer| bearer.principal.clone())
    }

    /// Has companions come wherever they are due, as the job does; gives how many came.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn fill_seats(&self) -> i64 {
        let count = "SELECT COUNT(*) FROM session_participants
            WHERE participant_type = 'ai_companion' AND left_at IS NULL";
        let before = self.database().count(count).await;
        self.run_job("fill_seats", self.clock.now()).await;
        self.database().count(count).await - before
    }

    /// The address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The server's files.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.files.data.path()
    }

    /// The server's database.
    #[must_use]
    pub fn database(&self) -> &TestDatabase {
        &self.files.database
    }
}

/// The whole stack around one route that does nothing, `/probe`: with the layer that finds out who
/// asks, refusing whoever has no token, or without it.
pub fn probe(state: &AppState, asks_who: bool) -> Router {
    async fn asked(Extension(identity): Extension<Identity>) -> Result<&'static str, ApiError> {
        identity.required()?;
        Ok("ok")
    }
    let routes = if asks_who {
        Router::new().route("/probe", get(asked)).route_layer(Identify::new(state))
    } else {
        Router::new().route("/probe", get(async || "ok"))
    };
    middleware::stack(routes, state).with_state(state.clone())
}

fn settings(files: &Files, options: &Options) -> Settings {
    let data_dir = files.data.path();
    let variable = |name: &str| match name {
        "ENVIRONMENT" => Some("development".into()),
        "FOCUS_ADDR" => Some("127.0.0.1:0".into()),
        "FOCUS_DATA_DIR" => Some(data_dir.into()),
        _ => None,
    };
    let loaded = Settings::load(options.command, &Source::of(variable));
    let mut settings = loaded.expect("the settings are usable");
    settings.database.clone_from(files.database.settings());
    settings.auth.jwks_max_stale_seconds = options.jwks_max_stale_seconds;
    settings.auth.stale_reads = options.stale_reads;
    settings.auth.issuers.clone_from(&options.issuers);
    settings.http.deadlines = options.deadlines;
    settings.http.max_requests = options.max_requests;
    settings.livekit.clone_from(&options.livekit);
    let redis = |url: &String| RedisSettings::of_url(url).expect("the address is Redis'");
    settings.redis = options.redis_url.as_ref().map(redis);
    if let Some(redis) = &mut settings.redis {
        redis.is_required = options.redis_required;
    }
    settings
}
