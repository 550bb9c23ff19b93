//! Serves until a signal asks to stop: the server's life from its start to its end.

use std::process::ExitCode;

use tokio::runtime::Builder;
use tokio::sync::oneshot;

use super::{Done, UNAVAILABLE, away, fail, runtime, settings};
use crate::clock::Clock;
use crate::config::{Command, Drain, Settings};
use crate::jobs::Runner;
use crate::lifecycle::{Life, Lifecycle};
use crate::shutdown::{HangUp, Signals};
use crate::start::{self, Server};
use crate::state::AppState;
use crate::warm_up::warm_up;
use crate::{router, serve, telemetry};

pub(super) fn run(command: Command) -> Done {
    let settings = settings(command)?;
    let _logs = telemetry::init(&settings.log);
    settings.warnings.iter().for_each(|warning| tracing::warn!("{warning}"));
    let runtime = runtime(Builder::new_multi_thread())?;
    let done = runtime.block_on(until_signalled(&settings));
    runtime.shutdown_background();
    done
}

/// The first signal lets running requests finish, the second one waits for nobody. While the server
/// starts there is nobody to wait for.
async fn until_signalled(settings: &Settings) -> Done {
    let (Ok(mut signals), Ok(hang_up)) = (Signals::listen(), HangUp::listen()) else {
        return Err(fail(UNAVAILABLE, &"the system lets nobody listen to signals"));
    };
    let server = tokio::select! {
        started = start::start(settings, Clock::system(), true) => started.map_err(away)?,
        () = signals.next() => return Ok(ExitCode::SUCCESS),
    };
    tracing::info!(address = %server.address, "listening on http://{}", server.address);
    let state = server.state.clone();
    let beside = async {
        tokio::join!(warm_up(&state), fetch_keys_anew(hang_up, &state));
    };
    let (stop, stopped) = oneshot::channel();
    let impatient = async {
        signals.next().await;
        // Whoever is told has gone only when all is over.
        let _ = stop.send(());
        signals.next().await;
    };
    let code = tokio::select! {
        () = to_the_end(server, settings.http.drain, stopped) => ExitCode::SUCCESS,
        () = impatient => ExitCode::FAILURE,
        () = beside => ExitCode::FAILURE,
    };
    Ok(code)
}

/// Serves and runs jobs until it is asked to stop, and lets both finish what they are at.
async fn to_the_end(server: Server, drain: Drain, stopped: oneshot::Receiver<()>) {
    let runner = Runner::start(&server.state);
    let (life, state) = (server.state.life.clone(), server.state.clone());
    let stop = async {
        // A sender that is gone means the same.
        let _ = stopped.await;
        runner.ask_to_stop();
    };
    let serving = serve::serve(server.listener, router(server.state), life.clone(), drain, stop);
    tokio::join!(serving, jobs_stopped(&runner, &life, drain));
    state.close().await;
}

async fn jobs_stopped(runner: &Runner, life: &Lifecycle, drain: Drain) {
    life.reached(Life::Stopping).await;
    if tokio::time::timeout(drain.deadline, runner.stopped()).await.is_err() {
        tracing::warn!("jobs were cut off");
    }
}

/// At every SIGHUP, for ever.
async fn fetch_keys_anew(mut hang_up: HangUp, state: &AppState) {
    loop {
        hang_up.next().await;
        tracing::info!("every key set is fetched anew");
        state.reload_keys().await;
    }
}
