//! The command line.

use std::ffi::OsString;

use focus_core::Timestamp;

use crate::config::{Command, table};
use crate::jobs::{self, Job};
use crate::verify_token::Scope;

const HELP: &str = "\
The server of Focus Squad.

Usage: focus-server [COMMAND]

Commands:
  serve         Answer requests, with the issuers that the settings name (the default)
  dev           Laptop mode: this machine only, its own sign-in, a table to try, a clock to move
  check-config  Tell how every setting stands and what is wrong, and start nothing;
                `check-config dev` does so for laptop mode
  audit         Check that the rows of the database agree with each other, and change nothing;
                `audit dev` does so for laptop mode
  jobs list     Tell every job, when it is due, when it ran last and what it did
  jobs run NAME [--at INSTANT]
                Run a job now, due or not, unless a server runs it already; --at has it done as of
                another time, RFC 3339 text
  ready         Ask the server that FOCUS_ADDR names whether it is ready, and leave with 0 or 69;
                for health checks that run a command
  gen-secret    Print a new random secret, fit for JWT_SECRET
  verify-token [--signature-only]
                Judge tokens: reads lines of JSON, {\"token\", \"keys\", \"issuer\"?, \"audience\"?,
                \"now\"?, \"algorithms\"?}, and prints {\"ok\": true, \"claims\"} or {\"ok\": false,
                \"code\"} for each. keys is a JWK set or one JWK, now RFC 3339 text or milliseconds,
                algorithms RS256 and ES256 unless it says so. --signature-only takes any payload
                and every algorithm

Options:
  -h, --help     Print this
  -V, --version  Print the version

Settings come from environment variables and from the file .env of the working directory:
";

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Print this text and leave.
    Print(String),
    /// Run the server.
    Run(Command),
    /// Tell how the settings stand that it would run with.
    CheckConfig(Command),
    /// Tell whether the rows of its database agree.
    Audit(Command),
    /// List the jobs, or run one.
    Jobs(jobs::command::Command),
    /// Ask whether the server is ready.
    Ready,
    /// Print a new secret.
    GenSecret,
    /// Judge tokens that come in as lines.
    VerifyToken(Scope),
}

/// The help, with the names of all settings.
fn help() -> String {
    let mut out = String::from(HELP);
    let mut width = 0;
    for (at, setting) in table::settings().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let wraps = width + setting.name.len() > 90;
        width = if wraps { 0 } else { width } + setting.name.len() + 2;
        out.push_str(comma);
        out.push_str(if at == 0 || wraps { "\n  " } else { " " });
        out.push_str(setting.name);
    }
    out.push_str("\n\nExit codes: 64 command line, 65 an audit found something, 69 something needed is away, 78 settings.");
    out
}

/// Reads the arguments behind the executable's name.
///
/// # Errors
/// One line that says what is not understood.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Action, String> {
    let text = |argument: OsString| {
        argument.into_string().map_err(|_| "an argument is not UTF-8: see focus-server --help")
    };
    let mut arguments = arguments.into_iter().map(text);
    let action = match arguments.next().transpose()?.as_deref() {
        None | Some("serve") => Action::Run(Command::Serve),
        Some("dev") => Action::Run(Command::Dev),
        Some("verify-token") => Action::VerifyToken(Scope::Whole),
        Some("ready") => Action::Ready,
        Some("gen-secret") => Action::GenSecret,
        Some("jobs") => {
            let arguments: Vec<_> = arguments.collect::<Result<_, _>>()?;
            let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
            return parse_jobs(&arguments);
        }
        Some("check-config") => Action::CheckConfig(Command::Serve),
        Some("audit") => Action::Audit(Command::Serve),
        Some("-h" | "--help" | "help") => return Ok(Action::Print(help())),
        Some("-V" | "--version") => {
            return Ok(Action::Print(
                concat!("focus-server ", env!("CARGO_PKG_VERSION")).to_owned(),
            ));
        }
        Some(other) => return Err(format!("unknown command {other:?}: see focus-server --help")),
    };
    let mut next = arguments.next().transpose()?;
    let action = match (action, next.as_deref()) {
        (action @ (Action::CheckConfig(_) | Action::Audit(_)), Some("serve" | "dev")) => {
            let is_dev = next.as_deref() == Some("dev");
            let command = if is_dev { Command::Dev } else { Command::Serve };
            next = arguments.next().transpose()?;
            if matches!(action, Action::Audit(_)) {
                Action::Audit(command)
            } else {
                Action::CheckConfig(command)
            }
        }
        (action, _) => action,
    };
    match next.as_deref() {
        None => Ok(action),
        Some("--signature-only") if action == Action::VerifyToken(Scope::Whole) => {
            match arguments.next() {
                None => Ok(Action::VerifyToken(Scope::Signature)),
                Some(_) => Err("too many arguments: see focus-server --help".to_owned()),
            }
        }
        Some("-h" | "--help") => Ok(Action::Print(help())),
        Some(other) => Err(format!("unknown argument {other:?}: see focus-server --help")),
    }
}

/// Reads what stands behind `jobs`.
fn parse_jobs(arguments: &[&str]) -> Result<Action, String> {
    let (name, at) = match arguments {
        ["list"] => return Ok(Action::Jobs(jobs::command::Command::List)),
        ["-h" | "--help"] | [_, "-h" | "--help"] => return Ok(Action::Print(help())),
        ["run", name] => (name, None),
        ["run", name, "--at", at] => {
            let instant = Timestamp::parse(at);
            let unclear = || format!("{at:?} is no instant: write it as 2026-05-01T09:30:00Z");
            (name, Some(instant.ok_or_else(unclear)?))
        }
        _ => {
            let told = "jobs wants `list` or `run NAME [--at INSTANT]`: see focus-server --help";
            return Err(told.to_owned());
        }
    };
    let job = Job::find(name).ok_or_else(|| {
        let names: Vec<_> = Job::names().collect();
        format!("unknown job {name:?}: there are {}", names.join(", "))
    })?;
    Ok(Action::Jobs(jobs::command::Command::Run { job, at }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(arguments: &[&str]) -> Result<Action, String> {
        parse(arguments.iter().map(Into::into))
    }

    #[test]
    fn no_command_is_serve() {
        assert_eq!(told(&[]), Ok(Action::Run(Command::Serve)));
        assert_eq!(told(&["serve"]), Ok(Action::Run(Command::Serve)));
        assert_eq!(told(&["dev"]), Ok(Action::Run(Command::Dev)));
    }

    #[test]
    fn tokens_are_judged_whole_or_by_their_signature() {
        assert_eq!(told(&["verify-token"]), Ok(Action::VerifyToken(Scope::Whole)));
        let signature = told(&["verify-token", "--signature-only"]);
        assert_eq!(signature, Ok(Action::VerifyToken(Scope::Signature)));
        assert!(told(&["serve", "--signature-only"]).is_err());
        assert!(told(&["verify-token", "--signature-only", "x"]).is_err());
    }

    #[test]
    fn settings_are_checked_for_either_command() {
        assert_eq!(told(&["check-config"]), Ok(Action::CheckConfig(Command::Serve)));
        assert_eq!(told(&["check-config", "serve"]), Ok(Action::CheckConfig(Command::Serve)));
        assert_eq!(told(&["check-config", "dev"]), Ok(Action::CheckConfig(Command::Dev)));
        assert_eq!(told(&["audit"]), Ok(Action::Audit(Command::Serve)));
        assert_eq!(told(&["audit", "dev"]), Ok(Action::Audit(Command::Dev)));
        assert!(told(&["audit", "twice"]).is_err());
        assert_eq!(told(&["gen-secret"]), Ok(Action::GenSecret));
        assert!(told(&["check-config", "dev", "serve"]).is_err());
        assert_eq!(told(&["ready"]), Ok(Action::Ready));
        assert!(told(&["gen-secret", "dev"]).is_err());
    }

    #[test]
    fn a_job_is_run_by_its_name_and_for_a_time() {
        use jobs::command::Command::{List, Run};
        let job = Job::find("settle_sessions").unwrap();
        assert_eq!(told(&["jobs", "list"]), Ok(Action::Jobs(List)));
        let run = |at| Ok(Action::Jobs(Run { job, at }));
        assert_eq!(told(&["jobs", "run", "settle_sessions"]), run(None));
        let at = "2026-05-01T11:30:00+02:00";
        let instant = Timestamp::parse("2026-05-01T09:30:00Z");
        assert_eq!(told(&["jobs", "run", "settle_sessions", "--at", at]), run(instant));
        assert!(matches!(told(&["jobs", "--help"]), Ok(Action::Print(_))));
        for wrong in [&["jobs"][..], &["jobs", "run"], &["jobs", "list", "x"]] {
            assert!(told(wrong).is_err_and(|line| line.contains("--help")), "{wrong:?}");
        }
        let line = told(&["jobs", "run", "sweep"]).unwrap_err();
        assert!(line.contains("\"sweep\"") && line.contains("purge_accounts"), "{line}");
        assert!(told(&["jobs", "run", "settle_sessions", "--at", "noon"]).is_err());
    }

    #[test]
    fn the_help_names_every_setting_in_lines_of_a_terminal() {
        let Ok(Action::Print(help)) = told(&["--help"]) else { panic!("no help") };
        assert!(table::settings().all(|setting| help.contains(setting.name)), "{help}");
        assert!(help.lines().all(|line| line.len() <= 100), "{help}");
    }

    #[test]
    fn help_and_version_are_printed() {
        assert!(matches!(told(&["--help"]), Ok(Action::Print(text)) if text.contains("dev")));
        assert!(matches!(told(&["dev", "--help"]), Ok(Action::Print(_))));
        assert!(matches!(told(&["-V"]), Ok(Action::Print(text)) if text.contains("0.1")));
    }

    #[test]
    fn anything_else_is_one_clear_line() {
        let line = "unknown command \"start\": see focus-server --help";
        assert_eq!(told(&["start"]), Err(line.to_owned()));
        assert!(told(&["dev", "--port"]).is_err());
    }
}
