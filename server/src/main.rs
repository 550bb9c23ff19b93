//! The executable: load settings, start, serve, stop.

use std::io::Write as _;
use std::process::ExitCode;

use focus_server::audit;
use focus_server::cli::{self, Action};
use focus_server::clock::Clock;
use focus_server::config::{Command, Settings, Source};
use focus_server::jobs::{self, Runner};
use focus_server::shutdown::{HangUp, Signals};
use focus_server::verify_token::{self, Scope};
use focus_server::{ids, router, serve, start, telemetry};

/// The command line makes no sense (`EX_USAGE`).
const USAGE: u8 = 64;
/// What is kept does not agree (`EX_DATAERR`).
const DATA: u8 = 65;
/// Something that the server needs is away (`EX_UNAVAILABLE`).
const UNAVAILABLE: u8 = 69;
/// The settings are not usable (`EX_CONFIG`).
const CONFIGURATION: u8 = 78;

fn main() -> ExitCode {
    start::install_cryptography();
    match cli::parse(std::env::args_os().skip(1)) {
        Ok(Action::Print(text)) => print(&text),
        Ok(Action::Run(command)) => run(command),
        Ok(Action::Jobs(command)) => do_jobs(command),
        Ok(Action::VerifyToken(scope)) => verify_tokens(scope),
        Ok(Action::CheckConfig(command)) => {
            let report = Settings::check(command, &Source::of_process());
            let code = print(&report);
            if report.is_usable() { code } else { ExitCode::from(CONFIGURATION) }
        }
        Ok(Action::Audit(command)) => audit_rows(command),
        Ok(Action::GenSecret) => ids::secret()
            .map_or_else(|_| fail(UNAVAILABLE, &"there is no randomness"), |secret| print(&secret)),
        Err(problem) => fail(USAGE, &problem),
    }
}

fn verify_tokens(scope: Scope) -> ExitCode {
    let (lines, verdicts) = (std::io::stdin().lock(), std::io::stdout().lock());
    match verify_token::run(lines, verdicts, scope, &Clock::system()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(UNAVAILABLE, &error),
    }
}

fn audit_rows(command: Command) -> ExitCode {
    let settings = match Settings::load(command, &Source::of_process()) {
        Ok(settings) => settings,
        Err(error) => return fail(CONFIGURATION, &error),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(UNAVAILABLE, &error),
    };
    match runtime.block_on(audit::run(&settings.database)) {
        Ok(report) => {
            let code = print(&report);
            if report.is_clean() { code } else { ExitCode::from(DATA) }
        }
        Err(error) => fail(if error.is_malformed { DATA } else { UNAVAILABLE }, &error),
    }
}

fn run(command: Command) -> ExitCode {
    let settings = match Settings::load(command, &Source::of_process()) {
        Ok(settings) => settings,
        Err(error) => return fail(CONFIGURATION, &error),
    };
    let _logs = telemetry::init(&settings.log);
    settings.warnings.iter().for_each(|warning| tracing::warn!("{warning}"));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(UNAVAILABLE, &error),
    };
    let code = runtime.block_on(serve_until_signalled(&settings));
    runtime.shutdown_background();
    code
}

fn do_jobs(command: jobs::command::Command) -> ExitCode {
    let settings = match Settings::load(Command::Serve, &Source::of_process()) {
        Ok(settings) => settings,
        Err(error) => return fail(CONFIGURATION, &error),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(UNAVAILABLE, &error),
    };
    let logs = telemetry::init(&settings.log);
    let done = runtime.block_on(jobs::command::execute(&settings, command));
    // What is logged stands in front of what is told.
    drop(logs);
    match done {
        Ok(told) => print(&told),
        Err(error) => fail(UNAVAILABLE, &error),
    }
}

async fn serve_until_signalled(settings: &Settings) -> ExitCode {
    let listened = (Signals::listen(), Signals::listen(), HangUp::listen());
    let (Ok(mut first), Ok(mut second), Ok(mut hang_up)) = listened else {
        return fail(UNAVAILABLE, &"the system lets nobody listen to signals");
    };
    let server = match start::start(settings, Clock::system(), true).await {
        Ok(server) => server,
        Err(error) => return fail(UNAVAILABLE, &error),
    };
    tracing::info!(address = %server.address, "listening on http://{}", server.address);
    let state = server.state.clone();
    let reload = async move {
        loop {
            hang_up.next().await;
            tracing::info!("every key set is fetched anew");
            state.reload_keys().await;
        }
    };
    let reload = tokio::spawn(reload);
    let impatient = async {
        second.next().await;
        second.next().await;
    };
    let runner = Runner::start(&server.state);
    let stop = async {
        first.next().await;
        runner.ask_to_stop();
    };
    let serving = serve::serve(server.listener, router(server.state), stop);
    let code = tokio::select! {
        () = async { serving.await; runner.stopped().await } => ExitCode::SUCCESS,
        () = impatient => ExitCode::FAILURE,
    };
    reload.abort();
    code
}

fn print(text: &dyn std::fmt::Display) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        // Who closed the pipe has read enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => fail(UNAVAILABLE, &error),
        Ok(()) | Err(_) => ExitCode::SUCCESS,
    }
}

fn fail(code: u8, problem: &dyn std::fmt::Display) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "focus-server: {problem}");
    ExitCode::from(code)
}
