//! The command line.

use std::ffi::OsString;

use crate::config::Command;
use crate::verify_token::Scope;

const HELP: &str = "\
The server of Focus Squad.

Usage: focus-server [COMMAND]

Commands:
  serve  Answer requests, with the issuers that the settings name (the default)
  dev    Laptop mode: this machine only, its own sign-in, a table to try, a clock to move
  verify-token [--signature-only]
         Judge tokens: reads lines of JSON, {\"token\", \"keys\", \"issuer\"?, \"audience\"?, \"now\"?,
         \"algorithms\"?}, and prints {\"ok\": true, \"claims\"} or {\"ok\": false, \"code\"} for each.
         keys is a JWK set or one JWK, now RFC 3339 text or milliseconds, algorithms RS256 and
         ES256 unless it says so. --signature-only takes any payload and every algorithm

Options:
  -h, --help     Print this
  -V, --version  Print the version

Settings are environment variables: ENVIRONMENT, FOCUS_ADDR, FOCUS_DATA_DIR, DATABASE_URL,
CORS_ORIGINS, SUPABASE_URL, OIDC_ISSUERS, AUTH_LEEWAY_SECONDS, AUTH_NOT_BEFORE_LEEWAY_SECONDS,
LOG_FORMAT, DEBUG. Exit codes: 64 command line, 78 settings, 69 something needed is away.";

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Print this text and leave.
    Print(String),
    /// Run the server.
    Run(Command),
    /// Judge tokens that come in as lines.
    VerifyToken(Scope),
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
        Some("-h" | "--help" | "help") => return Ok(Action::Print(HELP.to_owned())),
        Some("-V" | "--version") => {
            return Ok(Action::Print(
                concat!("focus-server ", env!("CARGO_PKG_VERSION")).to_owned(),
            ));
        }
        Some(other) => return Err(format!("unknown command {other:?}: see focus-server --help")),
    };
    match arguments.next().transpose()?.as_deref() {
        None => Ok(action),
        Some("--signature-only") if action == Action::VerifyToken(Scope::Whole) => {
            match arguments.next() {
                None => Ok(Action::VerifyToken(Scope::Signature)),
                Some(_) => Err("too many arguments: see focus-server --help".to_owned()),
            }
        }
        Some("-h" | "--help") => Ok(Action::Print(HELP.to_owned())),
        Some(other) => Err(format!("unknown argument {other:?}: see focus-server --help")),
    }
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
