//! What the executable can do: one function for each command, which tells what it leaves with.

mod serve;

use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;

use tokio::runtime::{Builder, Runtime};

use crate::cli::Action;
use crate::clock::Clock;
use crate::config::{Command, Settings, Source};
use crate::verify_token::{self, Scope};
use crate::{audit, ids, jobs, ready, telemetry};

/// The command line makes no sense (`EX_USAGE`).
const USAGE: u8 = 64;
/// What is kept does not agree (`EX_DATAERR`).
const DATA: u8 = 65;
/// Something that the server needs is away (`EX_UNAVAILABLE`).
const UNAVAILABLE: u8 = 69;
/// The settings are not usable (`EX_CONFIG`).
const CONFIGURATION: u8 = 78;

/// A command that came to its end, or the code to leave with once that was told.
type Done = Result<ExitCode, ExitCode>;

/// Does what the command line asks for.
#[must_use]
pub fn execute(asked: Result<Action, String>) -> ExitCode {
    let done = match asked {
        Ok(Action::Print(text)) => Ok(print(&text)),
        Ok(Action::Run(command)) => serve::run(command),
        Ok(Action::Jobs(command)) => do_jobs(command),
        Ok(Action::VerifyToken(scope)) => verify_tokens(scope),
        Ok(Action::CheckConfig(command)) => Ok(check_config(command)),
        Ok(Action::Audit(command)) => audit_rows(command),
        Ok(Action::Ready) => ask_whether_ready(),
        Ok(Action::GenSecret) => print_secret(),
        Err(problem) => Err(fail(USAGE, &problem)),
    };
    done.unwrap_or_else(|code| code)
}

fn verify_tokens(scope: Scope) -> Done {
    let (lines, verdicts) = (std::io::stdin().lock(), std::io::stdout().lock());
    verify_token::run(lines, verdicts, scope, &Clock::system()).map_err(away)?;
    Ok(ExitCode::SUCCESS)
}

fn check_config(command: Command) -> ExitCode {
    let report = Settings::check(command, &Source::of_process());
    let code = print(&report);
    if report.is_usable() { code } else { ExitCode::from(CONFIGURATION) }
}

fn print_secret() -> Done {
    let secret = ids::secret().map_err(|_| fail(UNAVAILABLE, &"there is no randomness"))?;
    Ok(print(&secret))
}

fn audit_rows(command: Command) -> Done {
    let settings = settings(command)?;
    let audited = runtime(Builder::new_current_thread())?.block_on(audit::run(&settings.database));
    let report = audited
        .map_err(|error| fail(if error.is_malformed { DATA } else { UNAVAILABLE }, &error))?;
    let code = print(&report);
    Ok(if report.is_clean() { code } else { ExitCode::from(DATA) })
}

fn ask_whether_ready() -> Done {
    let address = settings(Command::Serve)?.http.address;
    runtime(Builder::new_current_thread())?.block_on(ready::ask(address)).map_err(away)?;
    Ok(ExitCode::SUCCESS)
}

fn do_jobs(command: jobs::command::Command) -> Done {
    let settings = settings(Command::Serve)?;
    let runtime = runtime(Builder::new_current_thread())?;
    let logs = telemetry::init(&settings.log);
    let done = runtime.block_on(jobs::command::execute(&settings, command));
    // What is logged stands in front of what is told.
    drop(logs);
    Ok(print(&done.map_err(away)?))
}

fn settings(command: Command) -> Result<Settings, ExitCode> {
    let loaded = Settings::load(command, &Source::of_process());
    loaded.map_err(|error| fail(CONFIGURATION, &error))
}

fn runtime(mut builder: Builder) -> Result<Runtime, ExitCode> {
    builder.enable_all().build().map_err(away)
}

fn away(error: impl Display) -> ExitCode {
    fail(UNAVAILABLE, &error)
}

fn print(text: &dyn Display) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        // Who closed the pipe has read enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => fail(UNAVAILABLE, &error),
        Ok(()) | Err(_) => ExitCode::SUCCESS,
    }
}

fn fail(code: u8, problem: &dyn Display) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "focus-server: {problem}");
    ExitCode::from(code)
}
